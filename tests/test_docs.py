"""What the pages in `docs` and the README point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?<![\w./*<>-])[\w.][\w./-]*\.(?:py|js)\b(?!on)")
PLACE = re.compile(r"`([A-Za-z_][\w.]*)`\s+(?:\(|(?:in|of)\s+)`([\w./-]+\.(?:py|js))`")
"""A name of ours, and the script that it is said to stand in: `name` (`path`), or `name` in `path`."""


def names(page):
    return page.relative_to(ROOT).as_posix()


def anchors(page):
    """The names under which GitHub reaches the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page):
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        there = (page.parent / path) if path else page
        if not there.is_file() or (anchor and anchor not in anchors(there)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_script_that_a_page_names_is_there(page):
    named = set(FILE.findall(page.read_text(encoding="utf-8")))
    assert {name for name in named if not (ROOT / name).is_file() and not (page.parent / name).is_file()} == set()


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_a_name_stands_in_the_script_that_a_page_says(page):
    for name, path in PLACE.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        words = set(re.findall(r"\w+", (ROOT / path).read_text(encoding="utf-8")))
        assert (path, set(name.split(".")) - words) == (path, set())


def test_the_pages_are_found_and_point_to_something():
    """A test that looks at nothing passes too."""
    assert len(PAGES) > len(["README.md", "architecture.md"])
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert all(any(pattern.search(text) for text in texts) for pattern in (LINK, FILE, PLACE))

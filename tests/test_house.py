"""The house rules: style, types, layers, and what must not be in the repository."""

import ast
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def tracked_files(*patterns):
    listing = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split() if (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=["ruff-check", "ruff-format", "mypy-strict"],
)
def test_the_code_keeps_its_style_and_types(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_runs_in_the_browser_keeps_its_style():
    """JavaScript and CSS, in files of their own."""
    biome = Path(sysconfig.get_path("scripts")) / "biome"
    command = [biome, "lint", "--config-path=tests/biome.jsonc", "--error-on-warnings", "mvapp"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_script_has_in_it_what_the_page_would_drop_it_for():
    """Streamlit's cleaner takes "<" before a letter for HTML, in a comment too, and the whole script with it."""
    scripts = tracked_files("mvapp/*.js")
    assert scripts
    assert [path.name for path in scripts if re.search(r"<[/\w!]", path.read_text(encoding="utf-8"))] == []


def test_imports_go_one_way():
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_one_place_of_the_app_starts_the_demo_studio():
    """`mvdemo` spells the wire format a second time; nothing but its one starter may lean on it."""
    importers = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files("app.py", "pages/*.py", "mvapp/*.py", "mvclient/*.py")
        if re.search(r"^\s*(from|import) mvdemo\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importers == ["mvapp/studio/demo.py"]


def test_only_the_transport_and_its_lines_import_requests():
    """And who asks a demo studio of ours for what Giggle's API has not."""
    importers = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files("app.py", "pages/*.py", "mvapp/*.py", "mvclient/*.py", "mvdemo/*.py")
        if re.search(r"^\s*(from|import) (requests|urllib3)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importers == ["mvapp/studio/distant_demo.py", "mvclient/lines.py", "mvclient/transport.py"]


def test_no_test_waits_in_real_time():
    sleep = re.compile(r"(^|[^_a-z])time\." + r"sleep\(")
    sleepers = [path.name for path in tracked_files("tests/*.py") if sleep.search(path.read_text(encoding="utf-8"))]
    assert sleepers == []


def test_no_file_is_left_half_done():
    leftover = re.compile("TO" + "DO|FIX" + "ME|NotImplemented" + "Error")
    found = [path.name for path in tracked_files("*.py") if leftover.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_secret_or_lock_file_is_tracked():
    names = {path.name for path in tracked_files()}
    assert not names & {"uv.lock", "poetry.lock", "secrets.toml", ".env"}


def test_the_readme_promises_the_command_that_ci_runs():
    command = 'pip install -e ".[test]" && pytest'
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command.replace("install -e", "install --quiet -e") in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def python_files():
    for path in tracked_files("*.py"):
        yield path, path.read_text(encoding="utf-8")


def test_every_exception_from_a_rule_says_why():
    excused = re.compile(r"# (noqa: [A-Z0-9, ]+ -|type: ignore\[[a-z-]+\]  #) \S")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in python_files()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"# (noqa:|type: ignore)", line) and not excused.search(line)
    ]
    assert wrong == []


def test_a_package_says_in_its_init_what_it_offers_and_no_other_file_does():
    """In a module, what is private begins with `_`."""
    assert [path.name for path, text in python_files() if "\n__all__ =" in text and path.name != "__init__.py"] == []


def test_docstrings_name_what_comes_back_and_tell_what_a_call_does_in_the_imperative():
    """One voice: `The film` and not `Return the film`, `Pay once` and not `Pays once`."""
    other_voice = re.compile(r"(Returns?|Gets?|Makes|Takes|Tells|Writes|Sends|Draws|Starts|Stops|Lets|Puts|Checks)\b")
    wrong = [
        f"{path.name}: {docstring}"
        for path, text in python_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and other_voice.match(docstring := ast.get_docstring(node) or "")
        and not any(ast.unparse(decorator).startswith("pytest.fixture") for decorator in node.decorator_list)
    ]
    assert wrong == []

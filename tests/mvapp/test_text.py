"""The catalogue is complete in both languages, and says nothing that nobody shows."""

import ast
import re
import string
from pathlib import Path

import pytest

from mvapp.languages import DEFAULT, LANGUAGES
from mvapp.studio.studios import DEMO, GIGGLE, Studio
from mvapp.text import MODULES, catalogue, inert, say_in

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for path in [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "mvapp").rglob("*.py")]
    if path.exists()
]
HANZI = r"[\u3400-\u9fff]"


def _literals() -> tuple[set[str], set[str], set[str]]:
    """Keys said literally, every string outside a catalogue, and the beginnings of f-strings."""
    said, strings, beginnings = set(), set(), set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "say_in"}:
                said |= {a.value for a in node.args if isinstance(a, ast.Constant) and "." in str(a.value)}
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            if isinstance(node, ast.Dict) and path.parent.name == "text":
                for key in node.keys:
                    if isinstance(key, ast.Constant):
                        key.value = ""  # the entry itself is no use of the key
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
    return said, strings, beginnings


def test_every_key_that_is_said_exists():
    said, _strings, _beginnings = _literals()
    assert said - set(catalogue()) == set()


def test_no_text_is_left_that_nobody_says():
    _said, strings, beginnings = _literals()
    begun = tuple(start for start in beginnings if re.match(r"[a-z_]+\.", start))
    said = strings | {f"{key}_{studio.name}" for key in strings for studio in (DEMO, GIGGLE)}
    unused = {key for key in catalogue() if key not in said and not key.startswith(begun)}
    assert unused == set()


@pytest.mark.parametrize("studio", [DEMO, GIGGLE], ids=lambda studio: studio.name)
def test_what_is_said_in_the_words_of_a_studio_has_words_for_each(studio: Studio):
    keys = {
        argument.value
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say_at"
        for argument in ast.walk(call)
        if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z]+\.\w+", str(argument.value))
    }
    assert keys
    assert [key for key in keys if not {key, f"{key}_{studio.name}"} & set(catalogue())] == []


def test_no_text_stands_twice_or_in_the_wrong_file():
    keys = [(key, module.__name__.rsplit(".", 1)[1]) for module in MODULES for key in module.TEXTS]
    assert len(keys) == len(catalogue())
    assert [key for key, file in keys if not key.startswith(f"{file}.")] == []


@pytest.mark.parametrize("key", catalogue())
def test_a_text_is_whole_and_has_the_same_placeholders_in_every_language(key):
    """One that is empty in a language added later is said in English."""
    words = catalogue()[key]
    assert words.en.strip()
    assert words.zh.strip()
    texts = {code: text for code in LANGUAGES if (text := getattr(words, code))}
    placeholders = {code: sorted(f[1] for f in string.Formatter().parse(text) if f[1]) for code, text in texts.items()}
    assert placeholders == dict.fromkeys(texts, placeholders[DEFAULT])


@pytest.mark.parametrize("key", catalogue())
def test_chinese_is_punctuated_as_chinese(key):
    chinese = catalogue()[key].zh
    assert not re.search(rf"{HANZI}\s*[,;:!?(]|[,;:!?)]\s*{HANZI}|{HANZI}\.(\s|$)|\.\.\.", chinese), chinese


@pytest.mark.parametrize("key", catalogue())
def test_english_carries_no_chinese(key):
    assert not re.search(HANZI, catalogue()[key].en.replace("中文", ""))


def test_values_are_put_in_their_places_in_the_language_asked_for():
    key = "create.scene_count"
    assert "12" in say_in("en", key, used=12, longest=200)
    assert "12" in say_in("zh", key, used=12, longest=200)
    assert say_in("en", key, used=12, longest=200) != say_in("zh", key, used=12, longest=200)


def test_inert_text_keeps_its_letters_and_loses_its_powers():
    live = "![x](http://evil.example/a.png) <b>*hi*</b>\n# :red[no]"
    shown = inert(live)
    assert "\n" not in shown
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == live.replace("\n", " ")
    assert not re.search(r"(?<!\\)[!-/:-@\[\]^-`{-~]", shown)


@pytest.mark.parametrize(
    "live", ["http://evil.example", "HTTPS://evil.example", "www.evil.example", "WWW.evil.example", "a@evil.example"]
)
def test_an_address_in_inert_text_cannot_be_recognised(live):
    """Streamlit makes links of addresses after escapes are resolved, so an invisible mark must stand inside."""
    unescaped = re.sub(r"\\(.)", r"\1", inert(f"see {live}"))
    assert not re.search(r"https?://|www\.|\w@\w", unescaped, re.IGNORECASE)
    assert unescaped.replace("\u2060", "") == f"see {live}"

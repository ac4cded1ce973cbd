"""Both themes can be read by everyone, and bring nothing in from elsewhere."""

import re
import tomllib

import pytest
from scripted_studio import ROOT

from mvapp.create.picture_choice import MAX_UPLOAD_MB

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
STYLES = {path.parent.name: path.read_text(encoding="utf-8") for path in (ROOT / "mvapp").rglob("looks.css")}
RULES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "mvapp").rglob("*.css"))
WORDS, LARGE_OR_LINES = 4.5, 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def variable(name: str, kind: str) -> str:
    """The value of one of our own CSS variables in a theme."""
    ((light, dark),) = re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", RULES)
    return light if kind == "light" else dark


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_words_can_be_read_on_every_ground(kind):
    colours = CONFIG["theme"][kind]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"], variable("card", kind)):
        assert contrast(colours["textColor"], ground) >= WORDS
        assert contrast(variable("quiet", kind), ground) >= WORDS
        assert contrast(colours["linkColor"], ground) >= WORDS
        assert contrast(colours["primaryColor"], ground) >= WORDS
        for name in ("red", "orange", "yellow", "green", "blue", "gray"):
            assert contrast(colours[f"{name}TextColor"], ground) >= WORDS, name
    for name in ("red", "orange", "yellow", "green", "blue"):
        assert contrast(colours[f"{name}TextColor"], colours[f"{name}BackgroundColor"]) >= WORDS, name


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_main_button_can_be_read(kind):
    assert contrast(variable("ink-on-accent", kind), CONFIG["theme"][kind]["primaryColor"]) >= WORDS


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(kind):
    colours = CONFIG["theme"][kind]
    assert contrast(colours["borderColor"], colours["backgroundColor"]) >= 1.3
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= LARGE_OR_LINES


def test_nothing_is_loaded_from_elsewhere():
    assert "fontFaces" not in CONFIG["theme"]
    assert not re.search(r"https?:|@import|@font-face", RULES + str(CONFIG["theme"]))


@pytest.mark.parametrize("family", ["PingFang SC", "Microsoft YaHei", "Noto Sans SC"])
def test_chinese_has_its_fonts_on_every_system(family):
    assert family in CONFIG["theme"]["font"]
    assert family in CONFIG["theme"]["headingFont"]


@pytest.mark.parametrize("room", STYLES)
def test_what_is_for_one_page_touches_no_other(room):
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media[^{]+\{", "", STYLES[room]))
    assert selectors
    assert all(f"st-key-{room}_" in part for selector in selectors for part in selector.split(","))


def test_who_wants_less_motion_gets_less():
    assert "prefers-reduced-motion: reduce" in RULES


def test_the_server_takes_as_much_as_the_uploader_says():
    assert CONFIG["server"]["maxUploadSize"] == MAX_UPLOAD_MB

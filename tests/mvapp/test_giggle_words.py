"""What Giggle said is shown on one line, without marks that nobody sees, and whole signs only."""

import pytest

from mvapp.giggle_words import LONGEST, shown

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("too\r\nmany\trequests ", "too many requests"),
        ("a\u202eb\u200bc\x00d\ufeff", "a b c d"),
        (f"no {FAMILY} at می‌خواهم", f"no {FAMILY} at می‌خواهم"),
        ("\u200b\n", ""),
        ("x" * 300, "x" * 300),
        ("x" * 301, "x" * 299 + "…"),
        ("x" * 297 + FAMILY, "x" * 297 + "…"),
        ("x" * 294 + FAMILY + "yy", "x" * 294 + FAMILY + "…"),
        ("Z" + "\u0301" * 5_000, "…"),
    ],
)
def test_a_foreign_text_is_shown_on_one_line_and_not_too_long(text, line):
    assert shown(text) == line
    assert len(shown(text)) <= LONGEST

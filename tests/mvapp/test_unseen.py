"""Marks that nobody sees go; those that signs are made of stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvapp.unseen import without_unseen


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200e", "\u202e", "\u2060", "\ufeff", "\u00ad", "\u3164", "\x7f", "\ufe0f", "\u200d"]
)
def test_a_mark_goes_from_every_place_in_a_plain_word(mark):
    assert without_unseen(f"{mark}se{mark}{mark}en{mark}") == "seen"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می‌خواهم",
        "葛\U000e0100",
        "e\u0301 ê",
        "a line\nand another\u3000one",
    ],
)
def test_what_a_sign_is_made_of_stays(text):
    assert without_unseen(text) == text


@given(st.text(st.characters() | st.sampled_from("a景👩\u200d\u200c\u200b\ufe0f\U0001f3f4\U000e0067 ")))
def test_taking_out_twice_takes_out_no_more(text):
    assert without_unseen(without_unseen(text)) == without_unseen(text)

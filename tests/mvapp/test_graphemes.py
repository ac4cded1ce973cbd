"""A text is counted and cut between the signs that people see, never inside one."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mvapp.graphemes import cut, length

SIGNS = {
    "family": "👩‍👩‍👧",
    "flag": "🇩🇪",
    "flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "skin tone": "👍🏽",
    "keycap": "1\ufe0f\u20e3",
    "heart as a picture": "❤\ufe0f",
    "accent": "e\u0301",
    "Vietnamese": "e\u0302\u0323",
    "Hangul from a Mac": "\u1112\u1161\u11ab",
    "Hindi conjunct": "क्षि",
    "Tamil": "நி",
    "Thai": "ที่",
    "Hebrew with points": "שָׁ",
    "Chinese": "景",
}


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_what_is_one_for_a_person_counts_one(sign):
    assert length(sign) == 1
    assert length(f"a{sign}{sign}b") == 4


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_cut_falls_between_signs(sign):
    """At every limit the text ends behind a whole sign, as near to the limit as there is one."""
    text = "ab" + sign * 5
    for longest in range(len(text) + 2):
        whole = min(5, max(0, longest - 2) // len(sign))
        assert cut(text, longest) == "ab"[:longest] + sign * whole


def test_flags_in_a_row_are_cut_two_letters_at_a_time():
    assert cut("🇩🇪🇫🇷🇨🇳", 5) == "🇩🇪🇫🇷"


def test_a_sign_that_is_longer_than_the_limit_is_left_out():
    assert cut("Z" + "\u0301" * 10_000, 40) == ""
    assert cut("ok Z" + "\u0301" * 10_000, 40) == "ok "


@given(st.text(st.characters() | st.sampled_from("".join(SIGNS.values()))), st.integers(0, 30))
def test_any_text_is_cut_to_its_own_beginning_between_two_signs(text, longest):
    begun = cut(text, longest)
    assert len(begun) <= longest
    assert text.startswith(begun)
    assert length(begun) + length(text[len(begun) :]) == length(text)
    assert regex.findall(r"\X", text)[: length(begun)] == regex.findall(r"\X", begun)

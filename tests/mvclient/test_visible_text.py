"""A text without anything to see is blank, and the beginning of a text ends behind a whole sign."""

import unicodedata
from functools import cache

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mvclient.visible_text import beginning, is_blank

UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\u2800\ufffc]")
SIGNS = [
    "👩‍👩‍👧",
    "🇩🇪",
    "👍🏽",
    "1\ufe0f\u20e3",
    "❤\ufe0f\u200d🔥",
    "e\u0302\u0323",
    "\u1112\u1161\u11ab",
    "क्षि",
    "நி",
    "ที่",
    "กำ",
]


@cache
def every_unseen():
    return [one for one in map(chr, range(0x110000)) if UNSEEN.match(one) or unicodedata.category(one).startswith("M")]


unseen = st.deferred(lambda: st.text(st.sampled_from(every_unseen())))


def test_every_character_that_cannot_be_seen_is_blank_alone():
    assert [f"{ord(one):X}" for one in every_unseen() if not is_blank(one)] == []


@given(unseen)
def test_nothing_to_see_stays_nothing_in_any_mixture(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["a", "景", "🎵", "👩‍👩‍👧", "می‌خواهم", "é", "क्षि", "\U0001fae8", "!", "\u200bla", "1", "ー", "♪", "\ue000"]
)
def test_what_can_be_seen_is_not_blank(text):
    assert not is_blank(text)


@given(unseen, unseen, st.sampled_from([*SIGNS, "a"]))
def test_one_sign_among_the_unseen_is_enough(before, after, sign):
    assert not is_blank(before + sign + after)


@given(st.lists(st.sampled_from([*SIGNS, "a", " ", "景", "\r", "🎵"])).map("".join), st.integers(0, 30))
def test_a_beginning_ends_behind_a_whole_sign(text, longest):
    begun = beginning(text, longest)
    assert len(begun) <= longest
    assert text.startswith(begun)
    assert regex.findall(r"\X", text)[: len(regex.findall(r"\X", begun))] == regex.findall(r"\X", begun)


def test_a_beginning_is_as_long_as_it_may_be():
    assert beginning("la la la", 4) == "la l"
    assert beginning("la", 4) == "la"
    assert beginning("ab👩‍👩‍👧👩‍👩‍👧", 8) == "ab👩‍👩‍👧"
    assert beginning("a" + "\u0301" * 999, 300) == ""

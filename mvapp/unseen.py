"""Marks that nobody sees, such as a zero-width space that a web page had put into a link."""

from typing import Final

import regex

_SEEN: Final = r"[^\p{ASCII}\s\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]"
_UNSEEN: Final = r"(?!\s)[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]"
# What holds a sign together is a part of it: joiners in families and in Persian, the choice of a picture or of a
# character's form, the letters behind a black flag.
_HOLDS_TOGETHER: Final = "|".join(
    (
        rf"(?<={_SEEN}\p{{Variation_Selector}}?)[\u200C\u200D](?={_SEEN})",
        rf"(?<={_SEEN})\p{{Variation_Selector}}",
        r"(?<=[0-9#*])\uFE0F(?=\u20E3)",
        r"(?<=\U0001F3F4[\U000E0020-\U000E007E]{0,6})[\U000E0020-\U000E007F]",
    )
)
_TAKEN_OUT: Final = regex.compile(rf"(?!{_HOLDS_TOGETHER}){_UNSEEN}")


def without_unseen(text: str, *, instead: str = "") -> str:
    """The text without marks that cannot be seen; spaces and line breaks stay, and so does what signs are made of."""
    return _TAKEN_OUT.sub(instead, text)

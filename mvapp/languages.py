"""The languages of the app. Another one is an entry here and its texts: a field more in `text.words.Words`."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Language:
    """One language that a visitor can choose."""

    name: str
    """As those who speak it call it."""
    html: str
    """For the page's `lang`: screen readers go by it, and the right shapes of characters."""
    script: str = ""
    """A pattern that only a text in this language has in it; "" for the one that is left when no other fits."""


LANGUAGES: Final[dict[str, Language]] = {
    "en": Language("English", "en"),
    "zh": Language("中文", "zh-CN", script=r"[\u3400-\u9fff]"),
}
"""By their codes, in the order of the button that goes from one to the next."""
DEFAULT: Final = "en"


def best_for(wanted: str) -> str:
    """The code of ours that fits what a browser or a cookie asks for, such as "zh-TW"; else English."""
    return next((code for code in LANGUAGES if wanted.lower().startswith(code)), DEFAULT)


def language_of(text: str) -> str:
    """The code of the language that a text is written in."""
    return next((code for code, one in LANGUAGES.items() if one.script and re.search(one.script, text)), DEFAULT)

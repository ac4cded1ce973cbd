"""A visible text in both languages, side by side."""

from typing import NamedTuple


class Words(NamedTuple):
    """One visible text; `{name}` placeholders are filled by `say` and are the same in both languages."""

    en: str
    """English."""
    zh: str
    """Simplified Chinese, written natively rather than translated."""

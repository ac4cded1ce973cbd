"""The one way the demo studio says no."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is answered with a failure envelope: the code in it, the sentence, and the HTTP status.

    Giggle answers most failures with HTTP 200 and says no in the envelope, so that is the default here; a
    failure below the API itself (no key, not JSON, no such address) also has its HTTP status.
    """

    def __init__(
        self, message: str, *, code: int = 400, http_status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.http_status = http_status
        self.headers = headers or {}


def quoted(value: object) -> str:
    """A caller's own value, short enough to stand in a sentence."""
    text = value if isinstance(value, str) else repr(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'  # noqa: PLR2004 - as much as a sentence bears

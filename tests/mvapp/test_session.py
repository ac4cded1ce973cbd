"""What a session knows of its visitor before anything was chosen."""

from types import SimpleNamespace

import pytest

from mvapp import session


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session's memory without a page."""
    memory: dict[str, object] = {}
    monkeypatch.setattr("streamlit.session_state", memory)
    return memory


@pytest.mark.parametrize(
    ("cookie", "locale", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "fr-FR", "en"),
        (None, "en-GB", "en"),
        (None, "zh", "zh"),
        (None, "zh-TW", "zh"),
        (None, "ZH-hans-cn", "zh"),
        ("zh", "en-US", "zh"),
        ("en", "zh-CN", "en"),
        ("nonsense", "zh-CN", "en"),
    ],
)
def test_a_visitor_is_spoken_to_as_chosen_before_else_as_the_browser_asks_else_in_english(
    state: dict[str, object], monkeypatch: pytest.MonkeyPatch, cookie: str | None, locale: str | None, language: str
) -> None:
    cookies = {} if cookie is None else {session.LANGUAGE_COOKIE: cookie}
    monkeypatch.setattr("streamlit.context", SimpleNamespace(cookies=cookies, locale=locale))
    assert session.language() == language

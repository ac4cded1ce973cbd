"""What the browser tells is taken over by the session that asked, and by no other."""

import json
from types import SimpleNamespace

import pytest

from mvapp.browser import storage


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session's memory without a page."""
    memory: dict[str, object] = {}
    monkeypatch.setattr("streamlit.session_state", memory)
    return memory


def tell(state: dict[str, object], session: str, *, number: int = 0, **values: object) -> None:
    """Play the browser: it has executed the writes up to `number`."""
    texts = {key: json.dumps(value) for key, value in values.items()}
    told = json.dumps({"session": session, "number": number, "values": texts})
    state["mv_studio_storage"] = SimpleNamespace(stored=told)
    storage.receive()


def test_what_the_browser_holds_is_known_once_it_has_told_this_session(state: dict[str, object]) -> None:
    assert not storage.is_loaded()
    tell(state, storage._unsaved().session, preferences={"sound": True})
    assert storage.is_loaded()
    assert storage.recall("preferences") == {"sound": True}


def test_what_was_told_to_another_session_is_no_news(state: dict[str, object]) -> None:
    """After a restart of the server an open page still has what it told the session before, old as it is."""
    tell(state, "the session before", preferences={"sound": True})
    assert not storage.is_loaded()
    assert storage.recall("preferences") is None


def test_what_is_on_its_way_to_the_browser_is_not_undone_by_what_it_told_before(state: dict[str, object]) -> None:
    session = storage._unsaved().session
    storage.remember("preferences", {"sound": False})
    storage.forget("draft.title")
    tell(state, session, preferences={"sound": True}, **{"draft.title": "Rain"})
    assert storage.recall("preferences") == {"sound": False}
    assert storage.under("draft.") == {}
    tell(state, session, number=2, preferences={"sound": True})  # another tab, later
    assert storage.recall("preferences") == {"sound": True}


def test_a_value_that_nobody_of_ours_wrote_is_nothing(state: dict[str, object]) -> None:
    told = {"session": storage._unsaved().session, "number": 0, "values": {"preferences": "{half"}}
    state["mv_studio_storage"] = SimpleNamespace(stored=json.dumps(told))
    storage.receive()
    assert storage.is_loaded()
    assert storage.recall("preferences") is None

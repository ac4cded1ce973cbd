"""What the visitor's own browser keeps for us: the list of videos, the draft, preferences; never a key or a link.

A small component copies localStorage into the session and back. `remember` and `forget` take effect in this session
at once and reach the browser with the next full run, because `mount` is the last thing a run draws.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final

import streamlit as st

from mvapp import session
from mvapp.browser.script import source

PREFIX: Final = "mv-studio."
_KEY: Final = "mv_studio_storage"


_component = st.components.v2.component(_KEY, js=source(__file__, "storage.js"))


def is_asked() -> bool:
    """Whether the browser has been asked what it holds; false in the first run of a session, which the answer ends."""
    return _unsaved().is_asked


def is_loaded() -> bool:
    """Whether the browser has told what it holds; false in the first run of a session."""
    return session.STORED in st.session_state


def recall(key: str) -> Any:  # noqa: ANN401 - whatever was remembered, any JSON
    """What was remembered under `key`; None for nothing, or before the browser has told."""
    return st.session_state.get(session.STORED, {}).get(key)


def under(prefix: str) -> dict[str, Any]:
    """All that was remembered under keys that begin with `prefix`, by the rest of their keys."""
    stored: dict[str, Any] = st.session_state.get(session.STORED, {})
    return {key.removeprefix(prefix): value for key, value in stored.items() if key.startswith(prefix)}


def remember(key: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    """Keep a JSON value in the visitor's browser; None forgets it."""
    _write(key, value)


def forget(key: str) -> None:
    """Remove what was remembered under `key`."""
    _write(key, None)


def compare(texts: dict[str, str]) -> None:
    """Have the browser compare these texts with what was typed into the form; see `take_unheard`."""
    unsaved = _unsaved()
    unsaved.texts = texts
    unsaved.compared += 1


def take_unheard() -> dict[str, str]:
    """What was typed and never reached this session, by field; once.

    Streamlit drops what a page had to say when the visitor's click on another page comes at the same time.
    """
    unheard, _unsaved().unheard = _unsaved().unheard, {}
    return unheard


def receive() -> None:
    """Take over what the browser has told; called before a page is drawn."""
    told: str | None = getattr(st.session_state.get(_KEY), "stored", None)
    unsaved = _unsaved()
    if not told or told == unsaved.last_told:
        return
    unsaved.last_told = told
    snapshot = json.loads(told)
    if snapshot["session"] != unsaved.session:  # told to the session before this one, before a restart
        return
    stored = {key: _parsed(text) for key, text in snapshot["values"].items()}
    for key, (number, text) in unsaved.writes.items():
        if number > snapshot["number"]:  # written here after the browser looked
            stored[key] = _parsed(text)
    st.session_state[session.STORED] = {key: value for key, value in stored.items() if value is not None}


def mount() -> None:
    """Send what is to be remembered to the browser; drawn last, because it takes a little room."""
    unsaved = _unsaved()
    data = {
        "prefix": PREFIX,
        "session": unsaved.session,
        "isHeard": is_loaded(),
        "writes": sorted([number, key, text] for key, (number, text) in unsaved.writes.items()),
        "cookies": session.cookies(),
        "texts": unsaved.texts,
        "compared": unsaved.compared,  # a component with the same data is not asked again
    }
    unsaved.texts = None
    _component(key=_KEY, data=data, on_stored_change=_nothing, on_unheard_change=_note_unheard)
    unsaved.is_asked = True


@dataclass
class _Unsaved:
    """The writes of this session, the last one of each key, numbered in order."""

    session: str = field(default_factory=lambda: token_hex(8))
    number: int = 0
    writes: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    last_told: str = ""
    is_asked: bool = False
    texts: dict[str, str] | None = None
    compared: int = 0
    unheard: dict[str, str] = field(default_factory=dict)


def _unsaved() -> _Unsaved:
    unsaved: _Unsaved = st.session_state.setdefault(session.UNSAVED, _Unsaved())
    return unsaved


def _write(key: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    unsaved = _unsaved()
    unsaved.number += 1
    unsaved.writes[key] = (unsaved.number, None if value is None else json.dumps(value, ensure_ascii=False))
    stored = dict(st.session_state.get(session.STORED, {}))
    stored[key] = value
    if is_loaded():
        st.session_state[session.STORED] = {key: value for key, value in stored.items() if value is not None}


def _parsed(text: str | None) -> Any:  # noqa: ANN401 - any JSON
    try:
        return None if text is None else json.loads(text)
    except ValueError:  # the visitor, or an older version, wrote something else there
        return None


def _note_unheard() -> None:
    unheard = st.session_state[_KEY].unheard
    if isinstance(unheard, Mapping):
        _unsaved().unheard = {str(name): str(text) for name, text in unheard.items()}


def _nothing() -> None:
    """A state value of a component exists only with a callback."""

"""What is wrong with the form, shown beside the field it is about until that field changes."""

from typing import Any, Final, NamedTuple

import streamlit as st

from mvapp.create import form
from mvapp.create.draft import longest
from mvapp.text import catalogue, say
from mvclient import Problem

_PROBLEMS: Final = "create.problems"
_NAMED: Final = ("prompt", "song", "title", "style", "lyrics", "scene_description", "project_name", "picture")
_FIELD_OF: Final = {"reference_image": "picture", "reference_image_url": "picture", "music_asset_id": "song"}
"""Where the form has what a request calls by another name."""


class _Noted(NamedTuple):
    reason: str
    value: Any
    """What the field held when the problem was found."""
    is_kept: bool = False
    """Whether that value is still good: the problem is of another one, which was not taken."""


def note_all(problems: tuple[Problem, ...]) -> None:
    """Remember the problems of a request that could not be made."""
    for problem in problems:
        field, reason = problem.field, problem.reason
        field = _FIELD_OF.get(field, field)
        _noted().setdefault(field, _Noted(reason, _value(field)))


def note(field: str, reason: str, *, keeps_earlier: bool = False) -> None:
    """Remember why a file or a link could not be taken; `keeps_earlier`: what was chosen before it stays."""
    _noted()[field] = _Noted(reason, _value(field), keeps_earlier)


def clear() -> None:
    """Forget all problems."""
    st.session_state[_PROBLEMS] = {}


def here() -> str:
    """All problems that are still there, for beside the button: the one in full, several by their fields; "" for none.

    They stand in the order of the form.
    """
    fields = [field for field, noted in _noted().items() if noted.value == _value(field)]
    if len(fields) == 1:
        return _words(fields[0], _noted()[fields[0]])
    names = [say(f"create.needed_{field}") for field in _NAMED if field in fields]
    if len(names) < len(fields):
        names.append(say("create.needed_other"))
    return say("create.problems", fields=say("create.needed_and").join(names)) if names else ""


def show(field: str) -> None:
    """Draw the problem of this field, if it has one, or that not all of what was put into it had room."""
    noted = _noted().get(field)
    if noted is not None and noted.value == _value(field):
        with st.container(key=f"create_problem_{field}"):
            st.markdown(f":red[:material/error: {_words(field, noted)}]")
    elif form.was_cut(field):
        with st.container(key=f"create_problem_{field}"):
            st.markdown(f":orange[:material/content_cut: {say('create.cut', longest=longest(field))}]")


def sentence(field: str, reason: str) -> str:
    """What is wrong and what to do, in the visitor's language: in words for this field if there are any."""
    for key in (f"problems.{field}_{reason}", f"problems.{reason}"):
        if key in catalogue():
            return say(key)
    own = f"problems.other_{field}"
    return say(own if own in catalogue() else "problems.other")


def _words(field: str, noted: _Noted) -> str:
    says = sentence(field, noted.reason)
    return say("create.two_sentences", first=says, second=say(f"create.{field}_kept")) if noted.is_kept else says


def _noted() -> dict[str, _Noted]:
    noted: dict[str, _Noted] = st.session_state.setdefault(_PROBLEMS, {})
    return noted


def _value(field: str) -> Any:  # noqa: ANN401 - fields have different types
    draft = form.current()
    if field == "picture":
        picture = form.picture()
        return (draft.picture, draft.sample, draft.picture_link, draft.picture_asset, id(picture))
    return (draft.music_generate_type, getattr(draft, field, None))

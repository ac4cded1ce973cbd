"""What whoever runs the app has to correct, said on the page to the one who meets it and once in the log."""

import logging
from functools import cache

import streamlit as st

from mvapp.studio import demo
from mvapp.studio.configuration import Problem, problems
from mvapp.text import say, say_in

__all__ = ["draw", "draw_rest"]

_log = logging.getLogger(__name__)


def draw(*, is_demo: bool) -> None:
    """Whatever keeps videos from being made on this page; `is_demo`: whether it is the demo studio's."""
    for problem in _problems():
        if _stops(problem, is_demo=is_demo):
            _draw(problem)


def draw_rest(*, is_demo: bool) -> None:
    """The other settings that cannot be used, on the page about settings."""
    for problem in _problems():
        if not _stops(problem, is_demo=is_demo):
            _draw(problem)


def _stops(problem: Problem, *, is_demo: bool) -> bool:
    return problem.stops == "all" or (problem.stops == "demo" and is_demo)


def _problems() -> list[Problem]:
    found = problems()
    if demo.could_not_start() and not any(problem.stops != "nothing" for problem in found):
        found.append(Problem("demo", "", "demo"))
    for problem in found:
        _log_once(problem)
    return found


def _draw(problem: Problem) -> None:
    st.warning(say(f"settings.wrong_{problem.kind}", name=problem.name), icon=":material/build:")


@cache
def _log_once(problem: Problem) -> None:
    words = say_in("en", f"settings.wrong_{problem.kind}", name=problem.name)
    _log.warning("%s%s", words, f" ({problem.detail})" if problem.detail else "")

"""What whoever runs the app has to correct, said on the page to the one who meets it and once in the log."""

import logging
from functools import cache

import streamlit as st

from mvapp.studio import demo
from mvapp.studio.configuration import Problem, problems
from mvapp.text import say, say_in

_log = logging.getLogger(__name__)


def draw(studio: str) -> None:
    """Whatever keeps videos from being made in this studio, by its name."""
    for problem in _problems():
        if problem.stops in ("all", studio):
            _draw(problem)


def draw_rest(studio: str) -> None:
    """The other settings that cannot be used, on the page about settings."""
    for problem in _problems():
        if problem.stops not in ("all", studio):
            _draw(problem)


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

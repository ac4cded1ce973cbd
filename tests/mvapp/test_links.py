"""Signed links: when they end, when they are asked for anew, and how a person may copy them."""

import base64
import json
from typing import Any

import pytest

from mvapp.watch.links import Renewals, copyable, expires_at

AT = 1_800_000_000


def _link(policy: Any) -> str:
    text = policy if isinstance(policy, str) else json.dumps(policy)
    coded = base64.b64encode(text.encode()).decode().translate(str.maketrans("+=/", "-_~"))
    return f"https://a.example/f.mp4?Policy={coded}&Signature=s"


def _statement(at: Any) -> dict[str, Any]:
    return {"Condition": {"DateLessThan": {"AWS:EpochTime": at}}}


def _policy(*ends: Any) -> dict[str, Any]:
    return {"Statement": [_statement(at) for at in ends]}


@pytest.mark.parametrize(
    "link",
    [
        _link(_policy(AT)),
        _link(_policy(str(AT))),
        _link(_policy(float(AT))),
        _link(_policy(AT + 9, AT, AT + 5)),
        _link({"Statement": [{"Resource": "*"}, _statement(AT), "else", None]}),
        f"https://a.example/f.mp4?Expires={AT}&Signature=s",
    ],
)
def test_the_end_of_a_link_is_read_where_it_says(link: str) -> None:
    """The first of several ends counts."""
    assert expires_at(link) == AT


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://a.example/f.mp4",
        "https://[",
        "https://a.example/f.mp4?Policy=!!&Expires=soon",
        "https://a.example/f.mp4?Policy=海&Expires=-5",
        f"https://a.example/f.mp4?Expires={'9' * 400}",
        "https://a.example/f.mp4?Expires=１２３４",
        *(_link(_policy(at)) for at in ("never", -5, 0, True, None, 10**30, 10**400, 1e300, [AT], {}, "9" * 5000)),
        *(
            _link(f'{{"Statement": [{{"Condition": {{"DateLessThan": {text}}}}}]}}')
            for text in ("NaN", f'"{AT}"', "[]")
        ),
        _link('{"Statement": [{"Condition": {"DateLessThan": {"AWS:EpochTime": Infinity}}}]}'),
        _link({"Statement": {"Condition": 1}}),
        _link({"Statement": None}),
        _link([]),
        _link("7"),
        _link("[" * 9000),
        _link({"Statement": [], "filler": "x" * 1_000_000}),
        f"https://a.example/f.mp4?Policy={'A' * 1_000_000}",
    ],
    ids=lambda link: f"{len(link)} characters",
)
def test_a_link_that_says_nothing_of_its_end_has_none(link: str) -> None:
    """Whatever somebody puts into a link, it is no error."""
    assert expires_at(link) is None


def test_a_copied_link_keeps_its_signature_in_chat_programs() -> None:
    assert copyable("https://a.example/f.mp4?Signature=a~b~c") == "https://a.example/f.mp4?Signature=a%7Eb%7Ec"


class Clock:
    """A clock that only goes on when told to."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize(("left_s", "is_due"), [(-7200, True), (0, True), (59, True), (61, False), (7200, False)])
def test_what_ends_soon_is_renewed_before_it_is_shown(left_s: float, is_due: bool) -> None:
    assert Renewals().are_due(left_s) == is_due


def test_a_clock_that_is_wrong_asks_once() -> None:
    """The fresh links have ended by it too."""
    renewals = Renewals()
    renewals.ask()
    assert not renewals.are_due(-7200)


def test_the_film_waits_for_fresh_links_for_a_moment_and_only_before_it_is_shown() -> None:
    clock = Clock()
    renewals = Renewals(clock=clock)
    assert not renewals.are_worth_waiting_for
    renewals.ask()
    assert renewals.are_worth_waiting_for
    clock.now_s += 11
    assert not renewals.are_worth_waiting_for
    renewals.ask()
    renewals.was_shown = True
    assert not renewals.are_worth_waiting_for


def test_links_are_fresh_for_a_minute_and_each_answer_has_its_number() -> None:
    """A film that stops hours later is renewed again, one that stops at once is not."""
    clock = Clock()
    renewals = Renewals(clock=clock)
    assert not renewals.are_fresh
    renewals.ask()
    assert renewals.are_fresh
    renewals.give_up()
    assert (renewals.number, renewals.are_in_vain) == (2, True)
    clock.now_s += 61
    assert not renewals.are_fresh
    renewals.ask()
    assert (renewals.number, renewals.are_in_vain) == (3, False)

"""What strangers may do with the owner's key: claims that no race breaks, and whose a video is."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from mvapp.studio.caps import PRICE_CREDITS, Caps, Spending
from mvapp.studio.ledger import SQLLedger
from mvapp.studio.lending import LentLedger
from mvclient import LedgerUnavailable, PaymentNotAllowed

MORNING = datetime(2026, 11, 25, 8, tzinfo=UTC).timestamp()
TOMORROW = MORNING + 86_400
AMPLE = Caps(10**6, 10**6, 10**6, 1000, 1000)


@pytest.fixture
def lend(ledger_url: str) -> Callable[..., LentLedger]:
    """Lends on the given terms, each time as another process would."""

    def lend(caps: Caps = AMPLE, *, out: tuple[str, ...] = ()) -> LentLedger:
        return LentLedger(SQLLedger(ledger_url), caps, is_welcome=lambda name: name not in out)

    return lend


def begun(ledger: LentLedger, number: int, visitor: str = "anna", *, at: float = MORNING) -> str:
    ledger.begin_video(f"t{number}", visitor, at=at)
    ledger.note_begun(f"t{number}", f"p{number}")
    return f"p{number}"


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PaymentNotAllowed) as caught:
        act()
    return caught.value.reason


def test_a_visitor_makes_as_many_videos_a_day_as_the_owner_allows(lend: Callable[..., LentLedger]) -> None:
    ledger = lend(Caps(10**6, 10**6, 10**6, visitor_day_videos=2, day_videos=3))
    begun(ledger, 1)
    begun(ledger, 2)
    assert refused(lambda: begun(ledger, 3)) == "visitor_day"
    begun(ledger, 4, "ben")
    assert refused(lambda: begun(ledger, 5, "cleo")) == "day"
    begun(ledger, 6, at=TOMORROW)


def test_the_same_press_is_the_same_video(lend: Callable[..., LentLedger]) -> None:
    ledger = lend(Caps(10**6, 10**6, 10**6, visitor_day_videos=1, day_videos=9))
    begun(ledger, 1)
    begun(ledger, 1)
    assert ledger.spending("anna", at=MORNING).visitor_day_videos == 1


def test_a_video_that_came_to_nothing_is_given_back_and_one_that_was_made_is_not(
    lend: Callable[..., LentLedger],
) -> None:
    ledger = lend()
    ledger.begin_video("lost", "anna", at=MORNING)
    begun(ledger, 1)
    for token in ("lost", "t1"):
        ledger.give_back_video(token)
    assert ledger.spending("anna", at=MORNING).visitor_day_videos == 1


@pytest.mark.parametrize(
    ("caps", "reason"),
    [
        (Caps(PRICE_CREDITS, 10**6, 10**6, 99, 99), "visitor_day"),
        (Caps(10**6, 2 * PRICE_CREDITS - 1, 10**6, 99, 99), "day"),
        (Caps(10**6, 10**6, PRICE_CREDITS, 99, 99), "total"),
    ],
)
def test_no_payment_goes_over_what_may_be_spent(lend: Callable[..., LentLedger], caps: Caps, reason: str) -> None:
    ledger = lend(caps)
    first, second = begun(ledger, 1), begun(ledger, 2)
    assert ledger.reserve(first, attempt=1, at=MORNING)
    assert refused(lambda: ledger.reserve(second, attempt=1, at=MORNING)) == reason
    assert ledger.latest(second) is None, "a refused claim leaves no row behind"
    assert refused(lambda: begun(ledger, 3)) == reason, "what could not be paid is not begun"


def test_who_loses_the_race_for_a_row_claims_nothing(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    project = begun(ledger, 1)
    assert ledger.reserve(project, attempt=1, at=MORNING)
    assert not ledger.reserve(project, attempt=1, at=MORNING)
    assert ledger.spending("anna", at=MORNING).total_credits == PRICE_CREDITS


@pytest.mark.parametrize("end", ["released", "refused"])
def test_what_was_not_taken_is_given_back(lend: Callable[..., LentLedger], end: str) -> None:
    ledger = lend()
    project = begun(ledger, 1)
    ledger.reserve(project, attempt=1, at=MORNING)
    if end == "released":
        ledger.release(project, attempt=1)
    else:
        ledger.settle(project, attempt=1, state="refused", at=MORNING)
    assert ledger.spending("anna", at=MORNING).total_credits == 0


@pytest.mark.parametrize("state", ["paid", "unconfirmed"])
def test_what_was_or_may_have_been_taken_stays_claimed(lend: Callable[..., LentLedger], state: str) -> None:
    ledger = lend()
    project = begun(ledger, 1)
    ledger.reserve(project, attempt=1, at=MORNING)
    ledger.settle(project, attempt=1, state=state, at=MORNING)
    assert ledger.spending("anna", at=MORNING).total_credits == PRICE_CREDITS


def test_the_price_that_giggle_said_is_what_counts(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    project = begun(ledger, 1)
    ledger.reserve(project, attempt=1, at=MORNING)
    ledger.settle(project, attempt=1, state="paid", price_credits=700, at=MORNING)
    assert ledger.spending("anna", at=MORNING).day_credits == 700


def test_a_project_of_nobodys_is_not_paid(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    assert refused(lambda: ledger.reserve("from-elsewhere", attempt=1, at=MORNING)) == "not_begun_here"
    assert refused(lambda: ledger.reserve("", attempt=1, at=MORNING)) == "not_begun_here"
    assert ledger.latest("from-elsewhere") is None


def test_an_unfinished_claim_is_nobodys_project(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    ledger.begin_video("t", "anna", at=MORNING)
    assert ledger.visitor_of("") == ""


def test_who_is_not_welcome_any_more_neither_begins_nor_pays(lend: Callable[..., LentLedger]) -> None:
    project = begun(lend(), 1)
    ledger = lend(out=("anna",))
    assert refused(lambda: ledger.reserve(project, attempt=1, at=MORNING)) == "not_welcome"
    assert refused(lambda: begun(ledger, 2)) == "not_welcome"


def test_the_switch_stops_everything_everywhere_and_lets_it_go_on(lend: Callable[..., LentLedger]) -> None:
    here, there = lend(), lend()
    project = begun(here, 1)
    there.stop(is_on=True)
    assert here.is_stopped
    assert refused(lambda: here.reserve(project, attempt=1, at=MORNING)) == "stopped"
    assert refused(lambda: begun(here, 2)) == "stopped"
    there.stop(is_on=False)
    assert here.reserve(project, attempt=1, at=MORNING)


def test_of_a_crowd_exactly_as_many_are_paid_as_may_be(lend: Callable[..., LentLedger]) -> None:
    projects = [begun(lend(), number, f"v{number % 5}") for number in range(24)]
    caps = Caps(2 * PRICE_CREDITS, 7 * PRICE_CREDITS, 10**6, 99, 99)
    paid: list[str] = []

    def pay(mine: list[str]) -> None:
        ledger = lend(caps)
        for project in mine:
            try:
                if ledger.reserve(project, attempt=1, at=MORNING):
                    paid.append(project)
            except PaymentNotAllowed:
                pass

    threads = [threading.Thread(target=pay, args=(projects,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paid) == len(set(paid)) == 7
    assert all(sum(int(project[1:]) % 5 == visitor for project in paid) <= 2 for visitor in range(5))


def test_the_owner_sees_each_day_and_what_is_to_settle(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    first, second = begun(ledger, 1), begun(ledger, 2, at=TOMORROW)
    ledger.reserve(first, attempt=1, at=MORNING)
    ledger.reserve(second, attempt=1, at=TOMORROW)
    ledger.settle(second, attempt=1, state="unconfirmed", at=TOMORROW)
    ledger.settle(first, attempt=1, state="paid", price_credits=600, at=MORNING)
    assert [(day.day, day.videos, day.credits) for day in ledger.days(9)] == [
        ("2026-11-26", 1, PRICE_CREDITS),
        ("2026-11-25", 1, 600),
    ]
    assert ledger.unsettled() == [second]


def test_a_database_without_a_lock_of_ours_lends_nothing() -> None:
    ledger = SQLLedger("sqlite://")
    ledger.engine.dialect.name = "mysql"
    with pytest.raises(LedgerUnavailable):
        LentLedger(ledger, AMPLE, is_welcome=lambda _: True)


@pytest.mark.parametrize(
    ("spent", "left"),
    [
        (Spending(), 2),
        (Spending(visitor_day_videos=3), 1),
        (Spending(day_credits=9 * PRICE_CREDITS + 1), 0),
        (Spending(total_credits=60 * PRICE_CREDITS), 0),
    ],
)
def test_a_visitor_is_told_how_many_are_left(spent: Spending, left: int) -> None:
    assert spent.videos_left(Caps()) == left


def test_a_ledger_that_lends_nothing_needs_no_table_for_it(ledger_url: str) -> None:
    ledger = SQLLedger(ledger_url)
    assert not sa.inspect(ledger.engine).has_table("claims")


def test_what_is_not_over_is_known_to_the_next_process(lend: Callable[..., LentLedger]) -> None:
    ledger = lend()
    for number in range(4):
        begun(ledger, number, at=MORNING + number)
    ledger.begin_video("without-a-project", "anna", at=MORNING)
    ledger.note_over("p2")
    assert lend().unfinished(since=MORNING + 1) == ["p1", "p3"]

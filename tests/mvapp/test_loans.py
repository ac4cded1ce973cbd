"""Whose key a page works with, and what it may do with it."""

import pytest

from mvapp.studio import connection as connection_module
from mvapp.studio import gate
from mvapp.studio.connection import Connection, connection_for, current_connection, giggle_connection, owners_loan
from mvapp.studio.gate import Visitor

ANNA = Visitor("pass-1:anna")
BEN = Visitor("pass-1:ben")
OWNER = Visitor("owner-1:o", is_owner=True)
DESK = Visitor("", is_owner=True)


class Door:
    """Says who stands there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.visitor: Visitor | None = None
        self.own_key = ""
        monkeypatch.setenv("GIGGLE_API_KEY", "owners-key")
        monkeypatch.setattr(gate, "visitor", lambda: self.visitor)
        monkeypatch.setattr(gate, "lends", lambda: True)
        monkeypatch.setattr(gate, "is_welcome", lambda _name: True)
        monkeypatch.setattr("mvapp.studio.lending.is_welcome", lambda _name: True)
        monkeypatch.setattr(connection_module.session, "api_key", lambda: self.own_key)
        monkeypatch.setattr(connection_module.session, "chosen_studio", lambda: "")

    def begins(self, visitor: Visitor, project_id: str) -> None:
        self.visitor = visitor
        connection = giggle_connection()
        assert connection is not None
        ledger = connection.lent_ledger()
        assert ledger is not None
        ledger.begin_video(project_id, visitor.name, at=1e9)
        ledger.note_begun(project_id, project_id)

    def opens(self, visitor: Visitor | None, project_id: str) -> Connection | None:
        self.visitor = visitor
        return connection_for(project_id)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(monkeypatch)


def test_who_is_out_has_the_demo_studio(door: Door) -> None:
    assert giggle_connection() is None
    assert not current_connection().studio.charges
    assert connection_module.is_key_kept_back()


def test_ones_own_key_needs_nobodys_leave(door: Door) -> None:
    door.own_key = "my-own"
    connection = current_connection()
    assert (connection.key, connection.loan) == ("my-own", None)
    assert connection.may_change("anything")
    assert not connection_module.is_key_kept_back()


def test_at_the_desk_the_key_is_ones_own(door: Door) -> None:
    door.visitor = DESK
    connection = current_connection()
    assert (connection.key, connection.loan) == ("owners-key", None)
    assert connection_for("anything") == connection


@pytest.mark.parametrize(("visitor", "may_change"), [(ANNA, True), (BEN, False), (OWNER, True), (None, False)])
def test_a_video_on_the_owners_key_is_watched_by_all_and_changed_by_who_began_it_and_the_owner(
    door: Door, visitor: Visitor | None, may_change: bool
) -> None:
    door.begins(ANNA, "annas-video")
    connection = door.opens(visitor, "annas-video")
    assert connection is not None
    assert connection.key == "owners-key"
    assert connection.may_change("annas-video") == may_change


def test_a_visitor_with_a_key_of_their_own_watches_it_with_the_owners(door: Door) -> None:
    door.begins(ANNA, "annas-video")
    door.own_key = "bens-own"
    connection = door.opens(None, "annas-video")
    assert connection is not None
    assert (connection.key, connection.may_change("annas-video")) == ("owners-key", False)
    mine = door.opens(None, "bens-own-video")
    assert mine is not None
    assert (mine.key, mine.may_change("bens-own-video")) == ("bens-own", True)


@pytest.mark.parametrize("visitor", [ANNA, OWNER])
def test_a_number_that_nobody_began_here_is_looked_at_by_guests_and_changed_by_nobody(
    door: Door, visitor: Visitor
) -> None:
    connection = door.opens(visitor, "from-elsewhere")
    assert connection is not None
    assert connection.loan is not None
    assert connection.loan.is_foreign
    assert not connection.may_change("from-elsewhere")
    assert door.opens(None, "from-elsewhere") is None


def test_a_page_that_lives_on_notices_when_its_visitor_is_out(door: Door) -> None:
    door.begins(ANNA, "annas-video")
    connection = door.opens(ANNA, "annas-video")
    assert connection is not None
    assert connection.still_holds
    door.visitor = None
    assert not connection.still_holds


def test_looks_at_foreign_numbers_have_a_budget_and_a_pause_of_their_own(door: Door) -> None:
    foreign = door.opens(ANNA, "from-elsewhere")
    door.begins(ANNA, "annas-video")
    own = door.opens(ANNA, "annas-video")
    assert foreign is not None
    assert own is not None
    foreign.api()._calls.account.pause(connection_module.time.time, 120.0)
    assert foreign.api()._calls.account.pause_left_s(connection_module.time.time) > 0
    assert own.api()._calls.account.pause_left_s(connection_module.time.time) == 0


def test_what_a_restart_goes_on_with_is_the_owners_and_nobody_at_ones_own_desk(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert owners_loan() is not None
    monkeypatch.setattr(gate, "lends", lambda: False)
    assert owners_loan() is None

"""Who may use the owner's key: nobody from outside without a way in, and whatever goes wrong is a no."""

import time
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit import config

from mvapp import session
from mvapp.studio import configuration, gate

PASSCODE = "a stage in Vienna 2026"
OWNERS = "the owner knows this one"
LOCAL = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


class Browser:
    """One visitor's session and what their browser sends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.headers: dict[str, str] = dict(LOCAL)
        self.cookies: dict[str, str] = {}
        self.user: dict[str, Any] = {}
        self.query: dict[str, str] = {}
        self.opens_anew()

    def opens_anew(self) -> None:
        """A new session of the same browser, with the cookie that the last one was told to keep."""
        if hasattr(self, "state") and session.WAY_IN in self.state:
            self.cookies[session.WAY_IN_COOKIE] = self.state[session.WAY_IN]
        self.state: dict[str, Any] = {}
        self._patch.setattr(st, "session_state", self.state)
        self._patch.setattr(st, "context", SimpleNamespace(headers=self.headers, cookies=self.cookies, locale="en"))
        self._patch.setattr(st, "user", self.user)
        self._patch.setattr(st, "query_params", self.query)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The owner's secrets, to be changed by the test."""
    secrets: dict[str, Any] = {"GIGGLE_API_KEY": "owners-key"}
    monkeypatch.setattr(configuration, "_secrets", lambda: secrets)
    monkeypatch.setattr(gate, "_tries", gate._Tries())
    usual = st.get_option("server.address")
    yield secrets
    config.set_option("server.address", usual)


@pytest.fixture
def browser(settings: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(monkeypatch)


def listen_on(address: str | None) -> None:
    config.set_option("server.address", address)


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.168.1.5", "studio.example", "unix:///run/mv.sock"])  # noqa: S104 - not listened on
def test_who_comes_over_a_network_is_out_by_default(browser: Browser, address: str | None) -> None:
    """However local the request looks: the peer and the Host are what a proxy, or the stranger, makes of them."""
    listen_on(address)
    assert gate.visitor() is None


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_at_ones_own_desk_the_key_just_works(browser: Browser, address: str) -> None:
    listen_on(address)
    assert gate.visitor() == gate.Visitor("", is_owner=True)


@pytest.mark.parametrize(
    "sent",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"x-forwarded-host": "localhost"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"CF-Connecting-IP": "203.0.113.9"},
        {"Host": "studio.example"},
        {"Host": "localhost.studio.example"},
        {"Host": "localhost@studio.example"},
        {"Origin": "https://studio.example"},
        {"Origin": "http://localhost.studio.example"},
        {"Origin": "null"},
    ],
)
def test_a_proxy_on_this_machine_makes_nobody_local(browser: Browser, sent: dict[str, str]) -> None:
    listen_on("localhost")
    browser.headers.update(sent)
    assert gate.visitor() is None


@pytest.mark.parametrize(
    "way",
    [
        {"MV_PASSCODE": PASSCODE},
        {"MV_OWNER_PASSCODE": OWNERS},
        {"auth": {"redirect_uri": "x"}, "MV_GUESTS": ["anna@example.org"]},
    ],
)
def test_where_a_way_in_is_set_nobody_is_let_in_for_being_near(
    browser: Browser, settings: dict[str, Any], way: dict[str, Any]
) -> None:
    listen_on("localhost")
    settings.update(way)
    assert gate.visitor() is None


@pytest.mark.parametrize("word", ["yes", "true", "1", "all", "Everybody", "everybody "])
def test_only_the_very_word_opens_to_everybody(browser: Browser, settings: dict[str, Any], word: str) -> None:
    settings["MV_OPEN_TO"] = word
    visitor = gate.visitor()
    assert (visitor is not None) == (word.strip() == "everybody")


def test_everybody_is_somebody_and_stays_so(
    browser: Browser, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings["MV_OPEN_TO"] = "everybody"
    first = gate.visitor()
    browser.opens_anew()
    assert first is not None
    assert gate.visitor() == first
    assert not first.is_owner
    assert gate.is_welcome(first.name)
    Browser(monkeypatch)
    assert gate.visitor() != first
    del settings["MV_OPEN_TO"]
    assert not gate.is_welcome(first.name)


@pytest.mark.parametrize(("typed", "is_owner"), [(PASSCODE, False), (f"  {PASSCODE}\n", False), (OWNERS, True)])
def test_a_passcode_lets_this_browser_in_and_it_stays_in(
    browser: Browser, settings: dict[str, Any], typed: str, is_owner: bool
) -> None:
    settings |= {"MV_PASSCODE": PASSCODE, "MV_OWNER_PASSCODE": OWNERS}
    assert gate.try_passcode(typed)
    visitor = gate.visitor()
    browser.opens_anew()
    assert visitor is not None
    assert visitor.is_owner == is_owner
    assert gate.visitor() == visitor
    assert gate.is_welcome(visitor.name)


@pytest.mark.parametrize("short", ["secret", "fifteen signs!!"])
def test_a_passcode_that_is_quickly_guessed_lets_nobody_in(
    browser: Browser, settings: dict[str, Any], short: str
) -> None:
    settings["MV_PASSCODE"] = short
    assert not gate.try_passcode(short)
    assert not gate.ways().passcode
    assert [problem.name for problem in configuration.problems() if problem.kind == "passcode"] == ["MV_PASSCODE"]


@pytest.mark.parametrize("typed", ["", " ", "wrong", PASSCODE[:-1], PASSCODE.upper(), "\x00", "é" * 20])
def test_a_wrong_passcode_lets_nobody_in(browser: Browser, settings: dict[str, Any], typed: str) -> None:
    settings["MV_PASSCODE"] = PASSCODE
    assert not gate.try_passcode(typed)
    assert gate.visitor() is None


def test_after_twenty_wrong_ones_by_whomever_none_is_tried_for_some_minutes(
    browser: Browser, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings["MV_PASSCODE"] = PASSCODE
    now = 1000.0
    monkeypatch.setattr(gate, "_tries", gate._Tries(lambda: now))
    for number in range(20):
        Browser(monkeypatch)  # a session costs nothing
        assert not gate.is_resting()
        gate.try_passcode(f"guess {number}")
    assert gate.is_resting()
    assert not gate.try_passcode(PASSCODE)
    now += 301
    assert gate.try_passcode(PASSCODE)


def forged(settings: dict[str, Any], browser: Browser) -> dict[str, str]:
    gate.try_passcode(PASSCODE)
    good = browser.state[session.WAY_IN]
    kind, identity, day, seal = good.split(".")
    return {
        "no seal": f"{kind}.{identity}.{day}.",
        "another's seal": f"{kind}.{identity[::-1]}.{day}.{seal}",
        "as the owner": f"owner.{identity}.{day}.{seal}",
        "another day": f"{kind}.{identity}.{int(day) + 1}.{seal}",
        "no day": f"{kind}.{identity}..{seal}",
        "odd day": f"{kind}.{identity}.²³.{seal}",
        "half": good[:-1],
        "more": good + "0",
        "nobody": f"{kind}..{day}.{seal}",
        "open": f"open.{identity}",
        "nothing": "....",
        "not ascii": f"{kind}.{identity}.{day}.é",
    }


@pytest.mark.parametrize(
    "what",
    [
        "no seal",
        "another's seal",
        "as the owner",
        "another day",
        "no day",
        "odd day",
        "half",
        "more",
        "nobody",
        "open",
        "nothing",
        "not ascii",
    ],
)
def test_a_forged_cookie_is_worth_nothing(browser: Browser, settings: dict[str, Any], what: str) -> None:
    settings |= {"MV_PASSCODE": PASSCODE, "MV_OWNER_PASSCODE": OWNERS}
    cookie = forged(settings, browser)[what]
    browser.opens_anew()
    browser.cookies[session.WAY_IN_COOKIE] = cookie
    assert gate.visitor() is None


def test_a_cookie_ends_with_its_month_and_with_its_passcode(
    browser: Browser, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings["MV_PASSCODE"] = PASSCODE
    gate.try_passcode(PASSCODE)
    visitor = gate.visitor()
    assert visitor is not None
    settings["MV_PASSCODE"] = PASSCODE + "!"
    assert gate.visitor() is None
    assert not gate.is_welcome(visitor.name)
    settings["MV_PASSCODE"] = PASSCODE
    assert gate.visitor() == visitor
    monkeypatch.setattr(gate.time, "time", lambda real=time.time: real() + 31 * 86_400)
    assert gate.visitor() is None


SIGNED_IN = {"is_logged_in": True, "email": "Anna@Example.org", "email_verified": True}


@pytest.mark.parametrize(
    ("user", "is_in"),
    [
        (SIGNED_IN, True),
        ({**SIGNED_IN, "email": " anna@example.org "}, True),
        ({**SIGNED_IN, "email": "mallory@example.org"}, False),
        ({**SIGNED_IN, "email": ""}, False),
        ({**SIGNED_IN, "email": None}, False),
        ({**SIGNED_IN, "email_verified": False}, False),
        ({**SIGNED_IN, "email_verified": "true"}, False),
        ({**SIGNED_IN, "is_logged_in": "yes"}, False),
        ({"email": "anna@example.org", "email_verified": True}, False),
        ({}, False),
    ],
)
def test_signed_in_is_no_permission(
    browser: Browser, settings: dict[str, Any], user: dict[str, Any], is_in: bool
) -> None:
    settings |= {"auth": {}, "MV_GUESTS": ["anna@example.org"]}
    browser.user.update(user)
    visitor = gate.visitor()
    assert visitor == (gate.Visitor("login:anna@example.org") if is_in else None)


def test_the_list_of_guests_is_read_anew_each_time(browser: Browser, settings: dict[str, Any]) -> None:
    settings |= {"auth": {}, "MV_GUESTS": "ben@example.org, anna@example.org", "MV_OWNERS": "ben@example.org"}
    browser.user.update(SIGNED_IN)
    assert gate.visitor() == gate.Visitor("login:anna@example.org")
    assert gate.is_welcome("login:anna@example.org")
    settings["MV_GUESTS"] = ""
    assert gate.visitor() is None
    assert not gate.is_welcome("login:anna@example.org")
    settings["MV_OWNERS"] = ["ANNA@example.org"]
    assert gate.visitor() == gate.Visitor("login:anna@example.org", is_owner=True)


def test_without_a_section_for_signing_in_no_address_counts(browser: Browser, settings: dict[str, Any]) -> None:
    """AppTest's user, and any page without `[auth]`, has an address too."""
    settings["MV_GUESTS"] = ["anna@example.org"]
    browser.user.update(SIGNED_IN)
    assert gate.visitor() is None


def test_whatever_breaks_is_a_no(browser: Browser, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    settings |= {"auth": {}, "MV_GUESTS": ["anna@example.org"], "MV_PASSCODE": PASSCODE}

    class Broken:
        def get(self, _name: str) -> object:
            raise AttributeError("st.user has no such attribute")

    monkeypatch.setattr(st, "user", Broken())
    gate.try_passcode(PASSCODE)
    assert gate.visitor() is None


def test_the_link_of_the_terminal_lets_this_browser_in(
    browser: Browser, capsys: pytest.CaptureFixture[str], settings: dict[str, Any]
) -> None:
    gate._print_link.cache_clear()
    gate.tell_the_owner()
    gate.tell_the_owner()
    printed = capsys.readouterr().err
    assert printed.count("?way_in=") == 1
    browser.query["way_in"] = printed.split("?way_in=")[1].strip()
    gate.take_link()
    assert browser.query == {}, "the address keeps no secret"
    visitor = gate.visitor()
    assert visitor is not None
    assert visitor.is_owner
    browser.opens_anew()
    assert gate.visitor() == visitor
    settings["MV_PASSCODE"] = PASSCODE
    assert gate.visitor() is None, "another way in ends it"


@pytest.mark.parametrize("told", ["x", "", "é", "all but its last sign"])
def test_a_wrong_link_lets_nobody_in(browser: Browser, told: str) -> None:
    browser.query["way_in"] = gate._link()[:-1] if told.startswith("all but") else told
    gate.take_link()
    assert gate.visitor() is None


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("localhost", {}),
        (None, {"MV_PASSCODE": PASSCODE}),
        (None, {"MV_OPEN_TO": "everybody"}),
        (None, {"GIGGLE_API_KEY": ""}),
    ],
)
def test_no_link_is_printed_where_there_is_another_way_or_no_key(
    browser: Browser,
    settings: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    address: str | None,
    more: dict[str, Any],
) -> None:
    gate._print_link.cache_clear()
    listen_on(address)
    settings.update(more)
    gate.tell_the_owner()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "name", ["", "login:", "login:mallory@example.org", "pass-00000000:x", "owner-:x", "open:x", ":x"]
)
def test_nobody_is_welcome_by_a_name_alone(browser: Browser, settings: dict[str, Any], name: str) -> None:
    settings |= {"auth": {}, "MV_GUESTS": ["anna@example.org"], "MV_PASSCODE": PASSCODE}
    assert not gate.is_welcome(name)


def test_a_cap_that_is_no_number_lends_nothing(browser: Browser, settings: dict[str, Any]) -> None:
    wrong = {"MV_DAY_CREDITS": "lots", "MV_TOTAL_CREDITS": 12.5, "MV_VISITOR_DAY_CREDITS": [1]}
    settings |= {**wrong, "MV_DAY_VIDEOS": 7, "MV_VISITOR_DAY_VIDEOS": ""}
    assert configuration.caps() == {"day_credits": 0, "total_credits": 0, "visitor_day_credits": 0, "day_videos": 7}
    assert {problem.name for problem in configuration.problems() if problem.kind == "cap"} == set(wrong)

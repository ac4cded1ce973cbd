"""Checking a key: one look without repeats or waiting, and "good" only of Giggle's own word on the project."""

import time

import pytest
from hostile_faults import DRIPPING, KEY_REFUSED, LIMITED, NOT_EVEN_READ, UNSURE, answers, data, envelope, redirect

from mvclient import ConfigurationError, KeyRefused, MVError, RateLimited, Unreachable, key_check

NO_WORD_ABOUT_THE_KEY = [
    *NOT_EVEN_READ,
    *UNSURE,
    answers(400, "<html>no</html>"),
    answers(404, ""),
    answers(403, "<html>This page is blocked.</html>"),
    redirect(302, "http://portal.invalid/login"),
    redirect(307, "http://portal.invalid/login"),
    answers(407, "proxy"),
    answers(408, "late"),
    envelope(403, "no", status=403),
    envelope(200, "success", status=302),
    envelope(200, "success", status=418),
    envelope(403, "no"),
    envelope("E401"),
    envelope("E429"),
    envelope(407),
    envelope(408),
    envelope(500),
    envelope("599"),
    envelope(-1, "System error"),
    envelope(-1, "系统繁忙，请稍后再试"),
    envelope(-1, "access denied"),
    envelope(True, name="code-true"),
    envelope(None, name="code-null"),
]
ABOUT_THE_PROJECT = [
    data(None),
    data({"status": "processing"}),
    envelope(-1, "project not found"),
    envelope("-1", "项目不存在"),
    envelope("E404", "no such project", status=404),
    envelope(400, "bad project", status=400),
    envelope(402, "no credits", status=402),
    envelope("50001", "record not found"),
]
OF_THE_KEY = [*KEY_REFUSED, envelope(-1, "Invalid API key"), envelope(403, "Unauthorized", status=403)]


def test_a_good_key_is_good_though_the_project_does_not_exist(giggle, api, clock):
    api.check_key()
    (look,) = giggle.received
    assert (look.operation, len(look.fields["project_id"])) == ("query", 36)
    assert clock.slept == []


@pytest.mark.parametrize("fault", ABOUT_THE_PROJECT, ids=str)
def test_an_answer_about_the_project_says_that_the_key_is_good(giggle, api, fault):
    giggle.script("query", fault)
    api.check_key()


@pytest.mark.parametrize("fault", OF_THE_KEY, ids=str)
def test_a_refused_key_is_refused(giggle, api, fault):
    giggle.script("query", fault)
    with pytest.raises(KeyRefused):
        api.check_key()


def test_a_mistyped_key_is_refused(giggle, make_api):
    with pytest.raises(KeyRefused):
        make_api(api_key="mistyped").check_key()


@pytest.mark.parametrize("fault", NO_WORD_ABOUT_THE_KEY, ids=str)
def test_an_odd_answer_says_nothing_of_the_key_and_is_not_asked_for_again(giggle, api, clock, fault):
    """A gateway, a firewall, a hotel's login page."""
    giggle.always("query", fault)
    with pytest.raises(MVError) as caught:
        api.check_key()
    assert not isinstance(caught.value, KeyRefused)
    assert len(giggle.calls("query")) == (0 if fault.is_before_reading else 1)
    assert clock.slept == []


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_is_said_at_once_and_nothing_is_sent_during_the_pause(giggle, api, clock, fault):
    giggle.script("query", fault)
    with pytest.raises(RateLimited) as first:
        api.check_key()
    clock.sleep(50)
    with pytest.raises(RateLimited) as second:
        api.check_key()
    assert (first.value.retry_after_s, second.value.retry_after_s) == (120, 70)
    assert len(giggle.calls("query")) == 1
    clock.sleep(70)
    api.check_key()
    assert clock.slept == [50, 70], "only the test itself has slept"


@pytest.mark.parametrize("fault", DRIPPING, ids=str)
def test_an_answer_that_drips_ends_with_the_deadline(monkeypatch, giggle, api, fault):
    deadline = key_check.Deadline(0.2, 0.2, 0.3)
    monkeypatch.setattr(key_check, "CHECK", key_check.replace(key_check.CHECK, deadline=deadline))
    giggle.script("query", fault)
    began = time.monotonic()
    with pytest.raises(MVError):
        api.check_key()
    assert time.monotonic() - began < 5


def test_a_pause_that_begins_meanwhile_is_not_waited_out(monkeypatch, api, clock):
    pauses_s = iter([0.0, 300.0])
    monkeypatch.setattr(type(api._calls.account), "pause_left_s", lambda *_: next(pauses_s))
    api.check_key()
    assert clock.slept == []


def test_a_person_waits_no_longer_than_eight_seconds_and_for_no_line_that_was_closed():
    """A connection that was kept open and closed by the other side meanwhile ends in "could not be asked"."""
    assert key_check.CHECK.deadline.total_s <= 8
    assert key_check.CHECK.fresh_connection


def test_nobody_there_is_said_at_once(giggle, api, clock):
    giggle.shut_the_door()
    with pytest.raises(Unreachable):
        api.check_key()
    assert clock.slept == []


def test_an_address_that_speaks_no_tls_is_not_held_against_the_key(giggle, make_api):
    with pytest.raises(MVError) as caught:
        make_api(base_url=giggle.base_url.replace("http:", "https:")).check_key()
    assert not isinstance(caught.value, (KeyRefused, ConfigurationError))

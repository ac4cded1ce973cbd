"""The submit row of the table: after a lost answer look first, then once more for the same project."""

import pytest
from hostile_faults import KEY_REFUSED, LIMITED, NOT_EVEN_READ, REFUSED, UNSURE, both_phases, processed

from mvclient import KeyRefused, NoAnswer, RateLimited, RequestRefused, Unreachable, UnreadableReply

NOT_TAKEN = [*NOT_EVEN_READ, *UNSURE]


def the_project(giggle):
    (project,) = giggle.truth.projects.values()
    return project


@pytest.mark.parametrize("fault", [*map(processed, UNSURE)], ids=str)
def test_a_lost_submit_that_took_is_seen_and_not_sent_again(giggle, clock, api, request_, fault):
    giggle.script("submit", fault)
    assert api.start(request_) == the_project(giggle).project_id
    assert giggle.counts() == {"create": 1, "submit": 1, "query": 1}
    assert clock.slept == []


@pytest.mark.parametrize("knows_unsubmitted", [True, False])
@pytest.mark.parametrize("fault", NOT_TAKEN, ids=str)
def test_a_lost_submit_that_did_not_take_is_sent_once_more_after_three_looks(
    giggle, clock, api, request_, fault, knows_unsubmitted
):
    giggle.truth.knows_unsubmitted = knows_unsubmitted
    giggle.script("submit", fault)
    assert api.start(request_) == the_project(giggle).project_id
    assert len(the_project(giggle).submit_bodies) == 1
    assert len(giggle.calls("query")) == 3
    assert clock.slept == [15, 15]


@pytest.mark.parametrize("fault", NOT_TAKEN, ids=str)
def test_a_submit_that_is_always_lost_is_sent_twice_and_keeps_the_project_id(giggle, clock, api, request_, fault):
    giggle.always("submit", fault)
    with pytest.raises((NoAnswer, UnreadableReply)) as caught:
        api.start(request_)
    assert len(giggle.calls("submit")) == (0 if fault.is_before_reading else 2)
    assert len(giggle.calls("query")) == 6
    assert clock.slept == [15] * 4
    assert caught.value.project_id == the_project(giggle).project_id
    assert (caught.value.operation, caught.value.money_moved) == ("submit", "no")


def test_a_sign_that_shows_only_at_the_third_look_is_enough(giggle, clock, api, request_):
    giggle.script("submit", processed(UNSURE[0]))
    giggle.truth.template = {"stale_looks": 2}
    api.start(request_)
    assert giggle.counts() == {"create": 1, "submit": 1, "query": 3}
    assert clock.slept == [15, 15]


@pytest.mark.parametrize("fault", [REFUSED[0], REFUSED[4]], ids=str)
def test_a_repeated_submit_refused_because_the_lost_one_took_is_a_success(giggle, api, request_, fault):
    giggle.script("submit", processed(UNSURE[0]), fault)
    giggle.truth.template = {"stale_looks": 3}
    assert api.start(request_) == the_project(giggle).project_id
    assert len(the_project(giggle).submit_bodies) == 1


def test_when_nobody_can_look_the_lost_submit_is_reported_with_its_project(giggle, clock, api, request_):
    giggle.script("submit", UNSURE[0])
    giggle.always("query", UNSURE[0])
    with pytest.raises(NoAnswer) as caught:
        api.start(request_)
    assert caught.value.project_id == the_project(giggle).project_id
    assert caught.value.operation == "submit"
    assert len(giggle.calls("submit")) == 1


def test_a_key_refused_while_looking_for_a_lost_submit_says_that_no_money_moved(giggle, api, request_):
    """A project this process has just created cannot have cost anything."""
    giggle.script("submit", UNSURE[0])
    giggle.always("query", KEY_REFUSED[0])
    with pytest.raises(KeyRefused) as caught:
        api.start(request_)
    assert caught.value.project_id == the_project(giggle).project_id
    assert caught.value.money_moved == "no"


@pytest.mark.parametrize("refusals", [1, 5])
def test_a_refused_connection_is_tried_again_without_looking(giggle, clock, api, request_, refusals):
    giggle.on_processed["create"] = lambda: giggle.shut_for_sleeps(clock, refusals)
    api.start(request_)
    assert giggle.counts() == {"create": 1, "submit": 1}
    assert clock.slept == [5] * refusals


def test_nobody_there_for_the_submit_keeps_the_project_id(giggle, clock, api, request_):
    giggle.on_processed["create"] = giggle.shut_the_door
    with pytest.raises(Unreachable) as caught:
        api.start(request_)
    assert caught.value.project_id == the_project(giggle).project_id
    assert clock.slept == [5] * 5


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_pauses_looks_and_submits(giggle, clock, api, request_, fault):
    giggle.script("submit", fault, fault, fault)
    api.start(request_)
    assert giggle.counts() == {"create": 1, "submit": 4, "query": 3}
    assert clock.slept == [120] * 3


def test_a_429_after_a_submit_that_took_is_seen(giggle, clock, api, request_):
    giggle.script("submit", processed(LIMITED[0]))
    api.start(request_)
    assert giggle.counts() == {"create": 1, "submit": 1, "query": 1}


def test_a_429_for_ever_ends_with_the_hour(giggle, clock, api, request_):
    giggle.always("submit", LIMITED[0])
    with pytest.raises(RateLimited) as caught:
        api.start(request_)
    assert 3600 <= clock.total_slept_s <= 3600 + 120
    assert caught.value.project_id == the_project(giggle).project_id


@pytest.mark.parametrize("fault", KEY_REFUSED, ids=str)
def test_a_refused_key_is_reported_at_once(giggle, clock, api, request_, fault):
    giggle.script("submit", fault)
    with pytest.raises(KeyRefused) as caught:
        api.start(request_)
    assert (clock.slept, giggle.counts()) == ([], {"create": 1, "submit": 1})
    assert caught.value.project_id == the_project(giggle).project_id


@pytest.mark.parametrize("fault", both_phases(REFUSED), ids=str)
def test_a_refusal_is_reported_at_once_with_the_project_id(giggle, clock, api, request_, fault):
    giggle.script("submit", fault)
    with pytest.raises(RequestRefused) as caught:
        api.start(request_)
    assert (clock.slept, giggle.counts()) == ([], {"create": 1, "submit": 1})
    assert caught.value.project_id == the_project(giggle).project_id
    assert caught.value.money_moved == "no"

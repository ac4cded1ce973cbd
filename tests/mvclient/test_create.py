"""The create row of the table: an orphan is unpaid and harmless, so a lost create is repeated."""

import pytest
from hostile_faults import KEY_REFUSED, LIMITED, NOT_EVEN_READ, REFUSED, UNSURE, both_phases, data

from mvclient import KeyRefused, NoAnswer, RateLimited, RequestRefused, Unreachable, UnreadableReply

LOST = [*NOT_EVEN_READ, *both_phases(UNSURE)]


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_a_lost_create_is_repeated_after_five_seconds(giggle, clock, api, request_, fault):
    giggle.script("create", fault)
    project_id = api.start(request_)
    assert clock.slept == [5]
    assert len(giggle.truth.projects) == (2 if fault.is_processed else 1)
    assert [project for project in giggle.truth.projects.values() if project.is_submitted] == [
        giggle.truth.projects[project_id]
    ]


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_a_create_that_is_always_lost_ends_after_five_repeats_with_nothing_submitted(
    giggle, clock, api, request_, fault
):
    giggle.always("create", fault)
    with pytest.raises((NoAnswer, UnreadableReply)) as caught:
        api.start(request_)
    assert clock.slept == [5] * 5
    assert giggle.counts() == ({} if fault.is_before_reading else {"create": 6})
    assert (caught.value.operation, caught.value.project_id, caught.value.money_moved) == ("create", "", "no")


@pytest.mark.parametrize("refusals", [1, 5])
def test_a_refused_connection_is_tried_again_five_times(giggle, clock, api, request_, refusals):
    giggle.shut_for_sleeps(clock, refusals)
    assert api.start(request_) in giggle.truth.projects
    assert clock.slept == [5] * refusals
    assert giggle.counts() == {"create": 1, "submit": 1}


def test_nobody_there_is_unreachable_with_nothing_sent(giggle, clock, api, request_):
    giggle.shut_the_door()
    with pytest.raises(Unreachable) as caught:
        api.start(request_)
    assert clock.slept == [5] * 5
    assert giggle.received == []
    assert caught.value.money_moved == "no"


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_pauses_and_tries_once_more(giggle, clock, api, request_, fault):
    giggle.script("create", fault)
    api.start(request_)
    assert clock.slept == [120]
    assert giggle.counts() == {"create": 2, "submit": 1}


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_second_429_is_reported(giggle, clock, api, request_, fault):
    giggle.always("create", fault)
    with pytest.raises(RateLimited) as caught:
        api.start(request_)
    assert clock.slept == [120]
    assert giggle.counts() == {"create": 2}
    assert caught.value.retry_after_s == 120


@pytest.mark.parametrize("fault", KEY_REFUSED, ids=str)
def test_a_refused_key_is_reported_at_once(giggle, clock, api, request_, fault):
    giggle.script("create", fault)
    with pytest.raises(KeyRefused):
        api.start(request_)
    assert (clock.slept, giggle.counts()) == ([], {"create": 1})


@pytest.mark.parametrize("fault", REFUSED, ids=str)
def test_a_refusal_is_reported_at_once(giggle, clock, api, request_, fault):
    giggle.script("create", fault)
    with pytest.raises(RequestRefused):
        api.start(request_)
    assert (clock.slept, giggle.counts()) == ([], {"create": 1})


@pytest.mark.parametrize("value", [None, {}, [], "p-1", {"project_id": None}, {"project_id": ""}, {"project_id": True}])
def test_success_without_a_project_id_is_reported(giggle, clock, api, request_, value):
    giggle.script("create", data(value))
    with pytest.raises(UnreadableReply):
        api.start(request_)
    assert (clock.slept, giggle.counts()) == ([], {"create": 1})


def test_the_project_id_is_told_before_the_submit(giggle, api, request_):
    told = []
    project_id = api.start(request_, on_created=lambda project_id: told.append((project_id, giggle.counts())))
    assert told == [(project_id, {"create": 1})]

"""The query row of the table: a look costs nothing and is repeated 5 × 5 s."""

import pytest
from hostile_faults import KEY_REFUSED, LIMITED, NOT_EVEN_READ, REFUSED, UNSURE, both_phases, data

from mvclient import InvalidRequest, KeyRefused, NoAnswer, RateLimited, RequestRefused, Unreachable, UnreadableReply

LOST = [*NOT_EVEN_READ, *both_phases(UNSURE), *map(data, (None, [], "steps", 7, True))]


@pytest.fixture
def project(giggle):
    return giggle.truth.new_project()


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_a_lost_look_is_repeated(clock, giggle, api, project, fault):
    giggle.script("query", fault, fault)
    assert api.query(project.project_id).status == "processing"
    assert clock.slept == [5, 5]


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_looks_that_are_always_lost_end_after_five_repeats(clock, giggle, api, project, fault):
    giggle.always("query", fault)
    with pytest.raises((NoAnswer, UnreadableReply)) as caught:
        api.query(project.project_id)
    assert clock.slept == [5] * 5
    assert len(giggle.calls("query")) == (0 if fault.is_before_reading else 6)
    assert caught.value.project_id == project.project_id
    assert caught.value.money_moved == "unknown"


def test_a_refused_connection_is_tried_again(clock, giggle, api, project):
    giggle.shut_for_sleeps(clock, 4)
    assert api.query(project.project_id).status == "processing"
    assert clock.slept == [5] * 4


def test_nobody_there_is_unreachable(clock, giggle, api, project):
    giggle.shut_the_door()
    with pytest.raises(Unreachable) as caught:
        api.query(project.project_id)
    assert (clock.slept, caught.value.project_id) == ([5] * 5, project.project_id)


@pytest.mark.parametrize("retries", [0, 2])
def test_the_number_of_repeats_and_their_delay_are_the_callers(clock, giggle, make_api, project, retries):
    giggle.always("query", UNSURE[0])
    with pytest.raises(NoAnswer):
        make_api(network_retries=retries, retry_delay_s=1.5).query(project.project_id)
    assert clock.slept == [1.5] * retries


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_pauses_and_looks_again(clock, giggle, api, project, fault):
    giggle.script("query", fault)
    assert api.query(project.project_id).status == "processing"
    assert clock.slept == [120]


def test_a_second_429_is_reported(clock, giggle, api, project):
    giggle.always("query", LIMITED[0])
    with pytest.raises(RateLimited) as caught:
        api.query(project.project_id)
    assert (clock.slept, len(giggle.calls("query"))) == ([120], 2)
    assert caught.value.project_id == project.project_id


@pytest.mark.parametrize(
    ("fault", "error"),
    [*((fault, KeyRefused) for fault in KEY_REFUSED), *((fault, RequestRefused) for fault in REFUSED)],
    ids=str,
)
def test_a_clear_no_is_reported_at_once(clock, giggle, api, project, fault, error):
    giggle.script("query", fault)
    with pytest.raises(error) as caught:
        api.query(project.project_id)
    assert (clock.slept, len(giggle.calls("query"))) == ([], 1)
    assert caught.value.project_id == project.project_id


@pytest.mark.parametrize("project_id", ["", "  ", None, 7])
def test_a_blank_project_id_sends_nothing(giggle, api, project_id):
    for call in (api.query, api.watch, api.pay, lambda it: api.retry(it, "shot")):
        with pytest.raises(InvalidRequest):
            call(project_id)
    assert giggle.received == []


def test_one_look_knows_how_far_the_job_is(giggle, api):
    """A look without a watch has a fraction too: none at the start, one at the end."""
    assert api.query(giggle.truth.new_project().project_id).fraction < 0.1
    middle = api.query(giggle.truth.new_project(done=8, charges=1).project_id).fraction
    assert 0.5 < middle < 1
    assert api.query(giggle.truth.new_project(done=10, charges=1).project_id).fraction == 1


def test_the_looks_of_one_client_share_a_connection(giggle, api, project):
    ports = set()
    giggle.on_received = lambda _request: ports.update(line.connection.getpeername()[1] for line in giggle._lines)
    for _ in range(3):
        api.query(project.project_id)
    assert len(ports) == 1

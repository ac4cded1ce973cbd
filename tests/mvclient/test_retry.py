"""The retry row of the table: after a lost answer look whether the step still stands failed."""

import pytest
from hostile_faults import KEY_REFUSED, LIMITED, NOT_EVEN_READ, REFUSED, UNSURE, processed

from mvclient import InvalidRequest, KeyRefused, NoAnswer, RateLimited, RequestRefused, Unreachable, UnreadableReply


@pytest.fixture
def project(giggle):
    return giggle.truth.new_project(done=7, charges=1, fails_at="VideoGeneration")


def test_a_retry_names_the_step_and_is_sent_once(giggle, api, project):
    assert api.retry(project.project_id, "shot") is None
    assert giggle.counts() == {"retry": 1}
    assert project.retries == ["shot"]


@pytest.mark.parametrize("step", ["", "  ", None])
def test_a_retry_without_a_step_sends_nothing(giggle, api, project, step):
    with pytest.raises(InvalidRequest):
        api.retry(project.project_id, step)
    assert giggle.received == []


@pytest.mark.parametrize("fault", [*map(processed, UNSURE + REFUSED)], ids=str)
def test_a_lost_retry_that_took_is_seen_and_not_sent_again(giggle, clock, api, project, fault):
    giggle.script("retry", fault)
    api.retry(project.project_id, "shot")
    assert giggle.counts() == {"retry": 1, "query": 1}
    assert clock.slept == []


@pytest.mark.parametrize("fault", [*NOT_EVEN_READ, *UNSURE], ids=str)
def test_a_lost_retry_that_did_not_take_is_reported_after_three_looks(giggle, clock, api, project, fault):
    giggle.script("retry", fault)
    with pytest.raises((NoAnswer, UnreadableReply)) as caught:
        api.retry(project.project_id, "shot")
    assert len(giggle.calls("retry")) == (0 if fault.is_before_reading else 1)
    assert (len(giggle.calls("query")), clock.slept) == (3, [15, 15])
    assert (caught.value.project_id, caught.value.operation) == (project.project_id, "retry")


def test_a_refused_connection_is_tried_again(giggle, clock, api, project):
    giggle.shut_for_sleeps(clock, 3)
    api.retry(project.project_id, "shot")
    assert (giggle.counts(), clock.slept) == ({"retry": 1}, [5] * 3)


def test_nobody_there_is_unreachable(giggle, clock, api, project):
    giggle.shut_the_door()
    with pytest.raises(Unreachable):
        api.retry(project.project_id, "shot")
    assert clock.slept == [5] * 5


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_pauses_and_tries_once_more(giggle, clock, api, project, fault):
    giggle.script("retry", fault)
    api.retry(project.project_id, "shot")
    assert (giggle.counts(), clock.slept) == ({"retry": 2}, [120])


def test_a_second_429_is_reported(giggle, clock, api, project):
    giggle.always("retry", LIMITED[0])
    with pytest.raises(RateLimited):
        api.retry(project.project_id, "shot")
    assert (giggle.counts(), clock.slept) == ({"retry": 2}, [120])


@pytest.mark.parametrize(
    ("fault", "error"),
    [*((fault, KeyRefused) for fault in KEY_REFUSED), *((fault, RequestRefused) for fault in REFUSED)],
    ids=str,
)
def test_a_clear_no_is_reported_after_one_look_at_most(giggle, clock, api, project, fault, error):
    """A look, because somebody else may have retried it, or a gateway spoke; a refused key cannot look."""
    giggle.script("retry", fault)
    with pytest.raises(error) as caught:
        api.retry(project.project_id, "shot")
    assert (giggle.counts(), clock.slept) == ({"retry": 1} | ({"query": 1} if error is RequestRefused else {}), [])
    assert caught.value.project_id == project.project_id


def test_the_same_old_failure_is_not_believed_for_30_seconds_after_a_retry(giggle, clock, api, project):
    failed = api.query(project.project_id)
    assert failed.failed_step == "shot"
    api.retry(project.project_id, "shot")
    project.stale_looks = 9  # 27 seconds of looks that still show the failure
    assert list(api.watch(project.project_id))[-1].is_finished


def test_an_old_failure_is_believed_after_30_seconds(giggle, clock, api, project):
    api.query(project.project_id)
    api.retry(project.project_id, "shot")
    project.stale_looks = 1000
    with pytest.raises(Exception, match="VideoGeneration"):
        list(api.watch(project.project_id))
    assert 30 <= clock.total_slept_s <= 36


def test_a_new_failure_is_believed_at_once_after_a_retry(giggle, clock, api, project):
    api.query(project.project_id)
    api.retry(project.project_id, "shot")
    project.fails_at, project.error = "VideoGeneration", "another reason"
    with pytest.raises(Exception, match="another reason"):
        list(api.watch(project.project_id))
    assert clock.total_slept_s < 10


def test_a_watch_that_runs_for_long_does_not_believe_a_failure_retried_a_moment_ago(giggle, clock, api, project):
    """What counts is the time since the retry, not since the watch began."""
    project.done, project.fails_at = 4, ""
    looks = api.watch(project.project_id)
    next(looks)
    clock.now += 300
    project.done, project.fails_at = 7, "VideoGeneration"
    api.query(project.project_id)
    api.retry(project.project_id, "shot")
    project.stale_looks = 3
    assert list(looks)[-1].is_finished

"""What a watch makes of the replies: failures, strange parts, the fraction and the time left."""

import dataclasses
import itertools

import pytest
from hostile_faults import data
from looks import last_of

from mvclient import (
    JobFailed,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


FAILED = {"step": "VideoGeneration", "status": "failed"}


BROKEN = {"step": "VideoGeneration", "status": "running", "error": "out of memory"}


@pytest.mark.parametrize(
    ("reply", "step", "reason"),
    [
        ({"status": "failed", "current_step": "shot"}, "shot", ""),
        ({"status": "FAILED", "err_msg": "boom"}, "music-generate", "boom"),
        ({"status": "processing", "err_msg": "boom", "current_step": "storyboard"}, "storyboard", "boom"),
        ({"status": "completed", "err_msg": "boom", "video_asset": None}, None, "boom"),
        ({"steps": [{"step": "shot", "sub_steps": [FAILED]}]}, "shot", ""),
        ({"steps": [{"step": "shot", "sub_steps": [BROKEN]}]}, "shot", "out of memory"),
        ({"status": "failed", "steps": None, "video_asset": None}, "music-generate", ""),
        ({"status": "failed", "current_step": "paint", "steps": [{"step": "paint"}]}, "paint", ""),
    ],
)
def test_each_way_to_fail_ends_the_watch_with_the_step_to_retry(giggle, api, reply, step, reason):
    project = giggle.truth.new_project()
    giggle.script("query", data({"project_id": project.project_id, **reply}))
    with pytest.raises(JobFailed) as caught:
        list(api.watch(project.project_id))
    error = caught.value
    if step is not None:
        assert (error.failed_step, error.progress.failed_step) == (step, step)
    assert (error.giggle_message, error.project_id) == (reason, project.project_id)
    assert error.progress.is_failed
    assert not error.progress.is_finished


def test_completed_with_a_link_is_finished_whatever_err_msg_says(giggle, api):
    project = giggle.truth.new_project()
    link = "https://assets.giggle.pro/a.mp4?Signature=s"
    giggle.script("query", data({"status": "completed", "err_msg": "warning", "video_asset": {"download_url": link}}))
    (snapshot,) = api.watch(project.project_id)
    assert snapshot.is_finished
    assert not snapshot.is_failed


def test_the_fraction_never_falls_and_the_time_left_never_grows(giggle, clock, api):
    project = giggle.truth.new_project()
    done = iter((0, 2, 1, 3, 3, 5, 0, 4, 8, 2, 9, 10))

    def jump():
        position = next(done, None)
        if position is not None:
            project.done, project.charges = position, 1

    giggle.on_received = lambda _request: jump()
    snapshots = list(api.watch(project.project_id))
    fractions = [snapshot.fraction for snapshot in snapshots]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert fractions[-1] == 1
    for earlier, later in itertools.pairwise(snapshots):
        assert later.seconds_left[0] <= earlier.seconds_left[0]
        assert later.seconds_left[1] <= earlier.seconds_left[1]
        assert 0 <= later.seconds_left[0] <= later.seconds_left[1]


def test_a_sub_step_that_takes_much_longer_than_usual_is_slow(giggle, clock, api):
    project = giggle.truth.new_project(done=7, charges=1)
    project.move = lambda: None
    looks = api.watch(project.project_id)
    assert not next(looks).is_slow
    clock.now += 900
    assert next(looks).is_slow


def test_a_running_step_moves_the_fraction_without_ever_finishing_it(giggle, clock, api):
    project = giggle.truth.new_project(done=7, charges=1)
    project.move = lambda: None
    fractions = [snapshot.fraction for snapshot, _ in zip(api.watch(project.project_id), range(400), strict=False)]
    assert fractions[-1] > fractions[0]
    assert fractions[-1] < 1


def test_strange_and_missing_parts_do_not_stop_the_wait(giggle, api, project):
    looks = api.watch(project.project_id)
    next(looks)
    for reply in (
        {},
        {"steps": None, "video_asset": None, "status": None},
        {"status": "meditating", "steps": [{"step": "dream", "sub_steps": [{"step": "Rem"}]}, None, 7]},
        {"status": "completed", "pay_status": "paid", "video_asset": {"download_url": None}},
        {"steps": [{"step": "shot", "sub_steps": None}], "completed_steps": ["music-generate"]},
    ):
        giggle.script("query", data(reply))
    assert last_of(looks).is_finished
    assert project.charges <= 1


def test_unknown_steps_stand_between_their_neighbours(giggle, api):
    raw = [
        {"step": "music-generate", "sub_steps": [{"step": "GenerateMusic"}, {"step": "Mix"}]},
        {"step": "dance", "sub_steps": [{"step": "Choreography", "status": "completed"}]},
        {"step": "editor"},
    ]
    giggle.script("query", data({"steps": raw}))
    snapshot = api.query("p")
    assert [step.name for step in snapshot.steps] == ["music-generate", "dance", "storyboard", "shot", "editor"]
    assert [sub.name for sub in snapshot.steps[0].sub_steps][:2] == ["GenerateMusic", "Mix"]
    assert len(snapshot.sub_steps) == 12


def test_an_older_snapshot_stays_as_it_was(giggle, api, project):
    first = next(api.watch(project.project_id))
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.status = "completed"

"""How projects move: at once, a sub-step a look, or by themselves."""

import itertools

import pytest

TEN = [
    "GenerateMusic",
    "GenerateMusicShot",
    "CalculatePrice",
    "ShotStructure",
    "CharacterCreate",
    "ImageGeneration",
    "OptimizePrompts",
    "VideoGeneration",
    "ResourceDownload",
    "IntelligentMerge",
]
FOUR = ["music-generate", "storyboard", "shot", "editor"]


def test_at_once_submit_does_all_until_the_payment_and_pay_the_rest(caller, reel):
    project_id = caller.started()
    data = caller.look(project_id)
    assert (data["status"], data["pay_status"], data["current_step"]) == ("processing", "pending", "pay")
    assert data["completed_steps"] == "music-generate"
    caller.call("pay", project_id=project_id)
    data = caller.look(project_id)
    assert (data["status"], data["pay_status"], data["current_step"]) == ("completed", "paid", "editor")
    assert data["completed_steps"] == ",".join(FOUR)
    assert (data["shot_count"], data["video_asset"]["duration"]) == (14, 26.5)
    assert reel.stages(project_id) == TEN


def test_a_finished_query_has_the_documented_shape(caller):
    data = caller.look(caller.finished())
    assert list(data) == [
        "project_id",
        "video_asset",
        "shot_count",
        "current_step",
        "completed_steps",
        "pay_status",
        "status",
        "err_msg",
        "steps",
    ]
    assert [step["step"] for step in data["steps"]] == FOUR
    assert [sub["step"] for step in data["steps"] for sub in step["sub_steps"]] == TEN
    assert set(data["steps"][0]) == {"step", "retry_count", "sub_steps"}
    assert set(data["steps"][0]["sub_steps"][0]) == {"step", "status", "error", "completed_at"}
    assert set(data["video_asset"]) == {"asset_id", "download_url", "thumbnail_url", "signed_url", "duration"}


def test_before_the_end_there_is_an_asset_without_links(caller):
    asset = caller.look(caller.started())["video_asset"]
    assert asset == dict.fromkeys(("asset_id", "download_url", "thumbnail_url", "signed_url"), "") | {"duration": 0}


def test_per_query_each_look_does_exactly_one_sub_step_and_stops_at_the_payment(open_studio, caller_for):
    caller = caller_for(open_studio(advance="per-query").base_url)
    project_id = caller.started()
    done = [caller.statuses(project_id).count("completed") for _ in range(5)]
    assert done == [1, 2, 3, 3, 3]
    assert caller.look(project_id)["pay_status"] == "pending"
    caller.call("pay", project_id=project_id)
    done = [caller.statuses(project_id).count("completed") for _ in range(8)]
    assert done == [4, 5, 6, 7, 8, 9, 10, 10]


def test_per_query_a_retry_waits_for_the_next_look(open_studio, caller_for, reel):
    caller = caller_for(open_studio(advance="per-query").base_url)
    reel.broken.add("GenerateMusic")
    project_id = caller.started()
    assert [caller.look(project_id)["status"] for _ in range(2)] == ["failed", "failed"]
    reel.broken.clear()
    caller.call("retry", project_id=project_id, current_step="music-generate")
    assert reel.stages(project_id).count("GenerateMusic") == 1
    assert caller.statuses(project_id)[:2] == ["completed", "queued"]


def test_timed_projects_move_by_themselves_and_each_sub_step_takes_its_time(open_studio, caller_for, clock):
    caller = caller_for(open_studio(advance="timed", step_s=1.5).base_url)
    began = clock.now
    project_id = caller.started()
    caller.look_until(project_id, lambda data: data["pay_status"] == "pending")
    assert clock.now - began == pytest.approx(4.5)
    caller.call("pay", project_id=project_id)
    caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert clock.now - began == pytest.approx(15)
    times = [sub["completed_at"] for sub in caller.sub_steps(project_id).values()]
    assert times == sorted(times)
    assert times[0][:8] == "2026-02-"
    assert len(times[0]) == len("2026-02-17 13:35:47")


def test_work_that_takes_longer_than_the_pace_is_not_made_longer(open_studio, caller_for, clock, reel):
    caller = caller_for(open_studio(advance="timed", step_s=1.5).base_url)
    gate = reel.hold("GenerateMusic")
    began = clock.now
    project_id = caller.started()
    assert reel.began.wait(10)
    clock.now += 40
    gate.set()
    caller.look_until(project_id, lambda data: data["pay_status"] == "pending")
    assert clock.now - began == pytest.approx(43)


def test_the_sub_step_at_work_shows(open_studio, caller_for, reel):
    caller = caller_for(open_studio(advance="timed").base_url)
    gate = reel.hold("GenerateMusicShot")
    project_id = caller.started()
    caller.look_until(project_id, lambda data: data["steps"][0]["sub_steps"][1]["status"] == "processing")
    assert caller.statuses(project_id) == ["completed", "processing", *["pending"] * 8]
    assert caller.look(project_id)["current_step"] == "music-generate"
    gate.set()


@pytest.mark.parametrize("advance", ["at-once", "per-query", "timed"])
@pytest.mark.parametrize("way", ["create", "submit", "key"])
def test_a_sketch_needs_no_payment_and_is_told_so_to_the_renderer(open_studio, caller_for, reel, advance, way):
    studio = open_studio(advance=advance)
    caller = caller_for(studio.base_url, "sketch" if way == "key" else "any")
    project_id = caller.create(**({"sketch": True} if way == "create" else {}))
    assert caller.submit(project_id, **({"sketch": True} if way == "submit" else {}))["code"] == 200
    data = caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert data["pay_status"] == ""
    assert reel.orders[0].is_sketch
    reply = caller.call("pay", project_id=project_id)
    assert (reply["code"], "free" in reply["msg"]) == (409, True)
    assert caller.truth(project_id)["charges"] == 0


def test_a_sketch_moves_four_times_as_fast_for_somebody_waits_for_it(open_studio, caller_for, clock):
    caller = caller_for(open_studio(advance="timed", step_s=2).base_url)
    began = clock.now
    project_id = caller.started(sketch=True)
    caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert clock.now - began == pytest.approx(5)


def test_sketch_false_is_an_ordinary_film(caller):
    assert caller.look(caller.started(sketch=False))["pay_status"] == "pending"


def test_looking_at_a_waiting_payment_changes_nothing(caller):
    project_id = caller.started()
    looks = [caller.look(project_id) for _ in range(3)]
    assert all(first == second for first, second in itertools.pairwise(looks))

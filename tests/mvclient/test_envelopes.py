"""The two documented workflow calls: the documented envelope for success and for failure, never without the id."""

import json

import pytest
from giggle_truth import SIGNATURE
from hostile_faults import KEY_REFUSED, LIMITED, UNSURE, answers, envelope, processed

FIELDS = {
    "music_generate_type": "prompt",
    "aspect": "16:9",
    "project_name": "A song",
    "prompt": "a quiet morning",
    "reference_image": "asset-7",
}


def the_project(giggle):
    (project,) = giggle.truth.projects.values()
    return project


def test_create_and_submit_returns_the_documented_envelope(giggle, api):
    answer = api.create_and_submit("A song", "prompt", "16:9", prompt="p", reference_image="a")
    assert (answer["code"], answer["msg"]) == (200, "success")
    assert answer["data"] == {"project_id": the_project(giggle).project_id}
    assert the_project(giggle).is_submitted


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (None, {}),
        ([1], {}),
        ("taken", {}),
        ({}, {}),
        ({"task_id": "t-1", "queue": 3}, {"task_id": "t-1", "queue": 3}),
        ({"project_id": "another", "task_id": None}, {"task_id": None}),
    ],
    ids=str,
)
def test_create_and_submit_passes_on_what_the_submit_said_under_giggles_uuid_and_our_project_id(
    giggle, api, said, kept
):
    giggle.always("submit", processed(answers(200, json.dumps({"code": "0", "uuid": "u-7", "data": said}))))
    answer = api.create_and_submit("A song", "prompt", "16:9", prompt="p", reference_image="a")
    assert (answer["code"], answer["uuid"]) == (200, "u-7")
    assert answer["data"] == {**kept, "project_id": the_project(giggle).project_id}


def test_a_submit_whose_answer_was_lost_still_has_the_documented_envelope(giggle, api):
    giggle.script("submit", processed(answers(500, json.dumps({"code": 500, "data": {"task_id": "not so"}}))))
    answer = api.create_and_submit("A song", "prompt", "16:9", prompt="p", reference_image="a")
    assert (answer["code"], answer["uuid"]) == (200, "")
    assert answer["data"] == {"project_id": the_project(giggle).project_id}


def test_execute_workflow_keeps_the_uuid_of_the_submit(giggle, api):
    giggle.always("submit", processed(answers(200, json.dumps({"code": 200, "uuid": "u-8", "data": None}))))
    assert api.execute_workflow(**FIELDS)["uuid"] == "u-8"


def test_execute_workflow_pays_waits_and_returns_the_documented_envelope(giggle, api):
    seen = []
    answer = api.execute_workflow(**FIELDS, on_progress=seen.append)
    project = the_project(giggle)
    assert (answer["code"], answer["msg"]) == (200, "success")
    assert set(answer["data"]) == {"project_id", "download_url", "video_asset", "status"}
    assert answer["data"]["project_id"] == project.project_id
    assert answer["data"]["status"] == "completed"
    assert answer["data"]["video_asset"] == project._video()
    assert answer["data"]["download_url"] == project._video()["download_url"]
    assert SIGNATURE in answer["data"]["download_url"]
    assert seen[-1].is_finished
    assert project.charges == 1


@pytest.mark.parametrize(
    ("operation", "fault", "code", "has_id"),
    [
        ("create", KEY_REFUSED[0], 401, False),
        ("create", envelope("E77", "no more projects"), "E77", False),
        ("create", LIMITED[0], 429, False),
        ("submit", envelope(-1, "bad picture"), -1, True),
        ("submit", envelope("E9", "bad picture"), "E9", True),
        ("submit", UNSURE[0], -1, True),
        ("query", KEY_REFUSED[1], 401, True),
        ("query", envelope(None), -1, True),
        ("query", envelope(True), -1, True),
        ("pay", envelope("E402", "not enough credits"), "E402", True),
        ("pay", UNSURE[0], -1, True),
        *(("query", envelope(code), -1, True) for code in ("00", "0200", "-0", "+0", "٠", " 0x", "200.0")),
    ],
    ids=str,
)
def test_a_failure_keeps_giggles_code_and_the_project_id_and_is_never_a_success(
    giggle, api, operation, fault, code, has_id
):
    giggle.always(operation, fault)
    answer = api.execute_workflow(**FIELDS)
    assert answer["code"] not in (0, 200, "0", "200")
    if isinstance(code, str) or code != -1:
        assert answer["code"] == code
    assert answer["msg"]
    assert answer["data"] == ({"project_id": the_project(giggle).project_id} if has_id else None)


def test_an_unreadable_success_is_no_success(giggle, api):
    giggle.always("create", UNSURE[8])
    answer = api.create_and_submit("A song", "prompt", "16:9", prompt="p", reference_image="a")
    assert answer["code"] not in (0, 200, "0", "200")


@pytest.mark.parametrize("fault", [UNSURE[0], processed(UNSURE[0])], ids=str)
def test_the_envelope_of_an_unconfirmed_payment_says_what_to_do(giggle, api, fault):
    giggle.truth.template = {"stale_looks": 0}
    giggle.script("pay", fault)
    giggle.on_processed["pay"] = lambda: giggle.always("query", UNSURE[0])
    answer = api.execute_workflow(**FIELDS)
    assert answer["data"] == {"project_id": the_project(giggle).project_id}
    assert "again=True" in answer["msg"]
    assert len(giggle.calls("pay")) == 1


def test_a_failed_job_ends_in_its_reason_and_the_id(giggle, api):
    giggle.truth.template = {"fails_at": "ImageGeneration", "error": "no faces found"}
    answer = api.execute_workflow(**FIELDS)
    assert "no faces found" in answer["msg"]
    assert answer["data"] == {"project_id": the_project(giggle).project_id}
    assert the_project(giggle).charges == 1

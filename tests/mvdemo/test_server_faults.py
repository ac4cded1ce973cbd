"""Faults on order: refused when they make no sense, used up in turn, visible, and seen by the caller."""

import socket

import pytest
import requests

QUERY = "/api/v1/trustee_mode/mv/query"
PAY = "/api/v1/trustee_mode/mv/pay"


@pytest.fixture
def due(caller):
    """A project whose payment is due."""
    return caller.started()


def posted(caller, project_id, timeout=10, **options):
    """A pay call as the wire sees it."""
    settings = {"json": {"project_id": project_id}, "headers": caller.headers, "allow_redirects": False}
    return requests.post(caller.base_url + PAY, timeout=timeout, **(settings | options))


def looked(caller, project_id):
    params = {"project_id": project_id}
    return requests.get(caller.base_url + QUERY, params=params, headers=caller.headers, timeout=10)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ([], "JSON object"),
        ({"kind": "drop"}, "operation must be one of create, submit"),
        ({"operation": "dance", "kind": "drop"}, "operation must be"),
        ({"operation": "pay"}, "kind must be one of status"),
        ({"operation": "pay", "kind": ["drop"]}, "kind must be"),
        ({"operation": "pay", "kind": "stale"}, "stale is possible for query, not for pay"),
        ({"operation": "pay", "kind": "status"}, "needs status"),
        ({"operation": "pay", "kind": "status", "status": 200}, "400 to 599"),
        ({"operation": "pay", "kind": "status", "status": True}, "400 to 599"),
        ({"operation": "pay", "kind": "status", "status": 503, "retry_after": "1\r\nX: y"}, "retry_after"),
        ({"operation": "pay", "kind": "status", "status": 503, "retry_after": -1}, "retry_after"),
        ({"operation": "pay", "kind": "late", "seconds": "1"}, "seconds"),
        ({"operation": "pay", "kind": "late", "seconds": 601}, "0 to 600"),
        ({"operation": "pay", "kind": "drop", "processed": 1}, "true or false"),
        ({"operation": "pay", "kind": "drop", "times": 0}, "times"),
        ({"operation": "pay", "kind": "drop", "times": "2"}, "times"),
        ({"operation": "pay", "kind": "drop", "skip": -1}, "skip"),
        ({"operation": "pay", "kind": "drop", "project_id": 3}, "project_id"),
        ({"operation": "pay", "kind": "drop", "colour": "red"}, "does not know colour"),
        ({"operation": "query", "kind": "changed", "fields": 3}, "fields"),
        ({"operation": "work", "kind": "step-fails", "sub_step": "shot"}, "ten sub-steps"),
        ({"operation": "pay", "kind": "redirect", "status": 304}, "307"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_when_armed(door, fault, words):
    reply = requests.post(door.base_url + "/_demo/faults", json=fault, timeout=10)
    assert reply.status_code == 400
    assert words in reply.json()["error"]
    assert door.faults() == []


def test_a_fault_must_come_as_json_so_that_no_web_page_can_arm_one(door):
    for kind, status in (("text/plain", 415), ("application/json", 400)):
        headers = {"Content-Type": kind}
        reply = requests.post(door.base_url + "/_demo/faults", data="{", headers=headers, timeout=10)
        assert reply.status_code == status


def test_armed_faults_are_listed_counted_when_used_and_cleared(caller, due):
    armed = caller.arm("pay", "status", status=500, times=2)
    assert (armed["used"], armed["is_spent"], armed["status"]) == (0, False, 500)
    for _ in range(3):
        posted(caller, due)
    (listed,) = caller.faults()
    assert (listed["used"], listed["is_spent"], listed["used_by"]) == (2, True, [due, due])
    assert requests.delete(caller.base_url + "/_demo/faults", timeout=10).status_code == 200
    assert caller.faults() == []


def test_faults_of_one_operation_come_in_the_order_of_arming(caller, due):
    caller.arm("pay", "status", status=503)
    caller.arm("create", "status", status=418)
    caller.arm("pay", "status", status=502)
    assert [posted(caller, due).status_code for _ in range(3)] == [503, 502, 200]
    assert [fault["used"] for fault in caller.faults()] == [1, 0, 1]


def test_a_fault_can_let_calls_pass_and_can_mean_one_project(caller, due):
    other = caller.started()
    caller.arm("query", "status", status=500, skip=1, project_id=due)
    seen = [looked(caller, project_id).status_code for project_id in (other, due, other, due, due)]
    assert seen == [200, 200, 200, 500, 200]


def test_a_status_comes_with_an_envelope_and_its_retry_after(caller, due):
    caller.arm("pay", "status", status=429, retry_after=17, msg="slow down")
    reply = posted(caller, due)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "17")
    assert (reply.json()["code"], reply.json()["msg"]) == (429, "slow down")
    assert reply.headers["X-Demo-Fault"].endswith(" status")
    assert caller.truth(due)["charges"] == 0


@pytest.mark.parametrize("is_processed", [True, False])
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("status", {"status": 502}),
        ("html", {}),
        ("html", {"status": 403}),
        ("empty", {}),
        ("null-data", {}),
        ("redirect", {}),
        ("unreadable", {}),
        ("huge", {"size": 1000}),
        ("drip", {"seconds": 0.01}),
    ],
)
def test_a_call_can_take_effect_behind_a_bad_answer_or_not(caller, due, kind, told, is_processed):
    caller.arm("pay", kind, processed=is_processed, **told)
    posted(caller, due)
    assert caller.truth(due)["charges"] == int(is_processed)


@pytest.mark.parametrize("is_processed", [True, False])
@pytest.mark.parametrize(("kind", "told"), [("drop", {}), ("reset", {}), ("half", {}), ("hang", {"seconds": 0.01})])
def test_the_line_can_go_dead_before_or_in_the_middle_of_the_answer(caller, due, kind, told, is_processed):
    caller.arm("pay", kind, processed=is_processed, **told)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        posted(caller, due)
    assert caller.truth(due)["charges"] == int(is_processed)
    assert posted(caller, due).json()["code"] == (409 if is_processed else 200)


def test_a_late_answer_outlasts_its_caller_and_the_call_takes_effect(caller, due):
    caller.arm("pay", "late", seconds=600)
    with pytest.raises(requests.ReadTimeout):
        posted(caller, due, timeout=0.3)
    assert caller.truth(due)["charges"] == 1


def test_a_hundred_calls_can_hang_at_once_and_the_next_one_is_answered(studio, caller, due):
    studio.faults.arm({"operation": "query", "kind": "hang", "times": 100})
    lines = []
    for _ in range(100):
        line = socket.create_connection(("127.0.0.1", studio.port))
        line.sendall(f"GET {QUERY}?project_id={due} HTTP/1.1\r\nHost: demo\r\nx-auth: any\r\n\r\n".encode())
        lines.append(line)
    try:
        while studio.faults.all()[0]["used"] < 100:
            requests.get(caller.base_url + "/_demo", timeout=10)
        assert caller.look(due)["pay_status"] == "pending"
    finally:
        for line in lines:
            line.close()


def test_a_late_answer_comes_after_its_time(caller, due):
    caller.arm("pay", "late", seconds=0.05)
    assert posted(caller, due).json()["code"] == 200


@pytest.mark.parametrize("code", [-1, "E401", True, None, {"a": 1}, "200"])
def test_an_envelope_can_say_any_code(caller, due, code):
    caller.arm("pay", "envelope", code=code, msg="no")
    reply = posted(caller, due)
    assert reply.status_code == 200
    assert (reply.json()["code"], reply.json()["msg"], reply.json()["data"]) == (code, "no", None)
    assert caller.truth(due)["charges"] == 0


def test_a_processed_envelope_carries_the_real_data(caller, due):
    caller.arm("pay", "envelope", code="200", msg="ok", processed=True)
    assert posted(caller, due).json()["data"]["price"] == 580


def test_html_empty_and_redirect_are_what_they_say(caller, due):
    for kind in ("html", "empty", "redirect"):
        caller.arm("pay", kind, processed=False)
    page, nothing, elsewhere = (posted(caller, due) for _ in range(3))
    assert page.headers["Content-Type"].startswith("text/html")
    assert (nothing.status_code, nothing.content) == (200, b"")
    assert (elsewhere.status_code, elsewhere.headers["Location"]) == (307, "/elsewhere")


def test_a_stale_look_answers_as_the_one_before_and_does_no_work(open_studio, caller_for):
    caller = caller_for(open_studio(advance="per-query").base_url)
    project_id = caller.started()
    caller.look_until(project_id, lambda data: data["pay_status"] == "pending")
    caller.call("pay", project_id=project_id)
    caller.arm("query", "stale", times=2)
    assert [caller.look(project_id)["pay_status"] for _ in range(3)] == ["pending", "pending", "paid"]
    assert caller.statuses(project_id).count("completed") == 5


def test_completed_can_come_some_looks_before_its_link(caller, due):
    caller.arm("query", "no-link", times=2)
    assert caller.look(due)["status"] == "processing"
    assert caller.faults()[0]["used"] == 0
    caller.call("pay", project_id=due)
    looks = [caller.look(due) for _ in range(3)]
    assert [data["status"] for data in looks] == ["completed"] * 3
    assert [bool(data["video_asset"]["download_url"]) for data in looks] == [False, False, True]


def test_a_due_payment_can_show_in_the_current_step_only(caller, due):
    caller.arm("query", "pay-in-step")
    data = caller.look(due)
    assert (data["pay_status"], "pay" in data["current_step"]) == ("", True)
    assert caller.look(due)["pay_status"] == "pending"


def test_null_steps_bare_replies_new_words_and_any_change(caller, due):
    for kind, told in (
        ("null-steps", {}),
        ("bare", {}),
        ("new-words", {}),
        ("changed", {"fields": {"err_msg": "moderation", "extra": [1]}}),
    ):
        caller.arm("query", kind, **told)
    none, bare, odd, changed, honest = (caller.look(due) for _ in range(5))
    assert none["steps"] is None
    assert bare["video_asset"] is None
    assert set(bare["steps"][0]["sub_steps"][0]) == {"step", "status"}
    assert [step["step"] for step in odd["steps"]][-2:] == ["polish", "editor"]
    assert odd["status"] == "polishing"
    assert (changed["err_msg"], changed["extra"]) == ("moderation", [1])
    assert honest["err_msg"] == ""


def test_a_bare_reply_at_the_end_still_has_its_links(caller):
    project_id = caller.finished()
    caller.arm("query", "bare")
    data = caller.look(project_id)
    assert (data["shot_count"], data["video_asset"]["duration"], data["completed_steps"]) == (0, 0, "")
    assert data["video_asset"]["download_url"]


def test_a_spoilt_look_at_an_unknown_project_is_still_a_no(caller):
    caller.arm("query", "null-steps")
    assert caller.call("query", project_id="demo-0")["code"] == 404


def test_a_sub_step_can_be_told_to_fail_and_a_retry_works(caller, due):
    caller.arm("work", "step-fails", sub_step="OptimizePrompts", error="moderation: the lyrics")
    caller.call("pay", project_id=due)
    data = caller.look(due)
    assert (data["status"], data["err_msg"]) == ("failed", "moderation: the lyrics")
    assert caller.sub_steps(due)["OptimizePrompts"]["error"] == "moderation: the lyrics"
    caller.call("retry", project_id=due, current_step="shot")
    assert caller.look(due)["status"] == "completed"
    assert caller.faults()[0]["used_by"] == [due]


def test_a_film_link_can_fail_for_a_while(caller):
    url = caller.look(caller.finished())["video_asset"]["signed_url"]
    caller.arm("asset", "status", status=403)
    caller.arm("asset", "half")
    assert requests.get(url, timeout=10).status_code == 403
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        requests.get(url, timeout=10)
    assert len(requests.get(url, timeout=10).content) == 5000


def test_a_missing_key_and_a_broken_body_use_up_no_fault(caller, due):
    caller.arm("pay", "drop")
    assert posted(caller, due, headers={}).status_code == 401
    assert posted(caller, due, json=None, data=b"{").status_code == 400
    assert caller.faults()[0]["used"] == 0


def test_the_truth_counts_calls_and_charges(caller, due):
    caller.look(due)
    caller.look(due)
    caller.call("pay", project_id=due)
    caller.call("pay", project_id=due)
    truth = caller.truth(due)
    assert truth["calls"] == {"create": 1, "submit": 1, "query": 2, "pay": 2, "retry": 0}
    assert (truth["charges"], truth["credits"], truth["status"]) == (1, 580, "completed")


def test_the_front_page_explains_itself(door):
    for path in ("/", "/_demo"):
        page = requests.get(door.base_url + path, timeout=10).text
        for word in ("sample-beach", "POST   /_demo/faults", "fail once", "失败一次", "step-fails"):
            assert word in page

"""Words in a title that make something happen on a stage."""

import pytest

from mvdemo.faults.magic import MAGIC


@pytest.mark.parametrize(
    ("name", "said"), [("Please FAIL once, thanks", "camera jammed"), ("《失败一次》", "摄影机卡住了")]
)
def test_a_step_fails_once_in_the_language_of_the_words_and_a_retry_works(caller, name, said):
    project_id = caller.started(name=name)
    caller.call("pay", project_id=project_id)
    data = caller.look(project_id)
    failed = caller.sub_steps(project_id)["VideoGeneration"]
    assert (data["status"], failed["status"], data["current_step"]) == ("failed", "failed", "shot")
    assert said in data["err_msg"]
    assert caller.call("retry", project_id=project_id, current_step="shot")["code"] == 200
    data = caller.look(project_id)
    assert (data["status"], data["steps"][2]["retry_count"]) == ("completed", 1)
    assert caller.truth(project_id)["charges"] == 1


@pytest.mark.parametrize(("name", "said"), [("No Credits", "Not enough credits"), ("积分不足的夏天", "积分不足")])
def test_the_first_payment_is_refused_and_the_second_one_works(caller, name, said):
    project_id = caller.started(name=name)
    refused = caller.call("pay", project_id=project_id)
    assert (refused["code"], refused["data"]) == (402, None)
    assert said in refused["msg"]
    assert caller.truth(project_id)["charges"] == 0
    assert caller.look(project_id)["pay_status"] == "pending"
    assert caller.call("pay", project_id=project_id)["data"]["price"] == 580
    assert caller.look(project_id)["status"] == "completed"


@pytest.mark.parametrize("name", ["a slow job", "慢工出细活"])
def test_a_slow_job_takes_two_minutes(open_studio, caller_for, clock, name):
    caller = caller_for(open_studio(advance="timed").base_url)
    began = clock.now
    project_id = caller.started(name=name, sketch=True)
    caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert clock.now - began == pytest.approx(120)


def test_the_songs_title_works_like_the_projects_name(caller):
    project_id = caller.create()
    song = {"music_generate_type": "custom", "lyrics": "la", "style": "folk", "title": "fail once"}
    caller.submit(project_id, **song)
    caller.call("pay", project_id=project_id)
    assert caller.look(project_id)["status"] == "failed"


def test_the_words_mean_nothing_in_a_prompt_or_in_lyrics(caller):
    project_id = caller.create()
    caller.submit(project_id, prompt="fail once, no credits")
    caller.call("pay", project_id=project_id)
    assert caller.look(project_id)["status"] == "completed"


def test_several_tricks_work_in_one_title_and_outlive_a_restart(open_studio, caller_for):
    first = open_studio()
    caller = caller_for(first.base_url)
    project_id = caller.started(name="no credits, fail once")
    assert caller.call("pay", project_id=project_id)["code"] == 402
    first.stop()
    caller = caller_for(open_studio().base_url)
    assert caller.call("pay", project_id=project_id)["code"] == 200
    assert caller.look(project_id)["status"] == "failed"
    caller.call("retry", project_id=project_id, current_step="shot")
    assert caller.look(project_id)["status"] == "completed"


def test_every_trick_is_told_in_both_languages_or_not_at_all():
    for trick in MAGIC:
        assert trick.english == trick.english.casefold()
        assert trick.chinese
        assert bool(trick.told_in_english) == bool(trick.told_in_chinese)

"""The key and the links' signatures stay out of errors, reprs, pickles and logs."""

import json
import logging
import pickle

import pytest
from error_texts import everything_about
from giggle_truth import SIGNATURE
from hostile_faults import UNSURE, answers, data, envelope, processed

from mvclient import JobFailed, MemoryLedger, MVError
from mvclient.transport import Transport

LINK = f"https://assets.giggle.pro/private/a.mp4?Policy=eyJ_&Key-Pair-Id=K2&Signature={SIGNATURE}"


def echo(key, *, status=200, code="E1"):
    """A server that repeats everything it was told."""
    leak = f"x-auth {key} and {LINK}"
    body = json.dumps({"code": code, "msg": leak, "uuid": leak, "data": {"project_id": leak, "err_msg": leak}})
    return answers(status, body, Set_Cookie=f"k={key}", Location=f"http://127.0.0.1:9/?key={key}")


@pytest.mark.parametrize("operation", ["create", "submit", "query", "pay", "retry"])
@pytest.mark.parametrize("kind", ["echo", "echo-401", "echo-429", "echo-302", "echo-500", "echo-code", "reset", "door"])
def test_no_error_holds_the_key_or_a_signature(giggle, api, make_api, request_, caplog, operation, kind):
    caplog.set_level(logging.DEBUG)
    status = int(kind[5:]) if kind[5:].isdecimal() else 200
    code = f"{giggle.key} {LINK}" if kind == "echo-code" else "E1"
    giggle.always(operation, UNSURE[0] if kind == "reset" else echo(giggle.key, status=status, code=code))
    project = giggle.truth.project_waiting_for_payment()
    if operation == "retry":
        project = giggle.truth.new_project(done=7, charges=1, fails_at="VideoGeneration")
    if kind == "door":
        giggle.shut_the_door()
    call = {
        "create": lambda: api.start(request_),
        "submit": lambda: api.start(request_),
        "query": lambda: list(api.watch(project.project_id)),
        "pay": lambda: list(api.watch(project.project_id)),
        "retry": lambda: api.retry(project.project_id, "shot"),
    }[operation]
    if operation == "pay" and kind == "echo-429":
        api = make_api(max_wait_s=300)
    with pytest.raises(MVError) as caught:
        call()
    text = everything_about(caught.value) + caplog.text + repr(api)
    assert giggle.key not in text
    assert SIGNATURE not in text


def test_giggles_words_in_a_snapshot_are_clean_and_its_links_stay_out_of_repr_and_pickle(giggle, api, caplog):
    caplog.set_level(logging.DEBUG)
    leak = f"{giggle.key} {LINK} Signature={SIGNATURE}"
    reply = {
        "status": "failed",
        "err_msg": leak,
        "pay_status": leak,
        "current_step": leak,
        "completed_steps": leak,
        "video_asset": {"asset_id": leak, "download_url": LINK, "signed_url": LINK, "thumbnail_url": LINK},
        "steps": [{"step": leak, "sub_steps": [{"step": leak, "status": leak, "error": leak, "completed_at": leak}]}],
    }
    giggle.always("query", data(reply))
    snapshot = api.query("p")
    assert snapshot.video.download_url == snapshot.video.signed_url == LINK
    with pytest.raises(JobFailed) as caught:
        list(api.watch("p"))
    text = repr(snapshot) + pickle.dumps(snapshot).decode("latin-1") + everything_about(caught.value) + caplog.text
    assert giggle.key not in text
    assert SIGNATURE not in text
    assert pickle.loads(pickle.dumps(snapshot)).err_msg == snapshot.err_msg  # noqa: S301 - our own


def test_a_key_cut_in_two_by_the_length_limit_is_not_shown(giggle, api):
    for length in (1970, 1995):
        giggle.script("query", envelope("E1", "x" * length + giggle.key))
        with pytest.raises(MVError) as caught:
            api.query("p")
        assert giggle.key[:12] not in everything_about(caught.value)


def test_the_receipt_that_goes_to_disk_is_clean(giggle, make_api):
    ledger = MemoryLedger()
    api = make_api(ledger=ledger)
    project = giggle.truth.project_waiting_for_payment()
    giggle.script("pay", processed(data({"order_id": f"{LINK} {giggle.key}", "price": 580})))
    api.pay(project.project_id)
    row = repr(ledger.latest(project.project_id))
    assert giggle.key not in row
    assert SIGNATURE not in row


def test_a_refusal_that_goes_to_disk_is_clean(giggle, make_api):
    ledger = MemoryLedger()
    project = giggle.truth.project_waiting_for_payment()
    giggle.script("pay", echo(giggle.key))
    with pytest.raises(MVError):
        make_api(ledger=ledger).pay(project.project_id)
    row = repr(ledger.latest(project.project_id))
    assert giggle.key not in row
    assert SIGNATURE not in row


def test_a_whole_job_at_debug_level_logs_neither_key_nor_signature(giggle, api, request_, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3")
    project_id = api.start(request_)
    snapshots = list(api.watch(project_id))
    assert "urllib3" in caplog.text
    out, err = capfd.readouterr()
    text = caplog.text + out + err + repr(snapshots) + repr(request_) + repr(api)
    assert giggle.key not in text
    assert SIGNATURE not in text


def test_the_gate_cannot_be_pickled_because_the_key_would_go_along(giggle, api):
    for thing in (Transport(giggle.base_url, giggle.key), api):
        with pytest.raises(TypeError):
            pickle.dumps(thing)


def test_links_are_handed_on_byte_for_byte(giggle, api):
    link = "https://assets.giggle.pro/private/ä b~c%7E.mp4?Signature=a~b-_%2B+c&x= "
    giggle.script("query", data({"status": "completed", "video_asset": {"download_url": link, "signed_url": link}}))
    video = api.query("p").video
    assert (video.download_url, video.signed_url, video.play_url) == (link, link, link)


@pytest.mark.parametrize("name", ["MVError", "InvalidRequest", "PictureError", "RateLimited", "JobFailed"])
def test_every_error_survives_a_pickle_with_its_fields(name):
    import mvclient  # noqa: PLC0415 - looked at whole

    error = {
        "MVError": lambda: MVError("m", project_id="p", code="7", uuid="u", money_moved="unknown"),
        "InvalidRequest": lambda: mvclient.InvalidRequest([mvclient.Problem("f", "blank", "f must not be blank.")]),
        "PictureError": lambda: mvclient.PictureError("m", reason="heic"),
        "RateLimited": lambda: mvclient.RateLimited("m", retry_after_s=120.0, project_id="p"),
        "JobFailed": lambda: mvclient.JobFailed("m", failed_step="shot", project_id="p"),
    }[name]()
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(copied) is type(error)
    assert str(copied) == str(error)
    assert vars(copied) == vars(error)

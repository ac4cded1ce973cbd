"""The client's side of the contract: all it sends fits, and it reads whatever fits."""

import itertools
import json

import pytest
import songs_made
from fake_clock import FakeClock
from giggle_contract import NOTHING, USED, barest, faults, fits, lesser, values
from hostile_faults import answers
from hostile_giggle import HostileGiggle
from hypothesis import given, settings
from hypothesis import strategies as st

from mvclient import (
    Asset,
    MemoryLedger,
    MVError,
    MVRequest,
    MVTrusteeAPI,
    Payment,
    Progress,
    UnreadableReply,
    operations,
)
from mvclient.lines import plain_address
from mvclient.operations import Operation
from mvclient.replies import Outcome, Reply

ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
SONGS = (
    {"music_generate_type": "prompt", "prompt": "upbeat pop"},
    *({"music_generate_type": "prompt", "prompt": "p", "vocal_gender": v} for v in ("male", "female", "auto")),
    {"music_generate_type": "prompt", "prompt": "海风 🌊", "instrumental": True},
    {"music_generate_type": "custom", "lyrics": "海风吹过\n\n[chorus]\nWaves", "style": "folk", "title": "海边"},
    {"music_generate_type": "upload", "music_asset_id": "asset-8"},
)
PICTURES = (
    {"reference_image": "asset-7"},
    {"reference_image_url": "https://pictures.example/a.jpg?size=2"},
    {"reference_image_url": ONE_PIXEL},
)
A_SONG = songs_made.mp3_of(2)
TEXTS = ("project_name", "scene_description", "prompt", "lyrics", "style", "title", "music_asset_id")
OPTIONS = ({}, {"scene_description": "x" * 200, "subtitle_enabled": True})
LONGER_THAN_THE_HOUR = 50
"""Snapshots: more than a watch of twelve seconds yields, unless a person is waited for."""
BOUNDED = settings(max_examples=30, deadline=None, database=None)


@pytest.fixture(scope="module")
def server():
    with HostileGiggle() as server:
        yield server


def client(server, **options):
    clock = FakeClock()
    options = {"max_wait_s": 12, "network_retries": 1, "ledger": MemoryLedger(), **options}
    return MVTrusteeAPI(server.key, base_url=server.base_url, sleep=clock.sleep, clock=clock, **options)


def everything_fits(received):
    """Every request as it came over the wire is one of the contract's."""
    assert received
    for request in received:
        call = USED[request.operation]
        assert request.target.split("?")[0] == call.path
        assert request.method == call.method
        assert faults(call.request, request.fields) == []
        assert request.headers["x-auth"]
        if request.method == "POST":
            assert request.headers["content-type"] == "application/json"


def test_the_clients_table_of_calls_is_the_contracts():
    table = {value.name: (value.method, value.path) for value in vars(operations).values() if type(value) is Operation}
    assert table == {call.name: (call.method, call.path) for call in USED.values()}


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
@pytest.mark.parametrize("length", ["full", "30s"])
def test_every_mode_and_option_is_sent_as_the_contract_says(giggle, make_api, aspect, length):
    for song, picture, options in itertools.product(SONGS, PICTURES, OPTIONS):
        make_api(ledger=MemoryLedger()).execute_workflow(
            project_name="海边", aspect=aspect, length=length, **song, **picture, **options
        )
    everything_fits(giggle.received)
    number = len(SONGS) * len(PICTURES) * len(OPTIONS)
    assert {name: min(count, number) for name, count in giggle.counts().items()} == dict.fromkeys(
        ("create", "submit", "query", "pay"), number
    )
    assert all(project.charges == 1 for project in giggle.truth.projects.values())


def test_a_song_of_ones_own_is_sent_as_the_contract_says(giggle, api):
    api.upload_asset(A_SONG)
    everything_fits([request for request in giggle.received if request.operation != "put_file"])
    assert giggle.counts() == {"presign": 1, "put_file": 1, "register": 1}


def test_a_retry_and_payments_by_hand_are_sent_as_the_contract_says(giggle, api):
    project = giggle.truth.new_project(done=6, charges=1, fails_at="OptimizePrompts")
    api.retry(project.project_id, "shot")
    api.pay(giggle.truth.project_waiting_for_payment().project_id)
    everything_fits(giggle.received)
    assert {"retry", "pay", "query"} <= set(giggle.counts())


@BOUNDED
@given(
    texts=st.fixed_dictionaries({name: st.text(max_size=300) for name in TEXTS}),
    mode=st.sampled_from(["prompt", "custom", "upload"]),
    picture=st.sampled_from(PICTURES) | st.fixed_dictionaries({"reference_image": st.text(max_size=30)}),
)
def test_whatever_a_person_types_is_refused_here_or_fits_the_contract(server, texts, mode, picture):
    try:
        request = MVRequest(music_generate_type=mode, aspect="16:9", **texts, **picture)
    except MVError:
        return
    server.received.clear()
    client(server).start(request)
    everything_fits(server.received)


def read(server, operation, reply, status=200):
    """What the client makes of one reply: a value of its own, or an MVError."""
    server._always.clear()
    if operation == "create":
        server.always("submit", answers(200, json.dumps(USED["submit"].reply)))
    server.always(operation, answers(status, json.dumps(reply)))
    failed = server.truth.new_project(done=6, charges=1, fails_at="OptimizePrompts")
    api = client(server)
    try:
        match operation:
            case "create" | "submit":
                return api.start(a_request())
            case "query":
                return api.query("p")
            case "pay":
                return api.pay(server.truth.project_waiting_for_payment().project_id)
            case "presign" | "register":
                api._calls.transport.put = lambda *_: Reply(Outcome.DONE, 200)  # wherever the address leads
                return api.upload_asset(A_SONG)
            case _:
                return api.retry(failed.project_id, "shot")
    except MVError as error:
        str(error).encode()
        return error


def a_request():
    return MVRequest("A song", "prompt", "16:9", prompt="p", reference_image="a")


def check_success(operation, reply, value):
    """What is promised of a success, however little it says."""
    data = reply.get("data")
    match operation:
        case "create":
            assert value == data["project_id"].strip()
        case "submit":
            assert isinstance(value, str)
        case "query" if data is None:
            assert isinstance(value, MVError)
        case "query":
            assert isinstance(value, Progress)
            check_progress(data, value)
        case "presign":
            # Nothing was really put there; that it came to be registered proves that the answer was read.
            is_place = data["object_key"].strip() and plain_address(data["signed_url"], "http://127.0.0.1")
            assert isinstance(value, MVError)
            assert value.operation == ("register" if is_place else "presign")
        case "register":
            is_named = bool(str(data["asset_id"]).strip())
            assert isinstance(value, Asset) if is_named else isinstance(value, UnreadableReply)
        case "pay":
            assert isinstance(value, Payment)
            assert value.state == "paid"
        case _:
            assert value is None


def check_progress(data, progress):
    asset = data.get("video_asset") or {}
    found = {name: asset.get(name) or "" for name in ("download_url", "signed_url", "thumbnail_url")}
    links = {name: link if link.strip() else "" for name, link in found.items()}
    for name, link in links.items():
        assert (getattr(progress.video, name) if progress.video else "") == link
    assert len(list(progress.sub_steps)) >= 10
    assert 0 <= progress.fraction <= 1
    if data["status"] == "completed" and links["download_url"]:
        assert progress.is_finished
    if data["status"] == "failed":
        assert progress.is_failed or progress.is_finished


@pytest.mark.parametrize("operation", USED)
def test_a_reply_with_anything_null_empty_or_missing_that_may_be_so_is_read(server, operation):
    call = USED[operation]
    replies = dict(lesser(call.success, call.reply))
    replies |= {repr(choice): barest(call.success, call.reply, choice) for choice in (NOTHING, None, "", 0, [])}
    assert len(replies) > 3
    for place, reply in replies.items():
        assert fits(call.success, reply), place
        check_success(operation, reply, read(server, operation, reply))


@pytest.mark.parametrize("operation", USED)
@pytest.mark.parametrize("code", [0, 200, "0", "200"], ids=repr)
def test_a_success_is_one_whatever_the_form_of_its_code(server, operation, code):
    reply = USED[operation].reply | {"code": code}
    check_success(operation, reply, read(server, operation, reply))


@pytest.mark.parametrize("operation", USED)
@BOUNDED
@given(draw=st.data())
def test_any_success_of_the_contract_is_read(server, operation, draw):
    reply = draw.draw(values(USED[operation].success))
    check_success(operation, reply, read(server, operation, reply))


@pytest.mark.parametrize("operation", USED)
@BOUNDED
@given(draw=st.data(), status=st.sampled_from([200, 200, 400, 401, 402, 403, 404, 429, 500, 502]))
def test_any_failure_of_the_contract_is_an_error_of_ours_and_never_a_success(server, operation, draw, status):
    reply = draw.draw(values(USED[operation].failure))
    value = read(server, operation, reply, status)
    assert isinstance(value, MVError)


@BOUNDED
@given(replies=st.lists(values(USED["query"].success), min_size=1, max_size=6))
def test_a_watch_of_any_replies_ends_in_a_film_or_an_error_of_ours_unless_a_person_is_waited_for(server, replies):
    server._always.clear()
    server._faults.clear()
    server.script("query", *(answers(200, json.dumps(reply)) for reply in replies))
    server.always("query", answers(200, json.dumps(replies[-1])))
    asked, last = [], None
    watch = client(server).watch("p", approve=lambda look: asked.append(look) or False)
    try:
        for last in itertools.islice(watch, LONGER_THAN_THE_HOUR):
            assert isinstance(last, Progress)
    except MVError as error:
        str(error).encode()
    else:
        assert last.is_finished or asked


@BOUNDED
@given(create=values(USED["create"].success), submit=values(USED["submit"].success))
def test_the_envelope_of_create_and_submit_is_a_success_of_the_contract(server, create, submit):
    server._always.clear()
    for operation, reply in (("create", create), ("submit", submit)):
        server.always(operation, answers(200, json.dumps(reply)))
    envelope = client(server).create_and_submit("A song", "prompt", "16:9", prompt="p", reference_image="a")
    assert faults(USED["create"].success, envelope) == []
    assert envelope["data"]["project_id"] == create["data"]["project_id"].strip()
    json.dumps(envelope)

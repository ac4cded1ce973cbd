"""Whatever Giggle answers, a caller gets a value or an `MVError`, found by Hypothesis and not by example."""

import json
import pickle
import time

import pytest
from fake_clock import FakeClock
from giggle_truth import Project
from hostile_faults import answers, data, processed
from hostile_giggle import HostileGiggle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvclient import MemoryLedger, MVError, MVTrusteeAPI, Payment, Progress

WORDS = st.sampled_from(
    [
        "completed",
        "failed",
        "pending",
        "paid",
        "pay",
        "shot",
        "editor",
        "music-generate",
        "VideoGeneration",
        "200",
        "0",
        "",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | WORDS
    | st.sampled_from([10**300, -1, 1e308, "\ud800", "\0", "https://a.b/c?Signature=x", float("nan"), 10**4000])
)
ANY_JSON = st.recursive(
    LEAVES, lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text() | WORDS, children, max_size=4)
)


def real_reply():
    project = Project("p", submit_bodies=[{}], charges=1, done=10, completed_looks=1)
    return project.view()


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from places(child, (*path, key))


PLACES = list(places(real_reply()))[1:]


@st.composite
def mutated_replies(draw):
    """A real reply with a few places changed, dropped or doubled."""
    reply = real_reply()
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=5)):
        parent = reply
        try:
            for key in path[:-1]:
                parent = parent[key]
            match draw(st.sampled_from(["change", "change", "drop", "double"])):
                case "change":
                    parent[path[-1]] = draw(ANY_JSON)
                case "drop":
                    del parent[path[-1]]
                case "double":
                    parent.append(parent[path[-1]])
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # the place is gone by now
    return reply


BOUNDED = settings(
    max_examples=75,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def server():
    with HostileGiggle() as server:
        yield server


def client(server, **options):
    clock = FakeClock()
    options = {"max_wait_s": 20, "network_retries": 1, "ledger": MemoryLedger(), **options}
    return MVTrusteeAPI(server.key, base_url=server.base_url, sleep=clock.sleep, clock=clock, **options)


def read_everything(progress):
    """Use every word on a snapshot."""
    assert isinstance(progress, Progress)
    for name in dir(Progress):
        if not name.startswith("_"):
            getattr(progress, name)
    repr(progress)
    pickle.loads(pickle.dumps(progress))  # noqa: S301 - our own
    known = [sub.name for sub in progress.sub_steps]
    assert len(known) >= 10
    assert 0 <= progress.fraction <= 1
    json.dumps([progress.err_msg, progress.status, known]).encode()
    progress.failure_reason.encode()
    if progress.video is not None:
        json.dumps(progress.video.as_wire())
    assert not (progress.is_finished and progress.is_failed)
    assert not (progress.is_paid and progress.payment_due)


def look_and_watch(server):
    api = client(server)
    try:
        read_everything(api.query("p"))
    except MVError as error:
        assert error.message  # noqa: PT017 - no error is fine too
        assert error.project_id == "p"  # noqa: PT017 - no error is fine too
        str(error).encode()
    fraction = 0.0
    last = None
    try:
        for progress in api.watch("p", approve=lambda _snapshot: False):
            read_everything(progress)
            assert progress.fraction >= fraction
            fraction, last = progress.fraction, progress
    except MVError as error:
        assert error.project_id == "p"  # noqa: PT017 - no error is fine too
        str(error).encode()
    else:
        assert last.is_finished


@BOUNDED
@given(value=ANY_JSON)
def test_any_json_as_the_data_of_a_query(server, value):
    server.always("query", data(value))
    look_and_watch(server)


@BOUNDED
@given(value=mutated_replies())
def test_a_real_reply_with_anything_changed(server, value):
    server.always("query", data(value))
    look_and_watch(server)


@BOUNDED
@given(
    envelope=st.dictionaries(st.sampled_from(["code", "msg", "uuid", "data"]), ANY_JSON) | ANY_JSON,
    status=st.sampled_from([200, 200, 201, 206, 400, 401, 404, 429, 500]),
)
def test_any_json_as_the_envelope(server, envelope, status):
    server.always("query", answers(status, json.dumps(envelope)))
    look_and_watch(server)


@BOUNDED
@given(body=st.binary(max_size=300) | st.text().map(str.encode) | st.just(json.dumps(real_reply()).encode()[:-30]))
def test_any_bytes_as_the_body(server, body):
    server.always("query", answers(200, body))
    look_and_watch(server)


@settings(BOUNDED, max_examples=30)
@given(value=ANY_JSON, status=st.sampled_from([200, 200, 402, 500]), is_processed=st.booleans())
def test_any_json_as_the_answer_to_a_payment_pays_at_most_once(server, value, status, is_processed):
    server._always.clear()
    project = server.truth.project_waiting_for_payment(stale_looks=1000)
    body = json.dumps({"code": 200, "msg": "x", "data": value} if status != 402 else value)
    fault = answers(status, body)
    server.always("pay", processed(fault) if is_processed else fault)
    ledger = MemoryLedger()
    for _ in range(2):
        try:
            payment = client(server, ledger=ledger).pay(project.project_id)
        except MVError as error:
            assert error.project_id == project.project_id  # noqa: PT017 - no error is fine too
        else:
            assert isinstance(payment, Payment)
            repr(payment).encode("utf-8", "strict")
    assert project.charges == (1 if is_processed else 0)


@settings(BOUNDED, max_examples=30)
@given(value=ANY_JSON)
def test_any_json_as_the_answer_to_a_create(server, request_, value):
    server._always.clear()
    server.always("create", data(value))
    try:
        project_id = client(server).start(request_)
    except MVError as error:
        str(error).encode()
    else:
        assert project_id


@pytest.mark.parametrize(
    "value",
    [
        {"steps": [{"step": f"s{number}"} for number in range(150_000)]},
        {"steps": [{"step": "shot", "sub_steps": [{"step": f"s{number}"} for number in range(100_000)]}]},
        {"completed_steps": ",".join(f"s{number}" for number in range(300_000))},
        {"err_msg": "https://" * 400_000},
        {"status": "x" * 4_000_000},
        {"err_msg": [[[["https://a.b/?"]]]] * 150_000},
    ],
    ids=["steps", "sub-steps", "completed-steps", "links", "status", "lists"],
)
def test_a_reply_of_four_megabytes_is_read_quickly(server, value):
    """What the reply is long of must not make a reader slow."""
    server.always("query", data(value))
    began = time.monotonic()
    look = client(server).query("p")
    assert isinstance(look, Progress)
    assert time.monotonic() - began < 8
    assert len(repr(look)) < 2_000_000

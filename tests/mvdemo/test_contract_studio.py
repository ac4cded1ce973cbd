"""The stand-in's side of the contract: all it answers fits, it takes whatever fits, and refuses what does not."""

from pathlib import Path

import pytest
import requests
from giggle_contract import CALLS, USED, faults, fits, values
from hypothesis import given, settings
from hypothesis import strategies as st

import mvdemo
from mvdemo import DemoStudio
from mvdemo.intake import SAMPLES

SPOKEN = {call.name: call for call in CALLS}
OF_A_SONG = ("presign", "register")
OF_A_PROJECT = {name: call for name, call in SPOKEN.items() if name not in OF_A_SONG}
BOUNDED = settings(max_examples=30, deadline=None, database=None)
ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
ODD = [None, True, 5, 1.5, "", " ", "\u3000\n", "nonsense", "x" * 201, [], ["16:9"], {}, {"a": 1}, "UPLOAD", "upload"]
FAILS = {"operation": "work", "kind": "step-fails", "sub_step": "OptimizePrompts"}


@pytest.fixture(scope="module")
def studio_of_all(tmp_path_factory):
    """One studio for all examples, which works only when looked at."""
    with DemoStudio(tmp_path_factory.mktemp("contract"), advance="per-query") as studio:
        yield studio


class Wire:
    """Calls of the contract over HTTP; every envelope that comes back is held against it."""

    def __init__(self, studio):
        self.base_url = studio.base_url
        self.headers = {"x-auth": "any"}

    def sent(self, call, fields):
        url = self.base_url + call.path
        if call.method == "GET":
            return requests.get(url, params=fields, headers=self.headers, timeout=60)
        return requests.request(call.method, url, json=fields, headers=self.headers, timeout=60)

    def told(self, operation, **fields):
        """The envelope, which is a success or a failure of the contract."""
        call = SPOKEN[operation]
        reply = self.sent(call, fields).json()
        if fits(call.failure, reply):
            assert reply["msg"]
            assert reply["data"] is None
        else:
            assert faults(call.success, reply) == []
            is_object(reply["data"])
        assert reply["uuid"]
        return reply

    def done(self, operation, **fields):
        reply = self.told(operation, **fields)
        assert reply["code"] == 200, reply
        return reply["data"]

    def created(self, **changes):
        return self.done("create", **(USED["create"].requests[0] | changes))["project_id"]

    def song(self):
        """A file that is put and registered; returns its asset's id."""
        place = self.done("presign", **SPOKEN["presign"].requests[0])
        kind = {"Content-Type": SPOKEN["presign"].requests[0]["content_type"]}
        assert requests.put(place["signed_url"], data=b"a song", headers=kind, timeout=60).ok
        return self.done("register", object_key=place["object_key"], name="song.mp3")["asset_id"]

    def submitted(self, **changes):
        project_id = self.created(**changes)
        self.done("submit", **with_a_picture_taken_here(USED["submit"].requests[0] | {"project_id": project_id}))
        return project_id


def is_object(data):
    """Giggle's own script spreads every data: null is never an answer of the stand-in's own."""
    assert isinstance(data, dict)


def with_a_picture_taken_here(fields):
    """The stand-in takes its own samples and real pictures, and fetches no link."""
    if "reference_image" in fields:
        return fields | {"reference_image": SAMPLES[len(fields["reference_image"]) % len(SAMPLES)]}
    return fields | {"reference_image_url": ONE_PIXEL}


def missing_fields(documented, reply, place="$"):
    """The fields of a documented reply that another one of the same kind lacks."""
    if isinstance(documented, dict):
        for name, value in documented.items():
            if name not in reply:
                yield f"{place}.{name}"
            else:
                yield from missing_fields(value, reply[name], f"{place}.{name}")
    elif isinstance(documented, list) and reply:
        for item in reply:
            yield from missing_fields(documented[0], item, place + "[]")


def life_of_a_project(wire, studio):
    """Every state a project can be in, each as it is looked at."""
    project_id = wire.created()
    yield "created", wire.told("query", project_id=project_id)
    picture = {"reference_image": SAMPLES[0]}
    wire.done(
        "submit", **(with_a_picture_taken_here(USED["submit"].requests[1]) | picture | {"project_id": project_id})
    )
    studio.faults.arm(FAILS | {"project_id": project_id})
    for number in range(12):
        reply = wire.told("query", project_id=project_id)
        yield f"look {number}", reply
        if reply["data"]["pay_status"] == "pending":
            assert fits(USED["pay"].failure, wire.told("retry", project_id=project_id, current_step="shot"))
            wire.done("pay", project_id=project_id)
            yield "paid", wire.told("query", project_id=project_id)
            assert wire.told("pay", project_id=project_id)["code"] == 409
        if reply["data"]["status"] == "failed":
            wire.done("retry", project_id=project_id, current_step="shot")
            yield "retried", wire.told("query", project_id=project_id)


def test_every_state_of_a_project_is_told_with_every_documented_field(open_studio):
    studio = open_studio(advance="per-query")
    seen = dict(life_of_a_project(Wire(studio), studio))
    words = [reply["data"]["status"] for reply in seen.values()]
    assert {"", "processing", "failed", "completed"} == set(words)
    assert {reply["data"]["pay_status"] for reply in seen.values()} == {"", "pending", "paid"}
    for state, reply in seen.items():
        assert (state, list(missing_fields(USED["query"].reply, reply))) == (state, [])
    asset = seen["look 11"]["data"]["video_asset"]
    assert all(asset.values())


@pytest.mark.parametrize("operation", OF_A_PROJECT)
def test_every_success_has_every_documented_field(open_studio, operation):
    studio = open_studio(advance="at-once")
    wire = Wire(studio)
    documented = USED[operation].reply
    if operation == "create":
        reply = wire.told("create", **USED["create"].requests[0])
    elif operation == "submit":
        fields = with_a_picture_taken_here(USED["submit"].requests[0]) | {"project_id": wire.created()}
        reply = wire.told("submit", **fields)
    else:
        project_id = wire.submitted()
        if operation == "retry":
            studio.faults.arm(FAILS)
            wire.done("pay", project_id=project_id)
        reply = wire.told(
            operation, project_id=project_id, **({"current_step": "shot"} if operation == "retry" else {})
        )
    assert list(missing_fields(documented, reply)) == []


def test_every_success_of_an_upload_has_every_documented_field(studio_of_all):
    wire = Wire(studio_of_all)
    place = wire.told("presign", **SPOKEN["presign"].requests[0])
    assert list(missing_fields(SPOKEN["presign"].reply, place)) == []
    kind = {"Content-Type": SPOKEN["presign"].requests[0]["content_type"]}
    requests.put(place["data"]["signed_url"], data=b"a song", headers=kind, timeout=60)
    asset = wire.told("register", object_key=place["data"]["object_key"], name="song.mp3")
    assert list(missing_fields(SPOKEN["register"].reply, asset)) == []


VALID_FAULTS = [
    *({"kind": "status", "status": status} for status in (401, 402, 403, 429, 500, 503)),
    {"kind": "status", "status": 429, "retry_after": 120},
    *({"kind": "envelope", "code": code} for code in (-1, "-1", "E401", True, None, 401, 402, 429, 500)),
    *({"kind": "envelope", "code": code, "processed": True} for code in (0, "0", 200, "200")),
    {"kind": "late", "seconds": 0.01},
    {"kind": "drip", "seconds": 0.01},
    {"kind": "huge", "size": 100_000},
]
LOOK_FAULTS = [
    *({"kind": kind} for kind in ("null-data", "stale", "pay-in-step", "no-link", "null-steps", "bare", "new-words")),
    {"kind": "changed", "fields": {"pay_status": "paid", "err_msg": "moderation", "extra": [1]}},
]


@pytest.mark.parametrize("fault", VALID_FAULTS, ids=lambda fault: "-".join(str(value) for value in fault.values()))
def test_a_fault_that_is_still_an_envelope_fits_the_contract_at_every_call(open_studio, fault):
    studio = open_studio()
    wire = Wire(studio)
    for operation, call in OF_A_PROJECT.items():
        project_id = wire.created() if operation == "submit" else wire.submitted()
        if operation == "retry":
            studio.faults.arm(FAILS | {"project_id": project_id})
            wire.done("pay", project_id=project_id)
        studio.faults.arm({"operation": operation, **fault})
        fields = with_a_picture_taken_here(call.requests[0]) if operation == "submit" else dict(call.requests[0])
        if operation != "create":
            fields["project_id"] = project_id
        reply = wire.sent(call, fields).json()
        assert faults({"anyOf": [call.success, call.failure]}, reply) == [], operation
    assert all(fault["is_spent"] for fault in studio.faults.all())


@pytest.mark.parametrize("fault", LOOK_FAULTS, ids=lambda fault: fault["kind"])
def test_a_look_that_is_odd_but_possible_fits_the_contract(open_studio, fault):
    studio = open_studio()
    wire = Wire(studio)
    waiting, finished = wire.submitted(), wire.submitted()
    wire.done("pay", project_id=finished)
    for project_id in (waiting, finished):
        wire.done("query", project_id=project_id)
        studio.faults.arm({"operation": "query", "project_id": project_id, **fault})
        reply = wire.sent(USED["query"], {"project_id": project_id}).json()
        assert faults(USED["query"].success, reply) == []


@BOUNDED
@given(fields=values(USED["create"].request))
def test_any_create_of_the_contract_is_taken(studio_of_all, fields):
    Wire(studio_of_all).done("create", **fields)


@BOUNDED
@given(fields=values(USED["submit"].request))
def test_any_submit_of_the_contract_is_taken_with_a_picture_and_a_song_the_stand_in_has(studio_of_all, fields):
    wire = Wire(studio_of_all)
    if "music_asset_id" in fields:
        fields = fields | {"music_asset_id": wire.song()}
    wire.done("submit", **with_a_picture_taken_here(fields | {"project_id": wire.created()}))


@pytest.mark.parametrize("operation", ["submit", "query", "pay", "retry"])
@BOUNDED
@given(draw=st.data())
def test_any_call_of_the_contract_for_a_project_that_is_not_there_is_refused_in_an_envelope(
    studio_of_all, operation, draw
):
    fields = draw.draw(values(USED[operation].request))
    assert Wire(studio_of_all).told(operation, **fields)["code"] == 404


def invalid_requests():
    """Each documented request with one field missing or odd, where no default says what it would mean."""
    for name, call in SPOKEN.items():
        if call.method == "GET":
            continue
        for example in call.requests:
            schema = shape_of(call, example)
            for field in example:
                part = schema["properties"][field]
                odd = [value for value in ODD if not fits(part, value)]
                for value in odd:
                    # Nothing where there is a default is the default.
                    if not ("default" in part and value in (None, "")):
                        yield name, example | {field: value}, f"{name} {field} {value!r:.20}"
                if field in schema["required"] and "default" not in part:
                    yield name, {k: v for k, v in example.items() if k != field}, f"{name} without {field}"
            if "reference_image" in schema["properties"]:
                both = {"reference_image": SAMPLES[0], "reference_image_url": ONE_PIXEL}
                yield name, example | both, f"{name} two pictures"
                yield name, {k: v for k, v in example.items() if k not in both}, f"{name} no picture"


def shape_of(call, example):
    """The one object schema that an example fits."""
    shapes = [part for part in call.request.get("oneOf", [call.request]) if "properties" in part]
    return next((part for part in shapes if fits(part, example)), None)


INVALID = list(invalid_requests())


@pytest.mark.parametrize(("operation", "fields"), [row[:2] for row in INVALID], ids=[row[2] for row in INVALID])
def test_a_request_that_does_not_fit_the_contract_is_refused_in_an_envelope(studio_of_all, operation, fields):
    wire = Wire(studio_of_all)
    project_id = USED["pay"].requests[0]["project_id"]
    if operation == "submit" and fields.get("project_id") == project_id:
        fields = fields | {"project_id": wire.created()}
        if "reference_image" in fields and fields["reference_image"] == "asset-7":
            fields["reference_image"] = SAMPLES[0]
    reply = wire.told(operation, **fields)
    assert fits(SPOKEN[operation].failure, reply)
    assert reply["code"] != 500


@BOUNDED
@given(draw=st.data(), operation=st.sampled_from(["create", "submit", "pay", "retry", *OF_A_SONG]))
def test_any_json_object_as_a_body_gets_an_envelope_and_never_a_trouble_of_the_studios_own(
    studio_of_all, draw, operation
):
    names = sorted({name for shape in shapes(SPOKEN[operation]) for name in shape["properties"]})
    fields = draw.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(ODD) | st.text(max_size=5)))
    assert Wire(studio_of_all).told(operation, **fields)["code"] != 500


def shapes(call):
    return [part for part in call.request.get("oneOf", [call.request]) if "properties" in part]


def test_the_stand_in_spells_the_wire_by_itself():
    """Otherwise a fault of the contract would be one of both sides at once."""
    files = list(Path(mvdemo.__file__).parent.rglob("*.py"))
    assert files
    for path in files:
        assert "openapi" not in path.read_text(encoding="utf-8")

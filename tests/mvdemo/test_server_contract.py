"""The five calls, field by field, as the API's page has them."""

import base64
import io
import uuid

import pytest
import requests
from PIL import Image

CREATE = "/api/v1/project/create"
PAY = "/api/v1/trustee_mode/mv/pay"
QUERY = "/api/v1/trustee_mode/mv/query"
ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def refused(reply, *words):
    """Whether a reply is a no with these words in it."""
    assert set(reply) == {"code", "msg", "uuid", "data"}
    assert reply["code"] not in (0, 200, "0", "200", None, True)
    assert reply["data"] is None
    for word in words:
        assert word in reply["msg"], reply["msg"]
    return True


def test_every_reply_is_an_envelope_with_its_own_uuid(caller):
    fields = {"name": "a", "type": "mv", "aspect": "16:9", "mode": "trustee"}
    first, second = caller.call("create", **fields), caller.call("create", **fields)
    assert list(first) == ["code", "msg", "uuid", "data"]
    assert (first["code"], first["msg"]) == (200, "success")
    assert uuid.UUID(first["uuid"]) != uuid.UUID(second["uuid"])
    assert first["data"]["project_id"].startswith("demo-")
    assert first["data"] != second["data"]


@pytest.mark.parametrize("key", [None, ""])
@pytest.mark.parametrize(("method", "path"), [("POST", CREATE), ("POST", PAY), ("GET", QUERY)])
def test_without_a_key_every_call_is_401_in_http_and_in_the_envelope(door, method, path, key):
    headers = {} if key is None else {"x-auth": key}
    reply = requests.request(method, door.base_url + path, json={}, headers=headers, timeout=10)
    assert reply.status_code == 401
    assert reply.json()["code"] == 401
    assert "invalid API key" in reply.json()["msg"]


def test_another_key_may_ask_for_a_project_whose_id_it_knows(caller, caller_for):
    project_id = caller.started()
    assert caller_for(caller.base_url, "another").look(project_id)["project_id"] == project_id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, ["name", "required"]),
        ({"name": "  "}, ["name", "blank"]),
        ({"name": None}, ["name", "required"]),
        ({"name": 7}, ["name", "text"]),
        ({"type": "movie"}, ["type", '"movie"', "aimv-30"]),
        ({"type": None}, ["type", "required"]),
        ({"aspect": "4:3"}, ["aspect", '"4:3"', "9:16"]),
        ({"aspect": ["16:9"]}, ["aspect"]),
        ({"aspect": ""}, ["aspect", "required"]),
        ({"mode": "manual"}, ["mode", "trustee"]),
        ({"mode": None}, ["mode", "trustee"]),
        ({"sketch": "yes"}, ["sketch", "true or false"]),
    ],
)
def test_create_says_which_field_is_wrong(door, change, words):
    fields = {"name": "a", "type": "mv", "aspect": "16:9", "mode": "trustee"} | change
    assert refused(door.call("create", **fields), *words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"music_generate_type": "sing"}, ["music_generate_type", '"sing"']),
        ({"music_generate_type": ...}, ["music_generate_type", "required"]),
        ({"music_generate_type": {}}, ["music_generate_type"]),
        ({"music_generate_type": "upload"}, ["music_asset_id", "required"]),
        ({"aspect": "1:1"}, ["aspect", '"1:1"']),
        ({"aspect": ...}, ["aspect", "required"]),
        ({"scene_description": "x" * 201}, ["scene_description", "201", "200"]),
        ({"scene_description": 5}, ["scene_description", "text"]),
        ({"subtitle_enabled": "true"}, ["subtitle_enabled", "true or false"]),
        ({"subtitle_enabled": 1}, ["subtitle_enabled", "true or false"]),
        ({"prompt": ...}, ["prompt", "required"]),
        ({"prompt": " \n"}, ["prompt", "blank"]),
        ({"prompt": "x" * 20_001}, ["prompt", "too long"]),
        ({"vocal_gender": "robot"}, ["vocal_gender", '"robot"', "female"]),
        ({"vocal_gender": 1}, ["vocal_gender"]),
        ({"instrumental": "no"}, ["instrumental", "true or false"]),
        ({"reference_image": ...}, ["picture is missing"]),
        ({"reference_image": "", "reference_image_url": None}, ["picture is missing"]),
        ({"reference_image_url": ONE_PIXEL}, ["not both"]),
        ({"reference_image": "asset-of-mine"}, ['"asset-of-mine"', "sample-meadow"]),
        ({"reference_image": ["sample-beach"]}, ["reference_image", "text"]),
        ({"project_id": ...}, ["project_id", "required"]),
        ({"project_id": "demo-nobody"}, ["no such project"]),
        ({"project_id": 5}, ["project_id"]),
    ],
)
def test_submit_in_prompt_mode_says_which_field_is_wrong(door, change, words):
    assert refused(door.submit(door.create(), **change), *words)


@pytest.mark.parametrize("missing", ["lyrics", "style", "title"])
@pytest.mark.parametrize("value", [..., "", " ", None, 3])
def test_custom_mode_needs_lyrics_style_and_title(door, missing, value):
    song = {"lyrics": "la", "style": "folk", "title": "Boat", "prompt": ..., "music_generate_type": "custom"}
    assert refused(door.submit(door.create(), **(song | {missing: value})), missing)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("https://example.com/a.jpg", ["never fetches", "Base64"]),
        ("HTTP://example.com/a.jpg", ["never fetches"]),
        ("data:image/png;base64," + ONE_PIXEL, ["data:image", "prefix"]),
        ("not base64 at all!", ["Base64"]),
        (ONE_PIXEL[:-3], ["Base64"]),
        (base64.b64encode(b"plain text").decode(), ["JPEG, PNG or WebP"]),
        (base64.b64encode(base64.b64decode(ONE_PIXEL)[:40]).decode(), ["whole"]),
        (17, ["reference_image_url", "text"]),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused_with_a_sentence(door, picture, words):
    reply = door.submit(door.create(), reference_image=..., reference_image_url=picture)
    assert refused(reply, *words)


def test_half_a_jpeg_and_other_kinds_of_pictures_are_refused(door, raw_base64):
    jpeg = base64.b64decode(raw_base64((300, 200), "JPEG"))
    half = base64.b64encode(jpeg[: len(jpeg) // 2]).decode()
    for picture in (half, raw_base64(kind="GIF"), raw_base64(kind="BMP")):
        reply = door.submit(door.create(), reference_image=..., reference_image_url=picture)
        assert refused(reply, "JPEG, PNG or WebP")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(door, raw_base64):
    bomb = raw_base64((30_000, 20_000), "PNG", "1")
    reply = door.submit(door.create(), reference_image=..., reference_image_url=bomb)
    assert refused(reply, "too many pixels")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_raw_base64_of_the_three_kinds_is_taken_also_with_line_breaks(door, raw_base64, kind):
    picture = raw_base64((64, 48), kind)
    broken = "\n".join(picture[at : at + 76] for at in range(0, len(picture), 76))
    reply = door.submit(door.create(), reference_image=..., reference_image_url=broken)
    assert reply["code"] == 200, reply


def test_the_documentations_own_one_pixel_picture_is_taken(caller):
    assert caller.submit(caller.create(), reference_image="", reference_image_url=ONE_PIXEL)["code"] == 200


def test_a_huge_picture_is_kept_small_and_upright(open_studio, caller_for):
    studio = open_studio(advance="per-query")
    caller = caller_for(studio.base_url)
    project_id = caller.create()
    photo, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6  # lies on its side
    Image.new("RGB", (6000, 1500), "teal").save(photo, "JPEG", exif=turned)
    wide = base64.b64encode(photo.getvalue()).decode()
    assert caller.submit(project_id, reference_image=..., reference_image_url=wide)["code"] == 200
    with Image.open(next(studio.folder.rglob("picture"))) as picture:
        assert picture.size == (640, 2560)
        assert not picture.getexif()


def test_defaults_are_those_of_the_page_and_fields_of_the_other_mode_are_ignored(caller, reel):
    project_id = caller.create()
    assert caller.submit(project_id, lyrics=5, style=None, unheard_of={"a": 1})["code"] == 200
    asked = reel.orders[0].submission
    assert (asked.scene, asked.subtitles, asked.vocal_gender, asked.instrumental) == ("", False, "auto", False)


def test_all_fields_reach_the_renderer(caller, reel):
    project_id = caller.create(type="aimv-30", aspect="9:16", name="夏天")
    caller.submit(
        project_id,
        music_generate_type="custom",
        aspect="9:16",
        lyrics="海风\n吹",
        style="民谣",
        title="船",
        scene_description="日落",
        subtitle_enabled=True,
        prompt="",
    )
    project, asked = reel.orders[0], reel.orders[0].submission
    assert (project.name, project.length, project.sample, project.title) == ("夏天", "30s", "sample-beach", "船")
    assert (asked.mode, asked.aspect, asked.lyrics, asked.style) == ("custom", "9:16", "海风\n吹", "民谣")
    assert (asked.scene, asked.subtitles) == ("日落", True)


def test_submit_answers_without_data_and_only_once(caller):
    project_id = caller.create()
    assert caller.submit(project_id)["data"] == {"project_id": project_id}
    assert refused(caller.submit(project_id), "already submitted")


def test_a_project_that_was_not_submitted_shows_no_status_and_no_step(caller):
    data = caller.look(caller.create())
    assert (data["status"], data["pay_status"], data["current_step"], data["steps"]) == ("", "", "", [])


def test_query_needs_a_known_project(caller):
    assert refused(caller.call("query"), "project_id")
    assert refused(caller.call("query", project_id="demo-0"), "no such project")


def test_pay_answers_an_order_and_the_price_in_credits(caller):
    project_id = caller.started()
    data = caller.call("pay", project_id=project_id)["data"]
    assert data["order_id"]
    assert data["price"] == 580


def test_pay_before_it_is_due_and_pay_twice_are_refused_and_charge_nothing(caller, open_studio, caller_for):
    unsubmitted = caller.create()
    assert refused(caller.call("pay", project_id=unsubmitted), "No payment is due")
    project_id = caller.finished()
    assert refused(caller.call("pay", project_id=project_id), "already paid")
    assert refused(caller.call("pay", project_id="demo-0"), "no such project")
    assert refused(caller.call("pay"), "project_id")
    assert caller.truth(unsubmitted)["charges"] == 0
    assert caller.truth(project_id)["charges"] == 1


def test_a_failed_project_cannot_be_paid(caller, reel):
    reel.broken.add("GenerateMusic")
    project_id = caller.started()
    assert refused(caller.call("pay", project_id=project_id), "failed")


def test_a_failure_names_its_step_and_tells_nothing_of_our_files(caller, reel):
    reel.broken.add("ImageGeneration")
    project_id = caller.started()
    caller.call("pay", project_id=project_id)
    data = caller.look(project_id)
    failed = caller.sub_steps(project_id)["ImageGeneration"]
    assert (data["status"], data["current_step"], failed["status"]) == ("failed", "storyboard", "failed")
    assert data["err_msg"] == failed["error"] == "The demo studio could not do this step (ValueError)."


def test_retry_goes_on_from_the_failed_step_and_keeps_what_is_done(caller, reel):
    reel.broken.add("ImageGeneration")
    project_id = caller.started()
    caller.call("pay", project_id=project_id)
    before = caller.sub_steps(project_id)
    reel.broken.clear()
    assert refused(caller.call("retry", project_id=project_id, current_step="editor"), "storyboard")
    assert refused(caller.call("retry", project_id=project_id), "current_step")
    assert caller.call("retry", project_id=project_id, current_step="storyboard")["code"] == 200
    data = caller.look(project_id)
    counts = {step["step"]: step["retry_count"] for step in data["steps"]}
    assert (data["status"], data["err_msg"]) == ("completed", "")
    assert counts == {"music-generate": 0, "storyboard": 1, "shot": 0, "editor": 0}
    assert caller.sub_steps(project_id)["CharacterCreate"] == before["CharacterCreate"]
    assert reel.stages(project_id).count("CharacterCreate") == 1
    assert reel.stages(project_id).count("ImageGeneration") == 2


def test_only_a_failed_project_can_be_retried(caller):
    project_id = caller.started()
    reply = caller.call("retry", project_id=project_id, current_step="music-generate")
    assert refused(reply, "has not failed")


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_an_enveloped_400(door, body):
    reply = requests.post(door.base_url + CREATE, data=body, headers=door.headers, timeout=10)
    assert reply.status_code == 400
    assert refused(reply.json(), "JSON")


def test_a_body_over_32_mb_is_an_enveloped_413(caller):
    body = b'{"name": "' + b"x" * (33 * 1024 * 1024) + b'"}'
    reply = requests.post(caller.base_url + CREATE, data=body, headers=caller.headers, timeout=30)
    assert reply.status_code == 413
    assert refused(reply.json(), "32 MB")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", CREATE, 405),
        ("DELETE", CREATE, 405),
        ("POST", QUERY, 405),
        ("GET", "/api/v1/nothing", 404),
        ("POST", CREATE + "/", 404),
    ],
)
def test_a_wrong_method_or_address_is_answered_in_an_envelope(door, method, path, status):
    reply = requests.request(method, door.base_url + path, headers=door.headers, timeout=10)
    assert reply.status_code == status
    assert refused(reply.json())


def test_half_a_surrogate_pair_in_a_name_harms_nobody(caller):
    body = b'{"name": "a\\ud800b", "type": "\\ud800", "aspect": "16:9", "mode": "trustee"}'
    reply = requests.post(caller.base_url + CREATE, data=body, headers=caller.headers, timeout=10)
    assert refused(reply.json(), "type")
    whole = body.replace(b'"type": "\\ud800"', b'"type": "mv"')
    made = requests.post(caller.base_url + CREATE, data=whole, headers=caller.headers, timeout=10).json()
    assert caller.truth(made["data"]["project_id"])["name"] == "a?b"


def test_a_trouble_inside_the_server_is_an_envelope_that_tells_nothing(caller, studio, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(studio._projects, "create", broken)
    fields = {"name": "a", "type": "mv", "aspect": "16:9", "mode": "trustee"}
    reply = requests.post(caller.base_url + CREATE, json=fields, headers=caller.headers, timeout=10)
    assert reply.status_code == 500
    assert refused(reply.json(), "problem of its own")
    assert "secret" not in reply.text

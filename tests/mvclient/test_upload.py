"""A song of one's own on its way: presign, put, register; over a bad network, and with hostile answers."""

import gc
import io
import json
import logging
import threading

import pytest
import songs_made
from error_texts import everything_about
from giggle_truth import SIGNATURE
from hostile_faults import KEY_REFUSED, LIMITED, LOST, NOT_EVEN_READ, TROUBLE, answers, data, envelope, processed
from hostile_giggle import Fault

from mvclient import (
    KeyRefused,
    MVError,
    MVRequest,
    NoAnswer,
    RateLimited,
    RequestRefused,
    SongError,
    Unreachable,
    UnreadableReply,
)
from mvclient.lines import plain_address
from mvclient.operations import SLOWEST_BYTES_PER_S, put_file
from mvclient.uploading import Asset

SONG = songs_made.wav(seconds=4)
THREE = {"presign": 1, "put_file": 1, "register": 1}


def the_file(giggle, asset):
    return giggle.truth.files[giggle.truth.assets[asset.asset_id]]


def test_a_song_gets_there_byte_for_byte_and_is_an_asset(giggle, api, tmp_path):
    path = tmp_path / "My song.wav"
    path.write_bytes(SONG)
    asset = api.upload_asset(path)
    assert the_file(giggle, asset) == SONG
    assert (asset.name, asset.type, giggle.counts()) == ("My song.wav", "audio", THREE)
    assert asset.file_url.endswith(SIGNATURE)
    presigned, put, registered = (giggle.calls(name)[0] for name in THREE)
    assert presigned.fields == {"file_name": "My song.wav", "content_type": "audio/wav", "is_public": True}
    assert registered.fields == {"object_key": giggle.truth.assets[asset.asset_id], "name": "My song.wav"}
    assert put.headers["content-type"] == "audio/wav"
    assert put.headers["content-length"] == str(len(SONG))
    assert put.target.endswith("%7E"), "a signature is over the exact text"


def test_the_key_goes_to_giggle_only(giggle, api):
    api.upload_asset(SONG)
    put = giggle.calls("put_file")[0]
    assert put.headers["host"].startswith("localhost:")
    assert "x-auth" not in put.headers
    assert giggle.key not in str(put.headers) + put.target
    assert all(giggle.calls(name)[0].headers["x-auth"] == giggle.key for name in ("presign", "register"))


def test_the_asset_is_what_a_request_takes(giggle, api):
    asset = api.upload_asset(SONG, name="Waves")
    request = MVRequest(
        "A song", "upload", "16:9", reference_image="a", music_asset_id=asset.asset_id, prompt="not sent"
    )
    project_id = api.start(request)
    (sent,) = giggle.truth.projects[project_id].submit_bodies
    assert sent["music_asset_id"] == asset.asset_id
    assert not {"prompt", "lyrics", "style", "title", "vocal_gender", "instrumental"} & set(sent)
    assert asset.name == "Waves"


def test_the_documented_calls_take_a_song_by_keyword(giggle, api):
    for call in (api.create_and_submit, api.execute_workflow):
        envelope = call(
            project_name="n", music_generate_type="upload", aspect="9:16", reference_image="a", music_asset_id="song-1"
        )
        assert envelope["code"] == 200
        assert giggle.truth.projects[envelope["data"]["project_id"]].submit_bodies[0]["music_asset_id"] == "song-1"


@pytest.mark.parametrize("song", ["", " ", "https://a.b/c.mp3", "a" * 201, "two words"])
def test_a_request_without_the_id_of_a_song_is_refused(song):
    with pytest.raises(ValueError, match="music_asset_id"):
        MVRequest("A song", "upload", "16:9", reference_image="a", music_asset_id=song)


def test_other_modes_do_not_look_at_the_song():
    MVRequest("A song", "prompt", "16:9", prompt="p", reference_image="a", music_asset_id="https://a.b/c.mp3")


def test_bad_audio_is_refused_before_anything_is_sent(giggle, api):
    for contents in (b"Dear sir", songs_made.wav(bytes(8000)), songs_made.mp3_of(3600)):
        with pytest.raises(SongError):
            api.upload_asset(contents)
    assert giggle.received == []


def test_it_tells_how_much_went_in_the_callers_thread(giggle, api):
    heard = []
    api.upload_asset(SONG, on_progress=lambda sent, of: heard.append((sent, of, threading.get_ident())))
    assert heard[-1] == (len(SONG), len(SONG), threading.get_ident())
    assert [sent for sent, _, _ in heard] == sorted(sent for sent, _, _ in heard)


def test_a_callers_no_stops_the_upload_and_its_thread(giggle, api):
    """Such as Ctrl+C; the file is not read on behind the caller's back."""
    began = threading.Event()
    giggle.always("put_file", Fault("deaf", lambda line, _reply: began.set() or line.closing.wait(20)))

    def stop(_sent, _of):
        if began.wait(20):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.upload_asset(SONG, on_progress=stop)
    assert giggle.calls("register") == []


def cut_off_in_the_middle(after_bytes):
    """Reads so much of the body and hangs up."""

    def act(line, _reply):
        left = after_bytes
        while left > 0:
            left -= len(line.connection.recv(min(left, 65536)))
        line.reset()

    return Fault("cut-off", act, is_before_reading=True)


BIG = songs_made.wav(seconds=60, rate=44_100)


@pytest.mark.parametrize("after_bytes", [1, 2_000_000])
def test_a_connection_lost_in_the_middle_of_the_file_is_taken_up_again(giggle, clock, api, after_bytes):
    giggle.script("put_file", cut_off_in_the_middle(after_bytes))
    heard = []
    asset = api.upload_asset(io.BytesIO(BIG), on_progress=lambda sent, of: heard.append(sent))
    assert the_file(giggle, asset) == BIG
    assert giggle.counts() == {"presign": 2, "put_file": 1, "register": 1}
    assert clock.slept == [5]
    assert heard[-1] == len(BIG)


@pytest.mark.parametrize("fault", [*LOST[:2], *TROUBLE, *NOT_EVEN_READ, answers(429), answers(408)], ids=str)
def test_a_file_that_did_not_get_there_is_put_again(giggle, clock, api, fault):
    giggle.script("put_file", fault, fault)
    asset = api.upload_asset(SONG)
    assert the_file(giggle, asset) == SONG
    assert clock.slept == [5, 5]


def test_storage_that_never_answers_well_is_reported_after_five_repeats(giggle, clock, api):
    giggle.always("put_file", LOST[0])
    with pytest.raises(NoAnswer) as caught:
        api.upload_asset(SONG)
    assert (caught.value.operation, caught.value.money_moved) == ("put_file", "no")
    assert "Send the song again" in caught.value.advice
    assert clock.slept == [5] * 5
    assert giggle.calls("register") == []


@pytest.mark.parametrize("times", [1, 2])
def test_an_address_that_ran_out_is_asked_for_again_at_once(giggle, clock, api, times):
    giggle.script("put_file", *[answers(403, "<Error><Code>AccessDenied</Code><Message>Request has expired")] * times)
    asset = api.upload_asset(SONG)
    assert the_file(giggle, asset) == SONG
    assert giggle.counts() == {"presign": 1 + times, "put_file": 1 + times, "register": 1}
    assert clock.slept == []


def test_storage_that_takes_no_address_is_no_wrong_key(giggle, api):
    giggle.always("put_file", answers(403, "<Error/>"))
    with pytest.raises(RequestRefused) as caught:
        api.upload_asset(SONG)
    assert "HTTP 403" in str(caught.value)
    assert giggle.counts() == {"presign": 3, "put_file": 3}


@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_redirect_is_not_followed_and_the_song_goes_nowhere_else(giggle, api, status):
    elsewhere = f"{giggle.base_url}/elsewhere"
    giggle.always("put_file", answers(status, "", Location=elsewhere))
    with pytest.raises(RequestRefused):
        api.upload_asset(SONG)
    assert {request.target for request in giggle.calls("put_file")} <= set(giggle.truth.places)


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_clear_no_of_the_storage_is_reported_at_once(giggle, clock, api, status):
    giggle.always("put_file", answers(status, "<Error/>"))
    with pytest.raises(RequestRefused, match=f"HTTP {status}"):
        api.upload_asset(SONG)
    assert len(giggle.calls("put_file")) == 1
    assert clock.slept == []


@pytest.mark.parametrize("status", [200, 201, 204, 206])
def test_any_2xx_is_success(giggle, api, status):
    giggle.script("put_file", processed(answers(status, "whatever")))
    assert the_file(giggle, api.upload_asset(SONG)) == SONG


HOSTILE = [
    None,
    7,
    "",
    "/kept/a?x=1",
    "file:///etc/passwd",
    "ftp://storage.example/a",
    "https://",
    "https:///a",
    "https://user@storage.example/a",
    "https://user:word@storage.example/a",
    "https://giggle.pro\\@evil.example/a",
    "https://storage.example/a b",
    "https://storage.example/a\r\nx-auth: 1",
    "https://storage.example/a#b",
    "https://storage.example:99999/a",
    "https://storage.example:0/a",
    "https://[::1/a",
    "https://st\u00f6rage.example/a",
    "javascript:alert(1)",
    "https://storage.example/" + "a" * 9000,
]


@pytest.mark.parametrize("address", HOSTILE, ids=lambda address: repr(address)[:40])
def test_an_address_that_no_file_may_be_put_to_is_not_gone_to(giggle, api, address, monkeypatch):
    monkeypatch.setattr("mvclient.transport.Transport.put", lambda *_: pytest.fail("it was sent"))
    giggle.always("presign", data({"object_key": "k", "signed_url": address}))
    with pytest.raises(UnreadableReply) as caught:
        api.upload_asset(SONG)
    assert caught.value.operation == "presign"


@pytest.mark.parametrize("told", [None, [], {}, {"object_key": "k"}, {"object_key": " ", "signed_url": "http://a/b"}])
def test_a_place_that_is_not_told_whole_is_reported(giggle, api, told):
    giggle.always("presign", data(told))
    with pytest.raises(UnreadableReply):
        api.upload_asset(SONG)


def test_a_private_line_to_giggle_does_not_lead_to_an_open_one(make_api, monkeypatch):
    """What https protects is not sent in the clear because an answer said so."""
    assert plain_address("http://storage.example/a?b", "https://giggle.pro") == ""
    assert plain_address("https://storage.example/a?b", "https://giggle.pro") == "https://storage.example/a?b"
    assert plain_address("http://127.0.0.1/a", "http://127.0.0.1:8790") == "http://127.0.0.1/a"


@pytest.mark.parametrize("fault", [*LOST, *TROUBLE, *map(processed, LOST)], ids=str)
@pytest.mark.parametrize("operation", ["presign", "register"])
def test_a_call_whose_answer_was_lost_is_made_again(giggle, clock, api, operation, fault):
    giggle.script(operation, fault, fault)
    asset = api.upload_asset(SONG)
    assert the_file(giggle, asset) == SONG
    assert len(giggle.calls(operation)) == 3
    assert clock.slept == [5, 5]


def test_a_registration_that_took_unheard_and_cannot_be_made_twice_begins_anew(giggle, api):
    giggle.truth.registers_twice = False
    giggle.script("register", processed(LOST[0]))
    asset = api.upload_asset(SONG)
    assert the_file(giggle, asset) == SONG
    assert giggle.counts() == {"presign": 2, "put_file": 2, "register": 3}


@pytest.mark.parametrize("operation", ["presign", "register"])
def test_a_clear_no_of_giggle_is_reported_with_its_words(giggle, clock, api, operation):
    giggle.always(operation, envelope("-1", "uploads are not offered to this account"))
    with pytest.raises(RequestRefused, match="not offered to this account") as caught:
        api.upload_asset(SONG)
    assert (caught.value.operation, clock.slept, len(giggle.calls(operation))) == (operation, [], 1)


@pytest.mark.parametrize("operation", ["presign", "register"])
def test_a_refused_key_is_reported_at_once(giggle, api, operation):
    giggle.always(operation, KEY_REFUSED[0])
    with pytest.raises(KeyRefused):
        api.upload_asset(SONG)


def test_a_429_pauses_once(giggle, clock, api):
    giggle.script("presign", LIMITED[0])
    api.upload_asset(SONG)
    assert clock.slept == [120]
    giggle.always("register", LIMITED[0])
    with pytest.raises(RateLimited):
        api.upload_asset(SONG)


@pytest.mark.parametrize("told", [None, {}, {"asset_id": ""}, {"asset_id": None}, {"asset_id": True}])
def test_a_registration_that_tells_no_id_is_reported(giggle, api, told):
    giggle.always("register", data(told))
    with pytest.raises(UnreadableReply) as caught:
        api.upload_asset(SONG)
    assert caught.value.operation == "register"


def test_nobody_there_is_told(giggle, api):
    giggle.shut_the_door()
    with pytest.raises(Unreachable):
        api.upload_asset(SONG)


def test_the_deadline_gives_thirty_megabytes_the_time_that_a_slow_line_needs():
    deadline = put_file(30 * 2**20).deadline
    assert deadline.total_s == 60 + 30 * 2**20 / SLOWEST_BYTES_PER_S
    assert 900 < deadline.total_s < 1200


def test_a_deadline_ends_a_deaf_storage_and_the_file_can_be_read_again(giggle, clock, api, monkeypatch):
    """The thread that is left behind reads nothing any more of the file that the next one reads."""
    monkeypatch.setattr("mvclient.operations.SLOWEST_BYTES_PER_S", 10**9)
    operation = put_file(len(BIG))
    short = operation.__class__("put_file", "PUT", "", operation.deadline.__class__(5, 5, 0.5))
    monkeypatch.setattr("mvclient.transport.put_file", lambda _size: short)
    deaf = Fault("deaf", lambda line, _reply: line.closing.wait(20), is_before_reading=True)
    giggle.script("put_file", deaf)
    asset = api.upload_asset(io.BytesIO(BIG))
    assert the_file(giggle, asset) == BIG
    assert clock.slept == [5]


@pytest.mark.parametrize("level", ["presign", "put_file", "register"])
@pytest.mark.parametrize("kind", ["echo", "echo-403", "reset", "302"])
def test_no_error_no_log_and_no_repr_holds_the_key_the_address_or_where_it_is_kept(
    giggle, api, caplog, capfd, level, kind
):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3")
    leak = f"{giggle.key} http://localhost/kept/a?Signature={SIGNATURE}"
    body = json.dumps({"code": "E1", "msg": leak, "uuid": leak, "data": {"signed_url": leak}})
    giggle.always(
        level,
        {
            "echo": answers(200 if level != "put_file" else 400, body),
            "echo-403": answers(403, body),
            "reset": LOST[0],
            "302": answers(302, body, Location=f"http://127.0.0.1:9/?{giggle.key}&Signature={SIGNATURE}"),
        }[kind],
    )
    with pytest.raises(MVError) as caught:
        api.upload_asset(SONG)
    out, err = capfd.readouterr()
    text = everything_about(caught.value) + caplog.text + out + err
    keys = [*giggle.truth.files, *giggle.truth.places]
    assert "urllib3" in caplog.text, "the API's own calls are still logged"
    for secret in (giggle.key, SIGNATURE, *keys):
        assert secret not in text


def test_a_whole_upload_at_debug_level_logs_no_address_and_its_asset_shows_none(giggle, api, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3")
    asset = api.upload_asset(SONG)
    out, err = capfd.readouterr()
    text = caplog.text + out + err + repr(asset) + repr(api)
    assert "get-presigned-url" in text
    for secret in (giggle.key, SIGNATURE, *giggle.truth.files):
        assert secret not in text
    assert asset == Asset(asset.asset_id, asset.name, asset.type, asset.file_url)


def test_a_large_song_is_sent_as_a_stream(giggle, api, tmp_path, monkeypatch):
    """No copy of the file is made in memory; looked at where its blocks are read."""
    largest = []
    from mvclient.uploading import Body  # noqa: PLC0415 - looked inside

    read = Body.read

    def watched(self, size=2**16):
        block = read(self, size)
        largest.append(len(block))
        return block

    monkeypatch.setattr(Body, "read", watched)
    path = tmp_path / "song.wav"
    path.write_bytes(BIG)
    gc.collect()
    api.upload_asset(path)
    assert sum(largest) == len(BIG)
    assert max(largest) <= 2**16


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/home/me/private/Waves.wav", "Waves.wav"),
        ("a\nb\u202e.wav", "ab.wav"),
        ("x" * 300 + ".wav", "x" * 96 + ".wav"),
        ("", "song.wav"),
    ],
)
def test_a_files_name_goes_along_without_its_folder_and_on_one_line(giggle, api, name, told):
    file = io.BytesIO(SONG)
    file.name = name
    api.upload_asset(file)
    assert giggle.calls("presign")[0].fields["file_name"] == told
    assert giggle.calls("register")[0].fields["name"] == told

"""A song of the caller's own: three calls bring it, a submit names it, and it is nobody else's."""

import http.client
from urllib.parse import urlsplit

import pytest
import requests

from mvdemo import Limits, incoming
from mvdemo.projects import Projects

DAY_S = 24 * 3600.0


def songs(studio):
    return sorted(path.name for path in (studio.folder / "songs").iterdir())


def test_a_song_arrives_byte_for_byte_and_is_handed_to_the_film_until_it_is_finished(studio, caller, reel):
    content = bytes(range(256)) * 9000
    asset_id = caller.brought(content)
    project_id = caller.create()
    seen = {}
    produce = reel.produce

    def looked(project, projects):
        seen["song"] = projects.song(project.project_id).read_bytes()
        return produce(project, projects)

    studio._workshop._producer = looked
    assert caller.submit_song(project_id, asset_id)["code"] == 200
    assert seen["song"] == content
    assert caller.call("pay", project_id=project_id)["code"] == 200
    assert caller.look(project_id)["status"] == "completed"
    assert not (studio.folder / "projects" / project_id / "song").exists()


def test_a_registered_song_can_be_fetched_by_its_link_and_by_nothing_less(caller):
    place = caller.placed()
    caller.put(place["signed_url"], b"a song")
    asset = caller.call("register", object_key=place["object_key"], name="My song.mp3")["data"]
    assert (asset["name"], asset["type"]) == ("My song.mp3", "audio")
    reply = requests.get(asset["file_url"], timeout=60)
    assert (reply.content, reply.headers["content-type"]) == (b"a song", "audio/mpeg")
    assert requests.get(asset["file_url"].partition("?")[0], timeout=60).status_code == 403
    assert requests.get(place["signed_url"], timeout=60).status_code == 403


def test_every_call_of_an_upload_can_be_repeated_and_ends_in_the_same_asset(caller):
    place = caller.placed()
    assert [caller.put(place["signed_url"], content).status_code for content in (b"one", b"two")] == [200, 200]
    assets = [caller.call("register", object_key=place["object_key"], name="a.mp3")["data"] for _ in range(2)]
    assert assets[0]["asset_id"] == assets[1]["asset_id"]
    assert requests.get(assets[0]["file_url"], timeout=60).content == b"two"


@pytest.mark.parametrize("change", ["no query", "another song", "another kind", "another signature", "an hour later"])
def test_only_the_given_address_takes_the_file(studio, caller, clock, change):
    place, other = caller.placed(), caller.placed()
    url, content_type = place["signed_url"], "audio/mpeg"
    if change == "no query":
        url = url.partition("?")[0]
    elif change == "another song":
        url = other["signed_url"].partition("?")[0] + "?" + url.partition("?")[2]
    elif change == "another kind":
        content_type = "audio/wav"
    elif change == "another signature":
        url = url.replace("Signature=", "Signature=A")
    else:
        clock.now += 3601
    assert caller.put(url, bytes(5_000_000), content_type).status_code == 403
    assert songs(studio) == []


def test_a_file_that_is_too_large_or_empty_is_refused_and_leaves_nothing(studio, caller, monkeypatch):
    monkeypatch.setattr(incoming, "SONG_LIMIT", 100_000)
    monkeypatch.setattr(incoming, "PIECE", 30_000)
    url = caller.placed()["signed_url"]
    assert caller.put(url, bytes(100_001)).status_code == 413
    assert caller.put(url, iter([bytes(60_000)] * 3)).status_code == 413
    assert caller.put(url, b"").status_code == 400
    assert songs(studio) == []
    assert caller.put(url, bytes(100_000)).status_code == 200


def test_a_file_that_breaks_off_leaves_nothing_and_can_be_put_again(studio, caller):
    place = caller.placed()
    url = urlsplit(place["signed_url"])
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=20)
    line.putrequest("PUT", f"{url.path}?{url.query}")
    line.putheader("Content-Type", "audio/mpeg")
    line.putheader("Content-Length", "1000")
    line.endheaders(b"half")
    line.close()
    reply = caller.call("register", object_key=place["object_key"], name="a.mp3")
    assert (reply["code"], reply["data"]) == (404, None)
    assert caller.put(place["signed_url"], b"whole").status_code == 200
    assert caller.call("register", object_key=place["object_key"], name="a.mp3")["code"] == 200


def test_a_song_belongs_to_the_key_that_brought_it(studio, caller, caller_for):
    place = caller.placed()
    caller.put(place["signed_url"], b"a song")
    stranger = caller_for(studio.base_url, key="another-key")
    assert stranger.call("register", object_key=place["object_key"], name="mine.mp3")["code"] == 404
    asset_id = caller.call("register", object_key=place["object_key"], name="mine.mp3")["data"]["asset_id"]
    unknown, refused = (stranger.submit_song(stranger.create(), asked) for asked in ("demo-asset-no", asset_id))
    assert (refused["code"], refused["data"]) == (unknown["code"], unknown["data"]) == (404, None)
    assert refused["msg"].split('"')[::2] == unknown["msg"].split('"')[::2]
    assert caller.submit_song(caller.create(), asset_id)["code"] == 200


def test_a_file_is_no_asset_before_it_is_registered(caller):
    place = caller.placed()
    caller.put(place["signed_url"], b"a song")
    asset_id = "demo-asset-" + place["object_key"].rpartition("/")[2]
    assert caller.submit_song(caller.create(), asset_id)["code"] == 404


def test_the_key_is_not_written_down(studio, caller, caller_for):
    caller_for(studio.base_url, key="a-real-key-of-somebodys").brought()
    for path in studio.folder.rglob("*"):
        if path.is_file():
            assert b"a-real-key" not in path.read_bytes()


def test_the_mode_asks_for_nothing_of_the_others(caller, reel):
    asset_id = caller.brought()
    project_id = caller.create()
    assert caller.submit_song(project_id, asset_id)["code"] == 200
    asked = reel.orders[-1].submission
    assert (asked.mode, asked.music_asset_id, asked.prompt, asked.lyrics) == ("upload", asset_id, "", "")
    assert "music_asset_id is required" in caller.submit_song(caller.create(), ...)["msg"]


@pytest.mark.parametrize("content_type", ["image/png", "text/html", "audio/", "audio/mpeg\r\nx: y", "audio/ü"])
def test_only_kinds_of_sound_are_taken(door, content_type):
    reply = door.call("presign", file_name="a", content_type=content_type, is_public=True)
    assert (reply["code"], reply["data"]) == (400, None)


def test_songs_outlive_a_restart_and_what_was_half_there_does_not(open_studio, caller_for):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    asset_id, place = caller.brought(), caller.placed()
    studio.stop()
    (studio.folder / "songs" / ("a" * 32 + ".part")).write_bytes(b"half")
    (studio.folder / "songs" / ("b" * 32 + ".json")).write_bytes(b"[]")
    again = open_studio()
    caller = caller_for(again.base_url)
    assert caller.submit_song(caller.create(), asset_id)["code"] == 200
    assert not any(name.endswith(".part") for name in songs(again))
    port = urlsplit(again.base_url).netloc
    url = urlsplit(place["signed_url"])._replace(netloc=port).geturl()
    assert caller.put(url, b"a song").status_code == 200


def test_songs_go_when_they_are_too_many_too_much_or_too_old_those_first_that_were_not_used(
    open_studio, caller_for, clock
):
    studio = open_studio(limits=Limits(projects=3, song_total_bytes=2500))
    caller = caller_for(studio.base_url)
    first = caller.brought(bytes(1000))
    clock.now += 1
    second = caller.brought(bytes(1000))
    clock.now += 1
    assert caller.submit_song(caller.create(), first)["code"] == 200
    clock.now += 1
    third = caller.brought(bytes(1000))
    assert caller.submit_song(caller.create(), second)["code"] == 404
    assert {caller.submit_song(caller.create(), asset_id)["code"] for asset_id in (first, third)} == {200}
    clock.now += 8 * DAY_S
    caller.brought(bytes(10))
    assert len(songs(studio)) == 2


def test_a_film_goes_on_after_its_asset_is_gone(open_studio, caller_for, reel):
    studio = open_studio(limits=Limits(song_total_bytes=10))
    caller = caller_for(studio.base_url)
    asset_id = caller.brought(b"the song")
    project_id = caller.create()
    caller.submit_song(project_id, asset_id)
    caller.brought(b"another one")
    assert caller.submit_song(caller.create(), asset_id)["code"] == 404
    assert (studio.folder / "projects" / project_id / "song").read_bytes() == b"the song"


def test_a_restart_in_the_middle_of_a_film_keeps_its_mode_and_song(open_studio, caller_for, clock):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    asset_id, project_id = caller.brought(), caller.create()
    caller.submit_song(project_id, asset_id)
    studio.stop()
    kept = Projects(studio.folder, limits=Limits(), clock=clock)
    assert kept.get(project_id).submission.music_asset_id == asset_id
    assert kept.song(project_id).read_bytes() == b"a song"


@pytest.mark.parametrize("operation", ["presign", "upload", "register"])
def test_faults_can_be_armed_for_each_call_of_an_upload(caller, operation):
    place = caller.placed()
    calls = {
        "presign": lambda: requests.post(
            caller.base_url + "/api/v1/asset/get-presigned-url",
            json={"file_name": "a.mp3", "content_type": "audio/mpeg", "is_public": True},
            headers=caller.headers,
            timeout=60,
        ),
        "upload": lambda: caller.put(place["signed_url"], b"a song"),
        "register": lambda: requests.post(
            caller.base_url + "/api/v1/asset/register",
            json={"object_key": place["object_key"], "name": "a.mp3"},
            headers=caller.headers,
            timeout=60,
        ),
    }
    caller.arm(operation, "status", status=503)
    assert calls[operation]().status_code == 503
    caller.arm(operation, "drop")
    with pytest.raises(requests.ConnectionError):
        calls[operation]()
    assert [calls[name]().status_code for name in calls] == [200, 200, 200]

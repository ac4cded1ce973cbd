"""Signed links: what opens them, what does not, and how the film comes through them."""

import logging
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
import requests

FILM = bytes(range(250)) * 20


@pytest.fixture
def asset(caller):
    """The video_asset of a finished project."""
    return caller.look(caller.finished(name="Sea/Side: 海 *"))["video_asset"]


def got(url, **headers):
    return requests.get(url, headers=headers, timeout=10)


def test_links_look_like_cloudfronts_and_the_download_ends_as_documented(asset, studio):
    for name in ("signed_url", "download_url", "thumbnail_url"):
        parts = urlsplit(asset[name])
        assert f"{parts.scheme}://{parts.netloc}" == studio.base_url
        assert parts.path.startswith("/private/")
        assert [field for field, _ in parse_qsl(parts.query)][:3] == ["Policy", "Key-Pair-Id", "Signature"]
    assert asset["download_url"].endswith("response-content-disposition=attachment")
    assert "response-content-disposition" not in asset["signed_url"]


def test_the_signed_link_plays_in_the_page_and_the_download_link_saves(asset):
    playing, saving = got(asset["signed_url"]), got(asset["download_url"])
    assert playing.content == saving.content == FILM
    assert playing.headers["Content-Type"] == saving.headers["Content-Type"] == "video/mp4"
    assert "Content-Disposition" not in playing.headers
    assert saving.headers["Content-Disposition"] == ("attachment; filename*=utf-8''" + quote("Sea Side 海.mp4"))


def test_the_thumbnail_is_a_picture(asset):
    reply = got(asset["thumbnail_url"])
    assert (reply.content, reply.headers["Content-Type"]) == (b"thumbnail", "image/jpeg")


def test_a_player_gets_the_ranges_it_asks_for(asset):
    first, tail, middle = (
        got(asset["signed_url"], Range=asked) for asked in ("bytes=0-99", "bytes=-10", "bytes=4990-")
    )
    assert [reply.status_code for reply in (first, tail, middle)] == [206, 206, 206]
    assert first.content == FILM[:100]
    assert first.headers["Content-Range"] == "bytes 0-99/5000"
    assert tail.content == middle.content == FILM[-10:]
    beyond = got(asset["signed_url"], Range="bytes=5000-")
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == "bytes */5000"


def test_head_tells_the_size_without_the_film(asset):
    reply = requests.head(asset["signed_url"], timeout=10)
    assert (reply.status_code, reply.headers["Content-Length"], reply.content) == (200, "5000", b"")
    assert reply.headers["Accept-Ranges"] == "bytes"


def test_a_link_without_its_query_is_useless(asset):
    reply = got(asset["signed_url"].split("?")[0])
    assert reply.status_code == 403
    assert reply.json()["code"] == 403


def test_any_changed_character_of_the_query_is_refused(asset):
    address, query = asset["signed_url"].split("?")
    for at in range(0, len(query), 7):
        changed = query[:at] + ("A" if query[at] != "A" else "B") + query[at + 1 :]
        assert got(f"{address}?{changed}").status_code in {403, 404}, at
    assert got(f"{address}?{query}").status_code == 200


def test_leaving_out_adding_or_doubling_a_field_is_refused(asset):
    address, query = asset["signed_url"].split("?")
    fields = parse_qsl(query)
    for kept in (fields[1:], fields[:-1], [*fields, ("more", "1")], [*fields, fields[0]], []):
        assert got(f"{address}?{urlencode(kept)}").status_code == 403
    assert got(f"{address}?{query}&response-content-disposition=attachment").status_code == 403
    saving = asset["download_url"].removesuffix("&response-content-disposition=attachment")
    assert got(saving).status_code == 403


def test_a_signature_opens_only_the_file_it_was_made_for(asset, caller):
    query = asset["signed_url"].split("?")[1]
    other = caller.look(caller.finished())["video_asset"]["signed_url"].split("?")[0]
    assert got(f"{other}?{query}").status_code == 403
    assert got(asset["thumbnail_url"].split("?")[0] + "?" + query).status_code == 403


def test_a_tilde_may_come_encoded(open_studio, caller_for):
    caller = caller_for(open_studio().base_url)
    for _ in range(50):
        url = caller.look(caller.started(sketch=True))["video_asset"]["signed_url"]
        if "~" in url:
            break
    assert got(url.replace("~", "%7E")).status_code == 200


def test_links_expire_and_a_fresh_query_brings_fresh_ones(caller, clock):
    project_id = caller.finished()
    old = caller.look(project_id)["video_asset"]["signed_url"]
    clock.now += 3599
    assert got(old).status_code == 200
    clock.now += 2
    assert got(old).status_code == 403
    assert "fresh" in got(old).json()["msg"]
    new = caller.look(project_id)["video_asset"]["signed_url"]
    assert new != old
    assert got(new).status_code == 200


def test_links_stay_the_same_for_minutes_so_that_a_player_is_not_mounted_again(caller, clock):
    project_id = caller.finished()
    first = caller.look(project_id)["video_asset"]
    clock.now += 590
    assert caller.look(project_id)["video_asset"] == first
    clock.now += 20
    later = caller.look(project_id)["video_asset"]
    assert later["signed_url"] != first["signed_url"]
    assert got(first["signed_url"]).status_code == got(later["signed_url"]).status_code == 200


def test_every_link_lives_for_at_least_half_its_lifetime_when_handed_out(open_studio, caller_for, clock):
    caller = caller_for(open_studio(link_lifetime_s=60).base_url)
    project_id = caller.finished()
    for _ in range(12):
        clock.now += 7
        url = caller.look(project_id)["video_asset"]["signed_url"]
        clock.now += 29
        assert got(url).status_code == 200


def test_the_links_secret_is_the_folders_own(open_studio, caller_for, tmp_path):
    one, other = open_studio(), open_studio(folder=tmp_path / "other")
    caller = caller_for(one.base_url)
    url = caller.look(caller.finished())["video_asset"]["signed_url"]
    assert (one.folder / "link-secret").stat().st_mode & 0o777 == 0o600
    assert got(url.replace(one.base_url, other.base_url)).status_code == 403


def test_links_use_the_name_by_which_the_caller_reached_us(caller, studio):
    caller.base_url = f"http://localhost:{studio.port}"
    asset = caller.look(caller.finished())["video_asset"]
    assert asset["signed_url"].startswith(f"http://localhost:{studio.port}/private/")


def test_a_player_that_stopped_reading_does_not_hold_the_studio_up_or_leave_a_traceback(
    open_studio, caller_for, caplog
):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    project_id = caller.finished()
    studio.film(project_id).write_bytes(bytes(30_000_000))  # more than the sockets hold
    url = caller.look(project_id)["video_asset"]["signed_url"]
    with requests.get(url, stream=True, timeout=10) as paused:
        assert paused.raw.read(10) == bytes(10)
        studio.stop()
        with pytest.raises(requests.ConnectionError):
            requests.get(url, timeout=10)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_film_that_was_cleaned_away_is_a_404(asset, studio):
    project_id = urlsplit(asset["signed_url"]).path.split("/")[2]
    studio.film(project_id).unlink()
    assert got(asset["signed_url"]).status_code == 404

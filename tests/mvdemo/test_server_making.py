"""What a studio shows of a film before it is done: the picture, the song, the lines, the shots; and what it keeps."""

import base64
import io

import pytest
import requests
from PIL import Image

from mvdemo import film
from mvdemo.film import samples
from mvdemo.making import Shots, SungLine, keep_lines, still_name, sung_lines

HEADERS = {"x-auth": "anyone"}


def tiny_film(folder, *, mode="custom"):
    words = {"prompt": "sunny pop"} if mode == "prompt" else {"lyrics": "We walk along the shore", "title": "Sea"}
    order = film.FilmOrder(
        mode=mode, aspect="16:9", picture=samples.picture("sample-city"), name="n", style="pop", **words
    )
    return film.Production(order, folder, profile=film.PROFILES["tiny"])


def test_a_film_in_the_making_leaves_its_song_its_lines_and_a_still_of_each_shot(tmp_path):
    production = tiny_film(tmp_path)
    production.run("GenerateMusic")
    assert b"ftyp" in (tmp_path / "song.m4a").read_bytes()[:16]
    lines = sung_lines(tmp_path)
    assert [line.text for line in lines][:1] == ["We walk along the shore"]
    assert all(0 <= line.start_s < line.end_s <= production.duration_s for line in lines)
    production.run("VideoGeneration")
    stills = sorted(path.name for path in tmp_path.glob("still-*"))
    assert stills == [still_name(number, production.shot_count) for number in range(1, production.shot_count + 1)]
    with Image.open(tmp_path / stills[0]) as still:
        assert still.size == (256, 144)


def test_words_that_nobody_wrote_are_no_lines(tmp_path):
    tiny_film(tmp_path, mode="prompt").run("GenerateMusic")
    assert sung_lines(tmp_path) == ()


@pytest.fixture
def begun(open_studio, caller_for, reel):
    """A film that is held while it is filmed: (studio, caller, its id, its folder)."""
    gate = reel.hold("VideoGeneration")
    studio = open_studio(advance="timed")
    caller = caller_for(studio.base_url)
    project_id = caller.started(sketch=True)
    caller.look_until(project_id, lambda _: "VideoGeneration" in reel.stages(project_id))
    yield studio, caller, project_id, studio.folder / "projects" / project_id / "film"
    gate.set()


def made(studio, project_id, name):
    asked = {"project_id": project_id, "name": name}
    return requests.get(studio.base_url + "/_studio/made", params=asked, headers=HEADERS, timeout=10)


def test_what_is_there_is_told_and_handed_out_here_and_to_an_app_elsewhere(begun):
    studio, _, project_id, folder = begun
    assert (studio.song(project_id), studio.shots(project_id)) == (None, None)
    assert made(studio, project_id, "song.m4a").status_code == 404
    (folder / "song.m4a").write_bytes(b"song")
    keep_lines(folder, [SungLine(1.0, 2.0, "海")])
    for number in (1, 2):
        (folder / still_name(number, 9)).write_bytes(b"still %d" % number)
    assert studio.song(project_id).read_bytes() == made(studio, project_id, "song.m4a").content == b"song"
    assert studio.shots(project_id) == Shots(2, 9, "still-002-of-009.jpg")
    assert studio.sung_lines(project_id) == (SungLine(1.0, 2.0, "海"),)
    assert studio.still(project_id, "still-002-of-009.jpg").read_bytes() == b"still 2"
    outlook = requests.get(
        studio.base_url + "/_studio/outlook", params={"project_id": project_id}, headers=HEADERS, timeout=10
    ).json()
    assert (outlook["has_song"], outlook["shots"]["done"], outlook["left"]["fraction"] > 0) == (True, 2, True)
    assert requests.get(studio.base_url + "/_studio/made", timeout=10).status_code == 401


@pytest.mark.parametrize("name", ["../project.json", "project.json", "film.mp4", "", "footage.mp4", "link-secret"])
def test_nothing_else_of_the_folder_is_handed_out(begun, name):
    studio, _, project_id, _ = begun
    assert made(studio, project_id, name).status_code == 404


def test_the_picture_is_there_until_the_film_is(open_studio, caller_for, reel):
    gate = reel.hold("GenerateMusic")
    studio = open_studio(advance="timed")
    caller = caller_for(studio.base_url)
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, "JPEG")
    own = base64.b64encode(written.getvalue()).decode()
    project_id = caller.create(sketch=True)
    assert studio.picture(project_id) is None
    caller.submit(project_id, reference_image=..., reference_image_url=own)
    assert studio.picture(project_id) == made(studio, project_id, "picture").content == written.getvalue()
    gate.set()
    caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert studio.picture(project_id) is None
    assert made(studio, project_id, "picture").status_code == 404


def test_a_finished_film_keeps_its_song_and_lines_and_a_removed_one_nothing(begun, reel):
    studio, caller, project_id, folder = begun
    for name in ("song.m4a", "lines.json", "still.part.jpg", still_name(1, 2)):
        (folder / name).write_bytes(b"[]")
    reel.gates["VideoGeneration"].set()
    caller.look_until(project_id, lambda data: data["status"] == "completed")
    assert sorted(path.name for path in folder.iterdir()) == ["film.mp4", "lines.json", "song.m4a", "thumbnail.jpg"]
    studio.cancel(project_id)
    assert not folder.parent.exists()


def test_lines_that_cannot_be_read_are_none(tmp_path):
    (tmp_path / "lines.json").write_bytes(b'[{"start_s": 1}]')
    assert sung_lines(tmp_path) == ()

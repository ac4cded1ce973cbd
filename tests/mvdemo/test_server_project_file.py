"""A project.json of another version's, half a one or none: what can be read is read, and nothing is ever deleted."""

import errno
import json
import logging
import os
import shutil
from pathlib import Path

import pytest

from mvdemo import Limits
from mvdemo.film import PROFILES, FilmOrder, Production, samples
from mvdemo.making import LINES_NAME, SONG_NAME, is_still
from mvdemo.projects import LEFTOVERS
from mvdemo.snapshot import FILM_NAME, THUMBNAIL_NAME
from mvdemo.steps import SUB_STEPS

LATER = {"colour": "red", "later": {"deep": [1, {"x": None}]}, "half": "\ud800"}


@pytest.fixture
def closed(open_studio, caller_for):
    """A closed studio with one finished film: its id, its folder, and the fields of its project.json."""
    studio = open_studio()
    project_id = caller_for(studio.base_url).finished(name="海边")
    studio.stop()
    home = studio.folder / "projects" / project_id
    return project_id, home, json.loads((home / "project.json").read_bytes())


def everything(folder):
    """Every file below a folder, with its contents."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def written(home, fields):
    content = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    (home / "project.json").write_bytes(content)


def with_later_fields(fields):
    return {
        **fields,
        **LATER,
        "submission": {**fields["submission"], **LATER},
        "sub_steps": [{**sub_step, **LATER} for sub_step in fields["sub_steps"]],
        "retry_counts": {**fields["retry_counts"], "polish": 2},
    }


def test_fields_of_a_later_version_are_passed_over_and_kept_when_the_project_is_written_again(
    closed, open_studio, caller_for, reel, clock
):
    project_id, home, fields = closed
    unfinished = with_later_fields(fields)
    unfinished["sub_steps"][-1] |= {"status": "failed", "error": "told to"}
    written(home, unfinished)
    caller = caller_for(open_studio().base_url)
    assert caller.look(project_id)["status"] == "failed"
    assert caller.call("retry", project_id=project_id, current_step="editor")["code"] == 200
    assert caller.look(project_id)["status"] == "completed"
    now = json.loads((home / "project.json").read_bytes())
    assert now["retry_counts"] == {**fields["retry_counts"], "editor": 1, "polish": 2}
    assert now["sub_steps"][-1]["status"] == "completed"
    for part in (now, now["submission"], *now["sub_steps"]):
        assert {name: part[name] for name in LATER} == LATER
    assert set(now) == set(fields) | set(LATER)


@pytest.mark.parametrize(
    "name",
    [
        "asset_id",
        "name",
        "length",
        "is_sketch",
        "created_at",
        "updated_at",
        "sample",
        "picture_mark",
        "take",
        "retry_counts",
        "pay_state",
        "order_id",
        "charges",
        "magic_done",
        "duration_s",
        "shot_count",
        "project_id",
    ],
)
def test_a_film_whose_notes_lack_a_field_is_still_shown_and_opens(closed, open_studio, caller_for, name):
    project_id, home, fields = closed
    for without in ({k: v for k, v in fields.items() if k != name}, fields | {name: None}):
        written(home, without)
        studio = open_studio()
        data = caller_for(studio.base_url).look(project_id)
        assert (data["status"], data["project_id"]) == ("completed", project_id)
        assert studio.film(project_id).is_file()
        studio.stop()


def changed(fields, path, value):
    """A copy of the fields with one value changed; a number in the path is a place in a list."""
    copy = json.loads(json.dumps(fields))
    part = copy
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return copy


ODD_VALUES = [
    (("name",), 5),
    (("name",), ["x"]),
    (("name",), "\ud800"),
    (("length",), "10h"),
    (("is_sketch",), "yes"),
    (("created_at",), "2026-02-17"),
    (("created_at",), 1e300),
    (("created_at",), 10**400),
    (("created_at",), -1),
    (("updated_at",), True),
    (("updated_at",), float("nan")),
    (("updated_at",), float("inf")),
    (("sample",), "sample-moon"),
    (("picture_mark",), 5),
    (("take",), 0),
    (("take",), "2"),
    (("retry_counts",), []),
    (("retry_counts", "shot"), "1"),
    (("pay_state",), "refunded"),
    (("charges",), 1.5),
    (("duration_s",), "26"),
    (("submission",), "prompt"),
    (("submission",), {}),
    (("submission", "mode"), "hum"),
    (("submission", "aspect"), "1:1"),
    (("submission", "lyrics"), {"a": 1}),
    (("sub_steps",), None),
    (("sub_steps",), {}),
    (("sub_steps",), []),
    (("sub_steps", 3), "ShotStructure"),
    (("sub_steps", 3, "name"), "MoodBoard"),
    (("sub_steps", 3, "status"), "reviewing"),
    (("sub_steps", 3, "completed_at"), "13:35"),
    (("magic_done",), 3),
    (("format",), 2),
    (("format",), "1.1"),
]
ODD_FILES = {
    "empty": b"",
    "half": b'{"project_id": "demo-',
    "list": b"[]",
    "null": b"null",
    "binary": bytes(range(256)),
    "deep": b'{"a":' * 100_000,
    "deep and whole": b'{"submission": null, "sub_steps": [], "a": ' + b"[" * 900 + b"]" * 900 + b"}",
    "long number": b'{"a": ' + b"9" * 10_000 + b"}",
    "huge": b" " * (4 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize(("path", "value"), ODD_VALUES, ids=str)
def test_a_film_whose_notes_make_no_sense_is_left_alone_and_is_no_project(closed, open_studio, caller_for, path, value):
    project_id, home, fields = closed
    written(home, changed(fields, path, value))
    left_alone(open_studio, caller_for, project_id, home)


@pytest.mark.parametrize("name", ["submission", "sub_steps"])
def test_a_film_without_the_heart_of_its_notes_is_left_alone(closed, open_studio, caller_for, name):
    project_id, home, fields = closed
    del fields[name]
    written(home, fields)
    left_alone(open_studio, caller_for, project_id, home)


@pytest.mark.parametrize("kind", ODD_FILES)
def test_a_file_that_is_no_project_is_left_alone(closed, open_studio, caller_for, kind):
    project_id, home, _ = closed
    written(home, ODD_FILES[kind])
    left_alone(open_studio, caller_for, project_id, home)


@pytest.mark.parametrize("how", ["none", "folder", "pipe", "dangling link", "linked home", "file for a home"])
def test_a_folder_without_a_readable_file_is_left_alone(closed, open_studio, caller_for, how, tmp_path):
    project_id, home, _ = closed
    notes = home / "project.json"
    notes.unlink()
    if how == "folder":
        notes.mkdir()
    elif how == "pipe":
        os.mkfifo(notes)
    elif how == "dangling link":
        notes.symlink_to(tmp_path / "nowhere")
    elif how == "linked home":
        home.rename(tmp_path / "elsewhere")
        home.symlink_to(tmp_path / "elsewhere")
    elif how == "file for a home":
        shutil.rmtree(home)
        home.write_text("mine")
    left_alone(open_studio, caller_for, project_id, home)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_file_that_may_not_be_read_is_left_alone(closed, open_studio, caller_for):
    project_id, home, _ = closed
    (home / "project.json").chmod(0)
    left_alone(open_studio, caller_for, project_id, home, is_readable=False)


def left_alone(open_studio, caller_for, project_id, home, *, is_readable=True):
    """A whole life of a studio, with more than it may keep and a clean-up, takes nothing away; then it says so."""
    before = everything(home) if is_readable else None
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger("mvdemo").addHandler(handler)
    try:
        studio = open_studio(limits=Limits(projects=1, total_bytes=8_000, age_s=3600))
        caller = caller_for(studio.base_url)
        assert caller.call("query", project_id=project_id)["code"] == 404
        films = [caller.finished() for _ in range(2)]
        assert caller.look(films[-1])["status"] == "completed"
        studio.cancel(project_id)
        studio.stop()
    finally:
        logging.getLogger("mvdemo").removeHandler(handler)
    assert home.exists()
    assert before is None or everything(home) == before
    (record,) = [record for record in records if record.levelno == logging.WARNING]
    told = record.getMessage()
    assert "left as they are, for they cannot be read: 1 × " in told
    assert project_id not in told


def test_what_cannot_be_read_does_not_count(closed, open_studio, caller_for, clock):
    _project_id, home, _ = closed
    written(home, b"{")
    caller = caller_for(open_studio(limits=Limits(projects=2)).base_url)
    films = []
    for _ in range(2):
        clock.now += 1
        films.append(caller.finished())
    assert [caller.look(film)["status"] for film in films] == ["completed"] * 2
    assert (home / "film" / "film.mp4").is_file()


def test_only_what_the_studio_wrote_goes_with_a_project(open_studio, caller_for):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    project_id = caller.finished()
    home = studio.folder / "projects" / project_id
    mine = [home / "notes.txt", home / "film" / "film (copy).mp4", home / "cut" / "film.mp4"]
    mine[2].parent.mkdir()
    for path in mine:
        path.write_text("mine")
    studio.cancel(project_id)
    assert sorted(path for path in home.rglob("*") if path.is_file()) == sorted(mine)
    assert caller.call("query", project_id=project_id)["code"] == 404


def test_what_a_person_put_beside_a_film_stays_when_the_film_is_finished(open_studio, caller_for, reel):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    project_id = caller.started()
    home = studio.folder / "projects" / project_id
    mine = [home / "notes.txt", home / "film" / "notes.txt"]
    for path in mine:
        path.write_text("mine")
    caller.call("pay", project_id=project_id)
    assert [path.read_text() for path in mine] == ["mine", "mine"]
    assert not (home / "film" / "footage.mp4").exists()


def test_the_renderer_writes_nothing_that_a_clean_up_does_not_know(tmp_path):
    order = FilmOrder("prompt", "16:9", samples.picture("sample-beach"), prompt="pop")
    production = Production(order, tmp_path / "film", profile=PROFILES["tiny"])
    seen = set()

    def look(_fraction):
        seen.update(path.name for path in (tmp_path / "film").iterdir())

    for stage in SUB_STEPS:
        production.run(stage, on_fraction=look, cancelled=None)
        look(1.0)
    known = {FILM_NAME, THUMBNAIL_NAME, SONG_NAME, LINES_NAME, *LEFTOVERS}
    assert {FILM_NAME, THUMBNAIL_NAME, SONG_NAME} < {name for name in seen if not is_still(name)} <= known


def test_projects_that_were_only_created_push_out_no_film(open_studio, caller_for, clock):
    caller = caller_for(open_studio(limits=Limits(projects=2)).base_url)
    film = caller.finished()
    created = []
    for _ in range(4):
        clock.now += 1
        created.append(caller.create())
    assert caller.look(film)["status"] == "completed"
    assert [caller.call("query", project_id=one)["code"] for one in created] == [404, 404, 200, 200]


@pytest.fixture
def full_disk(monkeypatch):
    """A switch that lets no file be written any more."""
    state = {"is_full": False}
    write = Path.write_bytes

    def written_or_not(path, content):
        if state["is_full"]:
            write(path, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", written_or_not)
    return state


def test_a_disk_that_fills_up_is_said_and_loses_nothing(open_studio, caller_for, full_disk, raw_base64):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    created, due, film = caller.create(), caller.started(), caller.finished()
    before = everything(studio.folder)
    full_disk["is_full"] = True
    refusals = [
        caller.call("create", name="x", type="mv", aspect="16:9", mode="trustee"),
        caller.submit(created, reference_image=..., reference_image_url=raw_base64()),
        caller.submit(created),
        caller.call("pay", project_id=due),
    ]
    assert {(reply["code"], reply["msg"]) for reply in refusals} == {
        (507, "There is no room left on the demo studio's disk.")
    }
    assert (caller.look(due)["pay_status"], caller.look(film)["status"]) == ("pending", "completed")
    assert everything(studio.folder) == before
    assert len(list((studio.folder / "projects").iterdir())) == 3
    full_disk["is_full"] = False
    assert caller.submit(created)["code"] == 200
    assert caller.call("pay", project_id=due)["code"] == 200
    assert caller.look(due)["status"] == "completed"


def test_a_film_whose_disk_fills_up_under_way_fails_with_the_reason_and_a_retry_works(
    open_studio, caller_for, full_disk, reel
):
    caller = caller_for(open_studio(advance="timed").base_url)
    gate = reel.hold("GenerateMusicShot")
    project_id = caller.started(sketch=True)
    caller.look_until(project_id, lambda data: data["steps"][0]["sub_steps"][1]["status"] == "processing")
    full_disk["is_full"] = True
    gate.set()
    data = caller.look_until(project_id, lambda data: data["status"] != "processing")
    assert (data["status"], data["err_msg"]) == ("failed", "There is no room left on the demo studio's disk.")
    full_disk["is_full"] = False
    assert caller.call("retry", project_id=project_id, current_step="music-generate")["code"] == 200
    assert caller.look_until(project_id, lambda data: data["status"] != "processing")["status"] == "completed"

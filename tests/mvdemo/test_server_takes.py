"""The same wishes again are another film, whatever happens to the studio between the two."""

import json

import pytest

from mvdemo import Limits
from mvdemo.film import FilmOrder
from mvdemo.filming import film_producer
from mvdemo.music import Brief, compose


def notes_of(studio, project_id):
    return json.loads((studio.folder / "projects" / project_id / "project.json").read_bytes())


def test_the_same_wishes_again_are_the_next_take(studio, caller, reel):
    films = [caller.started() for _ in range(3)]
    assert [notes_of(studio, film)["take"] for film in films] == [1, 2, 3]
    assert [order.take for order in reel.orders] == [1, 2, 3]


@pytest.mark.parametrize(
    ("created", "submitted"),
    [
        ({"name": "Elsewhere"}, {}),
        ({"type": "aimv-30"}, {}),
        ({}, {"prompt": "upbeat rock"}),
        ({}, {"subtitle_enabled": True}),
        ({}, {"vocal_gender": "male"}),
        ({}, {"aspect": "9:16"}),
        ({}, {"reference_image": "sample-city"}),
        ({}, {"sketch": True}),
    ],
    ids=str,
)
def test_whoever_changes_a_wish_has_a_first_take(studio, caller, created, submitted):
    caller.started()
    project_id = caller.create(**created)
    caller.submit(project_id, **submitted)
    assert notes_of(studio, project_id)["take"] == 1


def test_a_picture_of_ones_own_is_known_again_when_it_is_long_deleted(studio, caller, raw_base64):
    takes = []
    for size in ((64, 48), (48, 64), (64, 48)):
        project_id = caller.create()
        caller.submit(project_id, reference_image=..., reference_image_url=raw_base64(size))
        caller.call("pay", project_id=project_id)
        assert caller.look(project_id)["status"] == "completed"
        assert not (studio.folder / "projects" / project_id / "picture").exists()
        takes.append(notes_of(studio, project_id)["take"])
    assert takes == [1, 1, 2]


def test_a_take_stays_what_it_is_over_a_restart_and_when_the_ones_before_it_go(open_studio, caller_for, reel):
    studio = open_studio()
    caller = caller_for(studio.base_url)
    first, second = caller.started(), caller.started()
    studio.stop()
    studio = open_studio()
    caller = caller_for(studio.base_url)
    studio.cancel(first)
    caller.call("pay", project_id=second)
    assert caller.look(second)["status"] == "completed"
    assert (reel.orders[-1].project_id, reel.orders[-1].take) == (second, 2)
    assert notes_of(studio, caller.started())["take"] == 3


def test_projects_of_a_time_without_takes_count_as_first_ones(open_studio, caller_for):
    studio = open_studio()
    project_id = caller_for(studio.base_url).finished()
    studio.stop()
    home = studio.folder / "projects" / project_id
    fields = json.loads((home / "project.json").read_bytes())
    del fields["take"], fields["picture_mark"]
    (home / "project.json").write_text(json.dumps(fields))
    studio = open_studio()
    caller = caller_for(studio.base_url)
    assert caller.look(project_id)["status"] == "completed"
    assert notes_of(studio, caller.started())["take"] == 2


def test_what_is_cleared_away_is_forgotten(open_studio, caller_for, clock):
    studio = open_studio(limits=Limits(age_s=60))
    caller = caller_for(studio.base_url)
    caller.finished()
    clock.now += 61
    caller.create()
    assert notes_of(studio, caller.started())["take"] == 1


def test_the_renderer_is_told_the_take(open_studio, caller_for, monkeypatch):
    asked = []

    def instead(order, *_args, **_settings):
        asked.append(order)
        raise ValueError("nothing is filmed here")

    monkeypatch.setattr("mvdemo.film.Production", instead)
    monkeypatch.setattr("mvdemo.workshop.log.exception", lambda *_args: None)
    caller = caller_for(open_studio(producer=film_producer("tiny")).base_url)
    caller.started()
    caller.started()
    assert [order.take for order in asked] == [1, 2]


def seeds(**wishes):
    return FilmOrder("prompt", "16:9", b"", prompt="sunny pop", **wishes).brief(26.0).seed("tune")


def test_takes_and_lengths_have_seeds_of_their_own_and_the_first_has_that_of_the_words():
    assert seeds() == Brief(prompt="sunny pop").seed("tune") == 0xEC7C6A7E020DBECA
    assert len({seeds(), seeds(take=2), seeds(take=3), seeds(length="30s"), seeds(length="30s", take=2)}) == 5


def test_another_take_is_another_song():
    first, second = (compose(Brief(prompt="sunny pop", take=take)) for take in (1, 2))
    assert (first.style.name, second.style.name) == ("pop", "pop")
    assert first.lines != second.lines
    assert first.hits != second.hits

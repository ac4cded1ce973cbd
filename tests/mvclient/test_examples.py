"""The example in the docs does what it says: in a process of its own, against the demo studio."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from mvdemo import DemoStudio

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "examples" / "make_video.py"
KEY = "key-of-the-example"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with DemoStudio(tmp_path_factory.mktemp("studio"), advance="at-once", profile="tiny") as studio:
        yield studio


@pytest.fixture(autouse=True)
def nothing_armed(studio):
    yield
    studio.faults.clear()


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("photo") / "me.jpg"
    Image.new("RGB", (320, 240), "teal").save(path)
    return str(path)


def run(studio, *arguments, says="", key=KEY):
    settings = os.environ | {"GIGGLE_API_BASE": studio.base_url, "GIGGLE_API_KEY": key, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", str(SCRIPT), *arguments]
    return subprocess.run(
        command, env=settings, input=says, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT
    )


def number_of(done):
    return done.stdout.partition("Project ")[2].split()[0]


def is_a_sentence(done):
    told = done.stderr.strip()
    return done.returncode == 1 and "\n" not in told and "Traceback" not in told and KEY not in told


def test_a_film_is_made_and_its_link_printed(studio, photo):
    done = run(studio, photo, "upbeat pop, sunny", "--pay")
    assert (done.returncode, done.stderr) == (0, "")
    link = done.stdout.splitlines()[-1]
    assert link.startswith(f"{studio.base_url}/private/{number_of(done)}/film.mp4?")
    assert "Signature=" in link
    assert studio.film(number_of(done)) is not None


def test_it_asks_before_it_pays_and_a_later_run_goes_on_where_a_no_ended_it(studio, photo, tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("Waves and light\nSand and song\n", encoding="utf-8")
    refused = run(studio, photo, "--lyrics", str(words), "--style", "folk", "--title", "Seaside", says="n\n")
    assert is_a_sentence(refused)
    project_id = number_of(refused)
    assert project_id in refused.stderr
    assert "Pay for it now?" in refused.stdout
    assert studio.film(project_id) is None
    done = run(studio, "--go-on", project_id, says="y\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Whether it was paid before is not known here." in done.stdout
    assert "/film.mp4?" in done.stdout.splitlines()[-1]
    assert studio.film(project_id) is not None


def test_a_refused_key_is_one_sentence(studio, photo):
    studio.faults.arm({"operation": "create", "kind": "status", "status": 401, "msg": "invalid API key"})
    done = run(studio, photo, "upbeat pop, sunny", "--pay")
    assert is_a_sentence(done)
    assert "Giggle does not know this API key" in done.stderr
    assert done.stdout == ""


def test_no_key_is_one_sentence(studio, photo):
    done = run(studio, photo, "upbeat pop, sunny", key="")
    assert is_a_sentence(done)
    assert "There is no Giggle API key." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-photo.jpg", "pop"], "The picture file cannot be read."),
        ([str(SCRIPT), "pop"], "picture"),
        (["PHOTO"], "prompt must not be blank."),
        (["PHOTO", "--lyrics", "no-such-words.txt"], "The file with the lyrics cannot be read"),
    ],
    ids=["no-picture", "not-a-picture", "no-song", "no-lyrics"],
)
def test_what_cannot_be_sent_is_one_sentence(studio, photo, arguments, told):
    done = run(studio, *(photo if argument == "PHOTO" else argument for argument in arguments))
    assert is_a_sentence(done)
    assert told in done.stderr
    assert done.stdout == ""

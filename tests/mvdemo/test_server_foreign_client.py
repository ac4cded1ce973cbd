"""Whatever speaks the documented API works here: a stranger's script, real films, a real process."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest
from sound_files import click_times, clicks, write_song

from mvdemo import DemoStudio
from mvdemo.film import samples
from mvdemo.intake import SAMPLES

SCRIPT = Path(__file__).with_name("foreign_client.py")


def environment(base_url):
    return os.environ | {"GIGGLE_API_BASE": base_url, "GIGGLE_API_KEY": "a-strangers-key"}


def test_a_strangers_script_brings_a_song_of_its_own_and_gets_a_film_of_it(tmp_path, monkeypatch):
    song = write_song(tmp_path / "song.mp3", clicks(click_times(4, 120), 4), "mp3")
    monkeypatch.setenv("SONG", str(song))
    with DemoStudio(tmp_path / "studio", advance="at-once", profile="tiny") as studio:
        facts = stranger(studio.base_url, "upload", "16:9", tmp_path / "film.mp4")
    assert (facts["price"], facts["completed_steps"]) == (580, "music-generate,storyboard,shot,editor")
    assert facts["duration"] == pytest.approx(4, abs=0.2)


def stranger(base_url, mode, aspect, target, *name):
    """Runs the script to its end and returns what it saw."""
    command = [sys.executable, str(SCRIPT), mode, aspect, str(target), "0", *name]
    done = subprocess.run(command, env=environment(base_url), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def boxes(path):
    """The names of an MP4's outermost boxes, in order."""
    content, at, names = path.read_bytes(), 0, []
    while at + 8 <= len(content):
        names.append(content[at + 4 : at + 8].decode("ascii"))
        at += int.from_bytes(content[at : at + 4])
    return names


@pytest.mark.parametrize("advance", ["timed", "per-query", "at-once"])
@pytest.mark.parametrize(("mode", "aspect"), [("prompt", "16:9"), ("custom", "9:16")])
def test_a_strangers_script_that_spreads_every_answer_gets_its_film(tmp_path, advance, mode, aspect):
    """All five operations: the film fails once on its way, so that a retry is among them."""
    film = tmp_path / "film.mp4"
    with DemoStudio(tmp_path / "studio", advance=advance, profile="tiny", step_s=0) as studio:
        facts = stranger(studio.base_url, mode, aspect, film, "Seaside, fail once")
        assert studio.film(facts["project_id"]).read_bytes() == film.read_bytes()
    assert (facts["price"], facts["is_retried"], facts["ids"]) == (580, True, [facts["project_id"]])
    assert facts["completed_steps"] == "music-generate,storyboard,shot,editor"
    assert (facts["range_status"], facts["is_same_start"], facts["unsigned_status"]) == (206, True, 403)
    assert facts["disposition"].startswith("attachment")
    assert {"pay", "editor"} <= set(facts["seen"])
    names = boxes(film)
    assert names.index("moov") < names.index("mdat")
    with av.open(str(film)) as container:
        (picture,), (sound,) = container.streams.video, container.streams.audio
        assert (picture.codec_context.name, picture.pix_fmt, sound.codec_context.name) == (
            "h264",
            "yuv420p",
            "aac",
        )
        assert (picture.width > picture.height) == (aspect == "16:9")
        assert container.duration / av.time_base == pytest.approx(facts["duration"], abs=0.2)
    assert facts["shot_count"] >= 1


def started(*options):
    """A process `python -m mvdemo`, and the greeting that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mvdemo", "--port", "0", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    greeting = ""
    for line in process.stdout:
        greeting += line
        if "Ctrl+C" in line:
            return process, greeting
    raise AssertionError(process.stderr.read())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop_and_logs_nobody(tmp_path, ending):
    process, greeting = started("--profile", "tiny", "--advance", "at-once", "--folder", tmp_path / "studio")
    base_url = re.search(r"http://127\.0\.0\.1:\d+", greeting.splitlines()[0])[0]
    assert f"GIGGLE_API_BASE={base_url}\n" in greeting
    facts = stranger(base_url, "prompt", "16:9", tmp_path / "film.mp4")
    process.send_signal(ending)
    rest, complaints = process.communicate(timeout=30)
    assert process.returncode == 0
    assert complaints == ""
    for secret in ("a-strangers-key", "Signature", facts["project_id"]):
        assert secret not in greeting + rest


def run_command(*options):
    command = [sys.executable, "-m", "mvdemo", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_help_explains_the_samples_the_tricks_the_faults_and_the_admin_routes():
    done = run_command("--help")
    assert done.returncode == 0
    for word in (
        "--advance",
        "per-query",
        "at-once",
        "--profile",
        "--folder",
        "--host",
        "sample-beach, sample-city, sample-meadow",
        "失败一次",
        "no credits",
        "POST   /_demo/faults",
        "GET    /_demo/projects",
        "step-fails",
    ):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_a_taken_port_or_folder_ends_the_command_with_a_sentence(tmp_path, studio):
    for options in (
        ("--port", studio.port, "--folder", tmp_path / "other"),
        ("--port", 0, "--folder", studio.folder),
    ):
        done = run_command(*options)
        assert done.returncode == 1
        assert done.stderr.startswith("The demo studio cannot start: ")
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", [("--port", "70000"), ("--advance", "never"), ("--profile", "imax")])
def test_a_wrong_option_is_told_before_anything_starts(wrong):
    done = run_command(*wrong)
    assert done.returncode == 2
    assert wrong[0] in done.stderr


def test_the_samples_that_are_offered_are_those_that_can_be_drawn():
    assert SAMPLES == samples.NAMES


def test_a_sample_by_its_name_makes_a_film_too(tmp_path, caller_for):
    with DemoStudio(tmp_path / "studio", advance="at-once", profile="tiny") as studio:
        caller = caller_for(studio.base_url)
        project_id = caller.create(sketch=True)
        assert caller.submit(project_id, reference_image="sample-city")["code"] == 200
        assert studio.film(project_id).stat().st_size > 10_000
        assert studio.thumbnail(project_id).read_bytes()[:2] == b"\xff\xd8"

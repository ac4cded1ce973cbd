"""A studio that cannot open says why: a sentence for a person, a stable word for a program, never a traceback."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mvdemo import DemoStudio, FolderInUse, StudioProblem

FULL = Path("/dev/full")


def refusal(open_studio, **options):
    with pytest.raises(StudioProblem) as caught:
        open_studio(**options)
    return caught.value


def with_a_full_disk(folder):
    """A folder whose first note goes to the device that is always full."""
    folder.mkdir()
    (folder / "room").symlink_to(FULL)
    return folder


needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"advance": "sometimes"}, "advance must be one of timed, per-query, at-once."),
        ({"profile": "imax"}, "profile must be one of show, draft, tiny."),
        ({"port": 65_536}, "port must be a number from 0 to 65535."),
        ({"port": -1}, "port must be a number from 0 to 65535."),
    ],
)
def test_a_mistyped_option_is_answered_with_the_ones_there_are(tmp_path, wrong, words):
    with pytest.raises(StudioProblem) as caught:
        DemoStudio(tmp_path / "studio", **wrong)
    assert (caught.value.reason, str(caught.value)) == ("setting", words)


def test_two_studios_never_share_a_folder(open_studio, tmp_path):
    first = open_studio()
    problem = refusal(open_studio)
    assert isinstance(problem, FolderInUse)
    assert (problem.reason, str(problem)) == ("folder_in_use", f"Another demo studio works in {tmp_path / 'studio'}.")
    first.stop()
    open_studio()


@pytest.mark.parametrize("name", ["a-file", "a-file/below", "no\0such", "long" * 100])
def test_a_folder_that_cannot_be_made_or_written_is_named(open_studio, tmp_path, name):
    (tmp_path / "a-file").write_text("mine")
    problem = refusal(open_studio, folder=tmp_path / name)
    assert problem.reason == "folder"
    assert str(problem).startswith(f"The folder {tmp_path / name} cannot be used: ")
    assert (tmp_path / "a-file").read_text() == "mine"


def test_a_place_inside_the_folder_that_is_no_folder_is_said_too_and_left_alone(open_studio, tmp_path):
    (tmp_path / "studio").mkdir()
    (tmp_path / "studio" / "projects").write_text("mine")
    assert refusal(open_studio).reason == "folder"
    assert (tmp_path / "studio" / "projects").read_text() == "mine"
    (tmp_path / "studio" / "projects").unlink()
    open_studio()


@needs_full
def test_a_disk_without_room_is_said_before_anything_is_begun(open_studio, tmp_path):
    folder = with_a_full_disk(tmp_path / "studio")
    problem = refusal(open_studio)
    assert (problem.reason, str(problem)) == ("disk_full", f"There is no room left on the disk of {folder}.")
    assert not (folder / "room").is_symlink()
    open_studio()


def test_a_port_that_is_taken_is_named_and_the_folder_is_left_free(studio, open_studio, tmp_path):
    problem = refusal(open_studio, folder=tmp_path / "second", port=studio.port)
    assert (problem.reason, f"Port {studio.port} is in use" in str(problem)) == ("port_in_use", True)
    open_studio(folder=tmp_path / "second")


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 0), ("a..b", 0), ("203.0.113.1", 0)])
def test_an_address_nobody_can_listen_on_is_named(open_studio, host, port):
    problem = refusal(open_studio, host=host, port=port)
    assert problem.reason == "address"
    assert str(problem).startswith(f"It is not possible to listen on {host}, port {port}: ")


def test_a_system_without_a_folder_for_temporary_files_is_no_crash(open_studio, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", lambda *_: open(tmp_path / "none"))  # noqa: PTH123, SIM115 - fails
    assert refusal(open_studio, folder=None).reason == "folder"


def test_a_name_that_somebody_else_holds_is_passed_over(open_studio, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = open_studio(folder=None)
    first.stop()
    # As a folder of another user's: what is in it cannot be opened.
    (first.folder / "in-use").unlink()
    (first.folder / "in-use").mkdir()
    assert open_studio(folder=None).folder != first.folder


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--folder", "FILE"], 1, "The demo studio cannot start: The folder FILE cannot be used: "),
        pytest.param(["--folder", "FULL"], 1, "There is no room left on the disk of FULL.", marks=needs_full),
        (["--host", "no.such.host.invalid"], 1, "It is not possible to listen on no.such.host.invalid, port 0: "),
        (["--profile", "imax"], 2, "invalid choice: 'imax'"),
        (["--port", "70000"], 2, "invalid port value: '70000'"),
    ],
)
def test_the_command_says_it_in_one_line_and_ends(tmp_path, options, code, words):
    file = tmp_path / "FILE"
    file.write_text("")
    if FULL.exists():
        with_a_full_disk(tmp_path / "FULL")
    command = [sys.executable, "-m", "mvdemo", "--port", "0", "--folder", "studio", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (code, "")
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith(("usage:", " "))]
    assert words in line

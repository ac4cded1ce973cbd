"""The command line, killed and taken up again at each stage, in each mode: one charge."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
import songs_made
from hostile_faults import answers
from PIL import Image

from mvclient import SQLiteLedger
from mvdemo import DemoStudio, intake

ROOT = Path(__file__).parents[2]
SONGS = {
    "prompt": ["--prompt", "upbeat pop"],
    "custom": ["--lyrics", "Waves and light\nSand and song", "--style", "folk", "--title", "Seaside"],
    "upload": ["--song", "song.wav"],
}


@pytest.fixture
def folder(tmp_path):
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "me.jpg")
    (tmp_path / "song.wav").write_bytes(songs_made.wav(seconds=4))
    return tmp_path


@pytest.fixture
def shell_at(folder):
    """A shell for the studio at an address; no program of it outlives the test."""
    shells = []

    def at(base_url, key):
        shells.append(Shell(folder, base_url, key))
        return shells[-1]

    yield at
    for shell in shells:
        shell.kill()
        shell.close()


class Shell:
    """Programs of their own, one after the other, with one ledger."""

    def __init__(self, folder, base_url, key):
        self._folder = folder
        self._settings = os.environ | {
            "GIGGLE_API_BASE": base_url,
            "GIGGLE_API_KEY": key,
            "MV_DATA_DIR": str(folder / "data"),
            "PYTHONPATH": str(ROOT),
        }
        self._settings.pop("MV_LEDGER_URL", None)
        self.process = None
        self.lines = []

    def start(self, *said):
        command = [sys.executable, "-W", "error", "-m", "mvclient", *said]
        self.lines = []
        self.process = subprocess.Popen(
            command, env=self._settings, cwd=self._folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        return self

    def kill(self, *_args):
        self.process.kill()
        self.process.wait(20)

    def killed_when(self, has_come):
        """Read until a line that is waited for, and kill it."""
        for line in self.process.stdout:
            self.lines.append(json.loads(line))
            if has_come(self.lines[-1]):
                break
        else:
            pytest.fail(f"it ended by itself: {self.lines[-1:]} {self.process.stderr.read()}")
        self.kill()
        self.close()

    def ended(self, says=""):
        out, err = self.process.communicate(says, timeout=120)
        self.lines += [json.loads(line) for line in out.splitlines()]
        return self.process.returncode, err

    def close(self):
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


def is_at(*names):
    return lambda line: line.get("running") in names


STAGES = {
    "before anything is known": lambda line: "project_id" in line,
    "the first look": lambda line: "status" in line,
    "the music": is_at("GenerateMusic", "GenerateMusicShot", "CalculatePrice"),
    "the payment": lambda line: line.get("payment_due"),
    "just paid": lambda line: line.get("pay_status") == "paid",
    "filming": is_at("VideoGeneration"),
    "merging": is_at("ResourceDownload", "IntelligentMerge"),
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """It moves with each look only, so that no stage is over before a slow machine has come to it."""
    with DemoStudio(tmp_path_factory.mktemp("studio"), advance="per-query", profile="tiny") as studio:
        yield studio


@pytest.mark.parametrize("mode", [mode for mode in SONGS if mode in intake.MODES])
def test_killed_at_every_stage_of_the_demo_studio_and_taken_up_again_there_is_one_charge(
    studio, shell_at, folder, mode
):
    shell = shell_at(studio.base_url, f"key-{mode}")
    make = ["make", "--picture", "me.jpg", *SONGS[mode], "--ask", "--interval", "0.5"]
    project_id = ""
    for stage, has_come in STAGES.items():
        if not project_id:
            shell.start(*make).killed_when(has_come)
            project_id = shell.lines[0]["project_id"]
            # It may have died before the song was sent; who goes on with the same number sends it if it never arrived.
            shell.start(*make, "--project-id", project_id)
        elif stage == "the first look":
            shell.killed_when(has_come)
        else:
            # While it asks whether it may pay nothing goes on, so there it is killed on the question.
            answer = [] if stage in ("the music", "the payment") else ["--pay"]
            shell.start("watch", project_id, "--interval", "0.5", *answer).killed_when(has_come)
    code, err = shell.start("watch", project_id, "--save", "film.mp4").ended()
    assert (code, err) == (0, "")
    assert (folder / "film.mp4").read_bytes()[4:8] == b"ftyp"
    projects = requests.get(f"{studio.base_url}/_demo/projects", timeout=10).json()["projects"]
    assert [project["charges"] for project in projects if project["project_id"] == project_id] == [1]
    assert SQLiteLedger(folder / "data" / "payments.sqlite3").latest(project_id).state == "paid"


OF_A_SONG = ("presign", "put_file", "register")
OF_A_PROJECT = ("create", "submit", "query", "pay")


@pytest.mark.parametrize(
    ("mode", "call"),
    [*((mode, call) for mode in SONGS for call in OF_A_PROJECT), *(("upload", call) for call in OF_A_SONG)],
)
def test_killed_when_giggle_has_done_a_call_and_its_answer_is_on_its_way_there_is_one_charge(
    giggle, shell_at, mode, call
):
    giggle.truth.template = {"done": 2}
    shell = shell_at(giggle.base_url, giggle.key)
    make = ["make", "--picture", "me.jpg", *SONGS[mode], "--interval", "0.1"]
    was_killed = threading.Event()

    def kill():
        giggle.on_processed.clear()
        shell.kill()
        was_killed.set()

    giggle.on_processed[call] = kill
    shell.start(*make)
    assert was_killed.wait(60)
    assert shell.ended()[0] == -signal.SIGKILL
    number = [line["project_id"] for line in shell.lines if "project_id" in line][:1]
    if not number:  # nobody was told of it: a project without a song, which costs nothing
        code, err = shell.start(*make).ended()
    else:
        code, err = shell.start("watch", number[0], "--interval", "0.1").ended()
    assert (code, err) == (0, "")
    assert shell.lines[-1]["is_finished"]
    assert sum(giggle.truth.charges.values()) == 1
    assert len(giggle.calls("pay")) == 1
    if number:
        assert giggle.truth.projects[number[0]].charges == 1


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_says_how_to_go_on(giggle, shell_at, stop):
    giggle.truth.template = {"done": 1, "stale_looks": 10_000}
    shell = shell_at(giggle.base_url, giggle.key)
    shell.start("make", "--picture", "me.jpg", *SONGS["prompt"], "--interval", "0.1")
    looked = threading.Event()
    giggle.on_processed["query"] = looked.set
    assert looked.wait(60)
    shell.process.send_signal(stop)
    code, err = shell.ended()
    assert code == 130
    assert err.splitlines()[-1].endswith(f"To go on: mv-studio watch {shell.lines[0]['project_id']}")
    assert "Traceback" not in err


def test_whoever_reads_the_lines_may_leave_early(giggle, shell_at):
    """Such as `| head -1`; it stops looking, says how to go on, and nothing is lost."""
    giggle.always("query", answers(200, '{"code": 200, "data": {"status": "processing"}}'))
    shell = shell_at(giggle.base_url, giggle.key)
    shell.start("watch", "p", "--interval", "0.1")
    shell.process.stdout.readline()
    shell.process.stdout.close()
    assert shell.process.wait(60) == 130
    assert "mv-studio watch p" in shell.process.stderr.read()


def test_a_stop_while_the_program_is_still_loading_says_nothing(giggle, shell_at, folder, monkeypatch):
    """Ctrl+C right after Enter; here it comes in the midst of an import."""
    (folder / "early").mkdir()
    (folder / "early" / "requests.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    shell = shell_at(giggle.base_url, giggle.key)
    shell._settings["PYTHONPATH"] = os.pathsep.join((str(folder / "early"), str(ROOT)))
    assert shell.start("query", "p").ended() == (130, "")

"""The command line: what it does, what it says to people and to programs, and what its exit codes mean."""

import json
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
import songs_made
from giggle_truth import SIGNATURE
from hostile_faults import KEY_REFUSED, KNOWN_REFUSALS, LOST, answers, data, envelope, raw

from mvapp.studio import configuration
from mvapp.studio.ledger import SQLLedger
from mvclient import SQLiteLedger, errors
from mvclient.shell import arguments, error_words, exits, main
from mvclient.shell.going_on import NextCommand
from mvclient.shell.places import data_folder

ROOT = Path(__file__).parents[2]


def song_of(mode, files):
    return {
        "prompt": ["--prompt", "upbeat pop"],
        "custom": ["--lyrics-file", files["words.txt"], "--style", "folk", "--title", "Seaside"],
        "upload": ["--song", files["song.wav"]],
    }[mode]


def the_project(giggle):
    (project,) = giggle.truth.projects.values()
    return project


@pytest.mark.parametrize("mode", ["prompt", "custom", "upload"])
def test_a_film_is_made_in_each_mode_and_told_line_by_line(shell, giggle, files, mode):
    assert shell("make", "--picture", files["me.jpg"], *song_of(mode, files)) == 0
    project = the_project(giggle)
    (submitted,) = project.submit_bodies
    assert (submitted["music_generate_type"], project.charges) == (mode, 1)
    assert shell.lines[0] == {"project_id": project.project_id}
    assert [line["fraction"] for line in shell.lines[1:]] == sorted(line["fraction"] for line in shell.lines[1:])
    last = shell.lines[-1]
    assert (last["is_finished"], last["money"], last["payment"]["price_credits"]) == (True, "paid", 580)
    assert SIGNATURE in last["video_asset"]["download_url"]
    assert shell.err == ""
    if mode == "upload":
        assert giggle.truth.files[giggle.truth.assets[submitted["music_asset_id"]]] == songs_made.wav()


def test_its_payments_are_in_the_apps_ledger(shell, giggle, files):
    shell("make", "--picture", files["me.jpg"], "--prompt", "pop")
    row = SQLLedger(f"sqlite:///{shell.ledger_file}").latest(the_project(giggle).project_id)
    assert (row.state, row.price_credits) == ("paid", 580)


OF_A_SUBMIT = (
    "--mode --aspect --reference-image --reference-image-url --scene-description --subtitle --prompt --vocal-gender "
    "--instrumental --lyrics --style --title --music-asset-id"
)
GIGGLES_OWN = {
    # its commands and their flags: which of ours it is
    ("workflow", f"--project-name {OF_A_SUBMIT} --pretty"): "make",
    ("create-submit", f"--project-name {OF_A_SUBMIT}"): "start",
    ("start", f"--name {OF_A_SUBMIT}"): "start",
    ("submit", f"--project-id {OF_A_SUBMIT}"): "start",
    ("query", "--project-id --poll --interval"): "query",
    ("pay", "--project-id"): "pay",
    ("retry", "--project-id --current-step"): "retry",
}
VALUES = {"--mode": "prompt", "--aspect": "9:16", "--vocal-gender": "male", "--interval": "5"}
BARE = {"--subtitle", "--instrumental", "--poll", "--pretty"}


@pytest.mark.parametrize(("command", "flags"), GIGGLES_OWN)
def test_whoever_used_giggles_own_script_finds_every_flag_of_it(command, flags):
    said = [word for flag in flags.split() for word in ([flag] if flag in BARE else [flag, VALUES.get(flag, "x")])]
    asked = arguments.read([command, *said])
    assert asked.command == GIGGLES_OWN[command, flags]
    for flag in flags.split():
        field = {"--name": "project_name"}.get(flag, flag.removeprefix("--").replace("-", "_"))
        assert getattr(asked, field) in (True, VALUES.get(flag, "x"), 5.0)
    assert arguments.read(["--pretty", command, *said]).pretty


def test_every_flag_reaches_the_wire(shell, giggle):
    said = (
        "start --mode prompt --aspect 9:16 --project-name Waves --reference-image asset-7 --scene-description 'A beach'"
        " --subtitle --prompt pop --vocal-gender male --instrumental --length 30s"
    )
    assert shell(*shlex.split(said)) == 0
    project = the_project(giggle)
    assert project.create_body == {"name": "Waves", "type": "aimv-30", "aspect": "9:16", "mode": "trustee"}
    assert project.submit_bodies == [
        {
            "project_id": project.project_id, "music_generate_type": "prompt", "aspect": "9:16", "prompt": "pop",
            "scene_description": "A beach", "subtitle_enabled": True, "vocal_gender": "male", "instrumental": True,
            "reference_image": "asset-7",
        }
    ]  # fmt: skip
    assert (shell.lines, giggle.calls("query"), project.charges) == ([{"project_id": project.project_id}], [], 0)


PROMPT = ("--prompt", "pop", "--reference-image", "asset-7")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["make", "--prompt", "pop"], "picture is missing"),
        (["make", "--reference-image", "a"], "give --prompt, --lyrics-file or --song"),
        (["make", "--picture", "not-there.jpg", "--prompt", "p"], "no picture at not-there.jpg"),
        (["make", "--reference-image", "a", "--song", "not-there.mp3"], "no song at not-there.mp3"),
        (["make", "--reference-image", "a", "--mode", "upload"], "--music-asset-id must not be blank"),
        (["make", "--reference-image", "a", "--lyrics-file", "not-there.txt"], "no file with lyrics at"),
        (["make", "--reference-image", "a", "--picture", "b.jpg", "--prompt", "p"], "one picture"),
        (["make", "--reference-image", "a", "--song", "b.mp3", "--music-asset-id", "c"], "one song"),
        (["make", "--reference-image", "a", "--song", "b.mp3", "--mode", "prompt"], "do not go together"),
        (["make", *PROMPT, "--save", "no-such-folder/film.mp4"], "Nothing can be saved there"),
        (["upload", "not-there.mp3"], "no song at not-there.mp3"),
        (["watch"], "name the project's number"),
        (["frobnicate"], "invalid choice"),
        ([], "a song and a picture go in"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(shell, giggle, said, told):
    assert shell(*said) == exits.WRONG
    assert told in shell.err
    assert "Traceback" not in shell.err
    assert giggle.received == []


def test_a_silent_song_is_no_reason_to_send_a_picture(shell, giggle, files):
    Path(files["song.wav"]).write_bytes(songs_made.wav(bytes(8000)))
    assert shell("make", "--picture", files["me.jpg"], "--song", files["song.wav"]) == exits.WRONG
    assert "silent" in shell.err
    assert giggle.received == []


def test_a_song_is_not_uploaded_for_a_request_that_is_wrong(shell, giggle, files):
    assert shell("make", "--song", files["song.wav"]) == exits.WRONG
    assert "picture is missing" in shell.err
    assert giggle.received == []


@pytest.mark.parametrize(
    ("operation", "fault", "code", "kind"),
    [
        ("create", KEY_REFUSED[0], exits.KEY, "KeyRefused"),
        ("create", envelope("-1", "no"), exits.FAILED, "RequestRefused"),
        ("create", LOST[0], exits.LINE, "NoAnswer"),
        ("submit", envelope("-1", "this mode is not offered"), exits.FAILED, "RequestRefused"),
        ("pay", KNOWN_REFUSALS[0], exits.PAYMENT, "PaymentRefused"),
        ("pay", LOST[0], exits.PAYMENT, "PaymentUnconfirmed"),
    ],
)
def test_an_error_is_a_code_a_last_line_for_programs_and_a_sentence_for_people(
    shell, giggle, operation, fault, code, kind
):
    giggle.always(operation, fault)
    assert shell("make", *PROMPT) == code
    told = shell.lines[-1]["error"]
    assert (told["kind"], told["operation"]) == (kind, operation)
    assert told["message"] in shell.err
    if operation != "create":
        assert told["project_id"] == the_project(giggle).project_id
        assert told["project_id"] in shell.err


def test_a_failed_job_names_its_step_and_retry_goes_on_from_it(shell, giggle):
    giggle.truth.template = {"fails_at": "VideoGeneration"}
    assert shell("make", *PROMPT) == exits.FAILED
    assert shell.lines[-1]["error"]["kind"] == "JobFailed"
    assert f"mv-studio retry {the_project(giggle).project_id}" in shell.err
    project = the_project(giggle)
    assert shell("query", project.project_id) == exits.FAILED
    assert shell.lines[-1]["failed_step"] == "shot"
    assert shell("retry", project.project_id) == 0
    assert shell.lines[0]["retried"] == "shot"
    assert (project.retries, project.charges, shell.lines[-1]["is_finished"]) == (["shot"], 1, True)


def test_a_job_that_has_not_failed_is_not_retried(shell, giggle):
    project = giggle.truth.new_project()
    assert shell("retry", project.project_id) == exits.WRONG
    assert "has not failed" in shell.err
    assert project.retries == []


def test_after_the_hour_it_says_how_to_go_on(shell, giggle):
    giggle.truth.template = {"stale_looks": 10_000}
    assert shell("make", *PROMPT, max_wait_s=60) == exits.LATER
    assert the_project(giggle).project_id in shell.err


def test_nobody_there_and_no_key_are_told_apart(shell, giggle, monkeypatch):
    giggle.shut_the_door()
    assert shell("keys", "check") == exits.LINE
    monkeypatch.delenv("GIGGLE_API_KEY")
    assert shell("keys", "check") == exits.KEY
    assert "There is no Giggle API key" in shell.err


def test_keys_check_asks_giggle(shell, giggle):
    assert shell("keys", "check") == 0
    assert shell.lines == [{"key": "taken"}]
    giggle.always("query", KEY_REFUSED[0])
    assert shell("keys", "check") == exits.KEY
    assert set(giggle.counts()) == {"query"}


def test_without_the_variable_a_person_is_asked_for_the_key_unseen(shell, giggle, monkeypatch):
    monkeypatch.delenv("GIGGLE_API_KEY")
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or giggle.key)
    assert shell("keys", "check", on_terminal=True) == 0
    assert len(asked) == 1
    assert giggle.key not in shell.out + shell.err


@pytest.mark.parametrize(
    "said", ["make --api-key SECRET", "make --key=SECRET", "SECRET", "make --mode SECRET", "watch p SECRET"]
)
def test_a_key_that_was_typed_is_not_taken_and_not_said_again(shell, monkeypatch, said):
    words = said.replace("SECRET", "sk-123456789").split()
    monkeypatch.setattr(sys, "argv", ["mv-studio", *words])
    assert shell(*words) == exits.WRONG
    assert "sk-123456789" not in shell.out + shell.err
    if "key" in said:
        assert "never an argument" in shell.err
    assert not any("key" in flag for flag in re.findall(r"--[\w-]+", help_of("make")))


def help_of(command):
    parser = arguments._parser()
    (commands,) = [action for action in parser._actions if hasattr(action, "choices") and action.dest == "command"]
    return commands.choices[command].format_help()


def test_the_key_is_in_nothing_that_is_said_or_kept(shell, giggle, files):
    shell("make", "--picture", files["me.jpg"], "--song", files["song.wav"])
    said = shell.out + shell.err
    giggle.always("query", envelope("-1", f"who is {giggle.key}?"))
    shell("query", the_project(giggle).project_id)
    kept = b"".join(file.read_bytes() for file in shell.ledger_file.parent.iterdir())
    assert giggle.key not in said + shell.out + shell.err
    for secret in (giggle.key, SIGNATURE):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("says", "code", "charges"), [("y\n", 0, 1), ("n\n", exits.PAYMENT, 0), ("", exits.PAYMENT, 0)]
)
def test_it_asks_before_paying_if_that_is_wanted(shell, giggle, says, code, charges):
    assert shell("make", *PROMPT, "--ask", says=says) == code
    project = the_project(giggle)
    assert "580 credits" in shell.err
    assert project.charges == charges
    if code:
        assert f"mv-studio watch {project.project_id} --pay" in shell.err
        assert shell("watch", project.project_id, says=says) == code, "the wish is kept"
        assert shell("watch", project.project_id, "--pay") == 0
        assert project.charges == 1


def test_a_later_watch_pays_by_itself_only_what_was_made_so_here(shell, giggle, monkeypatch):
    assert shell("make", *PROMPT, "--no-wait") == 0
    made = the_project(giggle)
    assert shell("watch", made.project_id) == 0
    stranger = giggle.truth.project_waiting_for_payment()
    assert shell("watch", stranger.project_id) == exits.PAYMENT
    assert "Whether it was paid before is not known here" in shell.err
    assert (made.charges, stranger.charges) == (1, 0)
    assert shell("pay", stranger.project_id) == 0
    assert shell.lines[-1]["payment"]["order_id"] == "order-1"
    assert shell("pay", stranger.project_id) == 0
    assert stranger.charges == 1


def test_what_the_app_has_claimed_is_not_paid_from_here(shell, giggle, clock):
    project = giggle.truth.project_waiting_for_payment()
    SQLLedger(f"sqlite:///{shell.ledger_file}").reserve(project.project_id, attempt=1, at=clock())
    assert shell("watch", project.project_id, "--pay") == exits.PAYMENT
    assert giggle.calls("pay") == []
    assert shell("pay", project.project_id) == exits.PAYMENT
    assert giggle.calls("pay") == []
    assert shell("pay", project.project_id, "--again") == 0
    assert project.charges == 1


class StopsAt:
    """Ctrl+C while it sleeps for the n-th time."""

    def __init__(self, clock, number):
        self._clock, self._left = clock, number

    def __call__(self, seconds):
        self._left -= 1
        if self._left <= 0:
            raise KeyboardInterrupt
        self._clock.sleep(seconds)


@pytest.mark.parametrize("number", [1, 3, 4, 6, 9])
def test_ctrl_c_says_how_to_go_on_and_loses_nothing(shell, giggle, clock, number):
    assert shell("make", *PROMPT, sleep=StopsAt(clock, number)) == exits.STOPPED
    project = the_project(giggle)
    assert shell.err.splitlines()[-1].endswith(f"To go on: mv-studio watch {project.project_id}")
    assert shell("watch", project.project_id) == 0
    assert (project.charges, shell.lines[-1]["is_finished"]) == (1, True)


def test_ctrl_c_before_there_is_a_project_says_that_nothing_was_charged(shell, giggle, clock):
    giggle.always("create", LOST[0])
    assert shell("make", *PROMPT, sleep=StopsAt(clock, 1)) == exits.STOPPED
    assert "Nothing was charged" in shell.err


def test_a_song_that_never_arrived_is_sent_again_to_the_same_project(shell, giggle):
    giggle.always("submit", LOST[0])
    assert shell("make", *PROMPT) == exits.LINE
    project = the_project(giggle)
    giggle._always.clear()
    assert shell("watch", project.project_id) == exits.FAILED
    assert shell.lines[-1]["error"]["kind"] == "NeverArrived"
    assert shell("make", *PROMPT, "--project-id", project.project_id) == 0
    assert (len(giggle.truth.projects), project.charges) == (1, 1)


def test_a_look_is_one_line_and_a_ledger_that_is_away_does_not_stop_it(shell, giggle):
    project = giggle.truth.new_project(done=2)
    assert shell("query", project.project_id) == 0
    assert [line["running"] for line in shell.lines] == ["CalculatePrice"]
    assert shell("--pretty", "query", "--project-id", project.project_id) == 0
    assert len(shell.out.splitlines()) > 10
    assert shell("query", project.project_id, "--ledger", "/dev/null/x") == 0
    assert shell("watch", project.project_id, "--ledger", "/dev/null/x") == exits.PAYMENT
    assert "nothing is paid" in shell.err
    assert giggle.calls("pay") == []


def test_an_upload_prints_the_id_and_costs_nothing(shell, giggle, files):
    assert shell("upload", files["song.wav"]) == 0
    assert shell.lines == [{"asset_id": "asset-1", "name": "song.wav", "type": "audio"}]
    assert set(giggle.counts()) == {"presign", "put_file", "register"}
    assert not shell.ledger_file.exists()


def test_on_a_terminal_there_is_a_bar_and_a_link_to_copy(shell, giggle, files):
    assert shell("make", "--picture", files["me.jpg"], "--song", files["song.wav"], on_terminal=True) == 0
    assert "█" in shell.out
    assert "100%" in shell.out
    assert f"Project {the_project(giggle).project_id}\n" in shell.out
    assert f"Signature={SIGNATURE.replace('~', '%7E')}" in shell.out.splitlines()[-1]
    assert "It is paid by itself" not in shell.err, "a demo studio, which charges nothing"
    assert "Paid: 580 credits (order order-1)." in shell.out


def test_foreign_words_do_not_reach_the_terminal_as_commands(shell, giggle):
    giggle.always("query", data({"status": "failed", "err_msg": "\x1b]0;owned\x07 \x1b[2J no", "pay_status": "paid"}))
    assert shell("watch", "p", on_terminal=True) == exits.FAILED
    said = (shell.out + shell.err).replace("\x1b[K", "")
    assert "\x1b" not in said
    assert "\x07" not in said


def test_json_can_be_had_on_a_terminal_too(shell, giggle):
    assert shell("query", giggle.truth.new_project().project_id, "--json", on_terminal=True) == 0
    assert json.loads(shell.out)["status"] == "processing"


def film_at(giggle, link=None):
    link = link or f"{giggle.base_url}/film.mp4?Policy=a&Signature={SIGNATURE}"
    giggle.always("query", data({"status": "completed", "video_asset": {"download_url": link}}))


FETCH = "GET /film.mp4"
FILM = b"a film " * 50_000


def test_the_film_is_saved_without_the_key(shell, giggle, files):
    film_at(giggle)
    giggle.script(FETCH, answers(200, FILM))
    assert shell("watch", "p", "--save", files["film.mp4"]) == 0
    assert Path(files["film.mp4"]).read_bytes() == FILM
    assert shell.lines[-1] == {"project_id": "p", "saved": files["film.mp4"]}
    (fetched,) = giggle.calls(FETCH)
    assert "x-auth" not in fetched.headers
    assert fetched.target.endswith(SIGNATURE)


def test_a_file_that_is_there_is_not_written_over(shell, giggle, files):
    film_at(giggle)
    assert shell("watch", "p", "--save", files["me.jpg"]) == exits.WRONG
    assert giggle.received == []


HALF = f"HTTP/1.1 200 OK\r\nContent-Length: {len(FILM)}\r\n\r\n".encode() + FILM[:1000]


def test_a_download_that_breaks_or_whose_link_ran_out_is_begun_again_by_a_fresh_one(shell, giggle, clock, files):
    film_at(giggle)
    giggle.script(FETCH, raw(HALF, name="half"), answers(403, "expired"), answers(500), answers(200, FILM))
    assert shell("query", "p", "--save", files["film.mp4"]) == 0
    assert Path(files["film.mp4"]).read_bytes() == FILM
    assert len(giggle.calls("query")) == 1 + 4
    assert not list(shell.folder.glob("*.part"))


@pytest.mark.parametrize("fault", [answers(404), answers(302, "", Location="http://127.0.0.1:9/"), LOST[0]], ids=str)
def test_a_download_that_fails_leaves_no_half_film_and_shows_no_link(shell, giggle, files, fault):
    film_at(giggle)
    giggle.always(FETCH, fault)
    assert shell("watch", "p", "--save", files["film.mp4"]) in (exits.FAILED, exits.LINE)
    assert not list(shell.folder.glob("film*"))
    assert SIGNATURE not in shell.err
    assert SIGNATURE not in json.dumps(shell.lines[-1])


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://u:p@a.example/b", "//a.example/b"])
def test_a_link_that_is_none_is_not_followed(shell, giggle, files, link):
    film_at(giggle, link)
    assert shell("watch", "p", "--save", files["film.mp4"]) == exits.LINE
    assert not Path(files["film.mp4"]).exists()


def test_a_place_that_takes_no_film_is_said_so_and_the_link_is_not(shell, giggle, files):
    film_at(giggle)
    giggle.always(FETCH, answers(200, FILM))
    Path(files["film.mp4"] + ".part").mkdir()
    assert shell("watch", "p", "--save", files["film.mp4"]) == exits.FAILED
    assert "cannot be written" in shell.err
    assert SIGNATURE not in shell.err


def test_what_is_kept_is_where_the_app_keeps_it(monkeypatch, tmp_path):
    for name, value in (("MV_DATA_DIR", "~/studio"), ("MV_DATA_DIR", ""), ("XDG_DATA_HOME", str(tmp_path))):
        monkeypatch.setenv(name, value)
        assert data_folder() == configuration.data_folder()


def test_the_settings_ledger_is_taken_and_one_that_cannot_be_opened_is_never_guessed(shell, giggle, monkeypatch):
    project = giggle.truth.project_waiting_for_payment()
    monkeypatch.setenv("MV_LEDGER_URL", "postgresql://keeper:word@db.example/ledger")
    assert shell("pay", project.project_id) == exits.PAYMENT
    assert "cannot open" in shell.err
    assert "word" not in shell.err
    assert giggle.calls("pay") == []
    other = shell.folder / "other one.sqlite3"
    monkeypatch.setenv("MV_LEDGER_URL", f"sqlite:///{str(other).replace(' ', '%20')}")
    assert shell("pay", project.project_id) == 0
    assert SQLiteLedger(other).latest(project.project_id).state == "paid"


def test_help_says_what_every_exit_code_means(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    assert len(exits.MEANINGS) == 8
    for code, meaning in exits.MEANINGS.items():
        assert f"{code} " in told
        assert meaning in told
    for names, what, _, _ in arguments.COMMANDS:
        assert " ".join(what.split()) in " ".join(told.split())
        assert names[0] in told


def test_whoever_sits_at_a_shell_is_not_told_to_write_python():
    said = {kind.__name__: error_words.advice_of(made(kind), NextCommand()) for kind in every_kind_of_error()}
    assert len(said) > 20
    for name, advice in said.items():
        assert not re.search(r"\w\(|\w=", advice), name


def every_kind_of_error():
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MVError)]


def made(kind):
    error = kind.__new__(kind)
    vars(error).update(message="", project_id="p", operation="watch", code="", failed_step="")
    return error


def test_the_console_script_is_this_program():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"mv-studio": "mvclient.shell:run"}

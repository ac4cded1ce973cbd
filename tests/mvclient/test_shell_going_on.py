"""The command line: a payment that waits for a person, receipts, and the commands to go on with."""

import json

import pytest
from giggle_truth import SIGNATURE
from hostile_faults import KNOWN_REFUSALS, LOST, data, envelope

from mvapp.text import steps
from mvclient.progress import STEP_TABLE
from mvclient.shell import command, exits
from mvclient.shell.step_names import step_name

PROMPT = ("--prompt", "pop", "--reference-image", "asset-7")


def the_project(giggle):
    (project,) = giggle.truth.projects.values()
    return project


@pytest.fixture
def refused(shell, giggle):
    """A project whose payment was refused."""
    giggle.script("pay", KNOWN_REFUSALS[0])
    assert shell("make", *PROMPT) == exits.PAYMENT
    return the_project(giggle)


@pytest.mark.parametrize("flags", [[], ["--ask"], ["--pay"], ["--save", "film.mp4"]], ids=" ".join)
@pytest.mark.parametrize("on_terminal", [False, True])
def test_a_watch_of_a_refused_payment_says_so_at_once_and_pays_nothing(shell, giggle, refused, flags, on_terminal):
    assert shell("pay", refused.project_id) == exits.PAYMENT
    told = shell.err
    sent, looks = len(giggle.calls("pay")), len(giggle.calls("query"))
    assert shell("watch", refused.project_id, *flags, on_terminal=on_terminal) == exits.PAYMENT
    saving = " --save film.mp4" if "--save" in flags else ""
    assert shell.err == told.rstrip("\n") + saving + "\n"
    assert f"mv-studio pay {refused.project_id} --again && mv-studio watch {refused.project_id}{saving}" in shell.err
    assert len(giggle.calls("pay")) == sent
    assert len(giggle.calls("query")) == looks + 1
    if not on_terminal:
        assert shell.lines[-1]["error"]["kind"] == "PaymentRefused"


def test_after_a_person_paid_again_it_goes_on(shell, giggle, refused):
    assert shell("pay", refused.project_id, "--again") == 0
    assert shell("watch", refused.project_id) == 0
    assert refused.charges == 1


def test_a_payment_that_was_not_confirmed_is_said_at_once_too(shell, giggle):
    giggle.always("pay", LOST[0])
    assert shell("make", *PROMPT) == exits.PAYMENT
    project = the_project(giggle)
    looks = len(giggle.calls("query"))
    assert shell("watch", project.project_id, "--pay") == exits.PAYMENT
    assert shell.lines[-1]["error"]["kind"] == "PaymentUnconfirmed"
    assert (len(giggle.calls("query")), len(giggle.calls("pay"))) == (looks + 1, 1)


def test_a_look_of_a_person_shows_the_refusal_and_what_to_do(shell, refused):
    assert shell("query", refused.project_id, on_terminal=True) == 0
    assert "Giggle refused the payment" in shell.out
    assert f"mv-studio pay {refused.project_id} --again" in shell.err
    assert shell("query", refused.project_id) == 0
    assert (shell.lines[-1]["payment"]["state"], shell.err) == ("refused", "")


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (["make", "--no-wait"], "pays by itself"),
        (["make", "--no-wait", "--ask"], "asks before it pays"),
        (["start"], "asks before it pays"),
    ],
)
def test_who_does_not_wait_is_told_how_it_goes_on_and_that_nothing_is_paid(shell, giggle, said, how):
    assert shell(*said, *PROMPT) == 0
    assert "Nothing is paid until you go on" in shell.err
    assert how in shell.err
    assert shell.err.endswith(f"mv-studio watch {the_project(giggle).project_id}\n")
    assert giggle.calls("pay") == []


def test_the_receipt_is_told_once(shell, giggle):
    assert shell("make", *PROMPT, on_terminal=True) == 0
    assert shell.out.count("Paid: 580 credits (order order-1).") == 1
    assert shell("watch", the_project(giggle).project_id, on_terminal=True) == 0
    assert "Paid" not in shell.out


def test_a_project_that_was_paid_before_is_not_said_to_be_paid_now(shell, giggle):
    here, elsewhere = (giggle.truth.project_waiting_for_payment() for _ in range(2))
    assert shell("pay", here.project_id, on_terminal=True) == 0
    assert "Paid: 580 credits" in shell.out
    assert shell("pay", here.project_id, on_terminal=True) == 0
    assert f"{here.project_id} was already paid: 580 credits" in shell.out
    assert "nothing was charged now" in shell.out
    assert shell("pay", elsewhere.project_id, "--ledger", str(shell.folder / "other.sqlite3")) == 0
    assert shell.lines[-1]["is_charged_now"] is True
    assert shell("pay", elsewhere.project_id) == 0
    assert (shell.lines[-1]["is_charged_now"], elsewhere.charges) == (False, 1)


def stopped(_seconds):
    raise KeyboardInterrupt


def test_where_to_save_the_film_is_in_every_command_to_go_on_with(shell, giggle):
    film = str(shell.folder / "my film.mp4")
    saving = f"--save '{film}'"
    assert shell("make", *PROMPT, "--save", film, sleep=stopped) == exits.STOPPED
    assert shell.err.endswith(f"{saving}\n")
    assert shell("make", *PROMPT, "--ask", "--save", film, says="n\n") == exits.PAYMENT
    assert shell.err.endswith(f"--pay {saving}\n")
    giggle.truth.template = {"fails_at": "VideoGeneration"}
    assert shell("make", *PROMPT, "--save", film) == exits.FAILED
    assert saving in shell.lines[-1]["error"]["advice"]
    assert "mv-studio retry" in shell.err


def test_the_ledger_is_in_them_too(shell, giggle):
    ledger = str(shell.folder / "mine.sqlite3")
    assert shell("start", *PROMPT, "--ledger", ledger) == 0
    assert shell.err.endswith(f"--ledger {ledger}\n")


def test_a_look_at_an_unfinished_film_saves_nothing_and_says_so(shell, giggle):
    project = giggle.truth.new_project(done=2)
    assert shell("query", project.project_id, "--save", "film.mp4") == exits.LATER
    assert shell.lines[-1]["status"] == "processing"
    assert "nothing to save yet" in shell.err
    assert f"mv-studio watch {project.project_id} --save film.mp4" in shell.err


def test_a_song_that_cannot_be_used_is_to_be_replaced(shell, giggle):
    why = "Nothing is to be heard in this song: the whole file is silent."
    giggle.always("query", data({"status": "failed", "current_step": "music-generate", "err_msg": why}))
    assert shell("watch", "p") == exits.FAILED
    assert "Bring another song" in shell.err
    assert '."' not in shell.err
    assert SIGNATURE not in shell.err


def test_a_project_that_is_not_there_is_said_in_a_sentence(shell, giggle):
    giggle.always("query", envelope("404", "project not found"))
    for said in ("watch", "query", "pay", "retry"):
        assert shell(said, "p-1") == exits.FAILED
        assert shell.err == "There is no project p-1; look at the number.\n"


def test_where_a_local_address_is_silent_the_demo_studio_is_asked_after(shell, giggle):
    giggle.shut_the_door()
    assert shell("make", *PROMPT, on_terminal=True) == exits.LINE
    assert "Is the demo studio running?" in shell.err
    assert "580" not in shell.err, "nothing was sent"


def test_the_price_is_said_where_there_is_one(shell, monkeypatch):
    monkeypatch.setattr(command, "is_on_this_machine", lambda: False)
    assert shell("make", *PROMPT, on_terminal=True) == 0
    assert "It is paid by itself" in shell.err


def test_people_are_told_steps_by_their_names_and_programs_by_giggles(shell, giggle):
    person, program = (giggle.truth.new_project(done=2) for _ in range(2))
    assert shell("query", person.project_id, on_terminal=True) == 0
    assert "Working out the price" in shell.out
    assert shell("query", program.project_id) == 0
    assert shell.lines[-1]["running"] == "CalculatePrice"
    giggle.truth.template = {"fails_at": "VideoGeneration"}
    assert shell("make", *PROMPT) == exits.FAILED
    assert 'failed at "Filming the shots"' in shell.err


def test_a_step_is_called_the_same_in_the_app():
    for step, sub_steps in STEP_TABLE:
        for name in (step, *(sub_step for sub_step, _ in sub_steps)):
            assert step_name(name) == steps.TEXTS[f"steps.{name}"].en


def test_a_person_is_told_what_the_id_of_a_song_is_for(shell, files):
    assert shell("upload", files["song.wav"], on_terminal=True) == 0
    assert "\nasset-1\n" in f"\n{shell.out}".replace("\r", "\n").replace("\x1b[K", "\n")
    assert "--music-asset-id asset-1" in shell.err
    assert shell("upload", files["song.wav"]) == 0
    assert (json.loads(shell.out)["asset_id"], shell.err) == ("asset-2", "")

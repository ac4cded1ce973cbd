"""A job in words: the notches, their times, and the time left."""

from dataclasses import replace

import pytest
from scripted_studio import PROJECT, ScriptedStudio, open_page, snapshot, watched, words

from mvapp import steps
from mvapp.steps import MOST_NOTCHES, Notch, headline, notches, step_words, time_left
from mvapp.text import catalogue, say
from mvclient import Payment, Step, SubStep
from mvclient.ledger import PaymentState
from mvclient.progress import STEP_TABLE

KNOWN = [name for step, sub_steps in STEP_TABLE for name in (step, *(name for name, _ in sub_steps))]


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("mvapp.session.language", lambda: request.param)
    return str(request.param)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: "en")


def test_every_step_of_giggle_has_its_words(language: str) -> None:
    said = [step_words(name) for name in KNOWN]
    assert not set(KNOWN) & set(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ColourGrading", "Colour grading"),
        ("lip_sync-pass", "Lip sync pass"),
        ("x" * 90, "X" + "x" * 39),
        ("x" * 38 + "👍🏽👍🏽", "X" + "x" * 37 + "👍🏽"),
        ("", ""),
    ],
)
def test_a_step_that_we_do_not_know_is_shown_cleaned_up(english: None, name: str, said: str) -> None:
    assert step_words(name) == said


def test_finished_steps_tell_how_long_they_took(english: None) -> None:
    known = snapshot(3, payment=Payment(PROJECT, "paid", price_credits=580))
    found = notches(known, first_took_s=50.4)
    assert [(notch.state, notch.note) for notch in found[:4]] == [
        ("done", "0:50"),
        ("done", "1:00"),
        ("done", "580 credits"),
        ("running", ""),
    ]
    assert [notch.state for notch in found[4:]] == ["waiting"] * 6


def test_times_that_cannot_be_read_are_left_out(english: None) -> None:
    odd = Step("music-generate", 0, (SubStep("A", "completed", "", "yesterday"), SubStep("B", "completed")))
    assert [notch.note for notch in notches(replace(snapshot(), steps=(odd,)))] == ["", ""]


CATALOGUE = sorted(key.removeprefix("steps.") for key in catalogue() if key.startswith("steps."))
NO_STEPS = [key for key in CATALOGUE if key not in KNOWN and not key.startswith("CalculatePrice")]


@pytest.mark.parametrize("name", [*NO_STEPS, "__class__", "{price}", "%s", "../x"])
def test_a_foreign_step_may_be_called_as_it_likes(language: str, name: str) -> None:
    """Also by a word that we keep for something else ("credits", "list", "left_about"): it is a name all the same."""
    odd = SubStep(name, "processing")
    progress = replace(snapshot(), steps=(Step(name, 0, (odd,)),))
    said = step_words(name)
    assert said == cleaned_up(name)
    assert [notch.name for notch in notches(progress)] == [said]
    assert headline(progress, "") == said


def cleaned_up(name: str) -> str:
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def test_a_step_without_a_name_to_be_seen_is_a_further_step(language: str) -> None:
    odd = replace(snapshot(), steps=(Step("x", 0, (SubStep("_\u200b_", "pending"),)),))
    assert [notch.name for notch in notches(odd)] == [say("steps.unnamed")]


def test_a_name_turns_nothing_around(english: None) -> None:
    assert step_words("Colour\u202egnidarg\u0007") == "Colourgnidarg"


@pytest.mark.parametrize(
    ("times", "notes"),
    [
        (("2026-02-17 13:35:00", "2026-02-17 13:36:05"), ["", "1:05"]),
        (("2026-02-17T13:35:00Z", "2026-02-17T21:36:05+08:00"), ["", "1:05"]),
        (("2026-02-17 13:35:00", "2026-02-17T13:36:05Z"), ["", ""]),
        (("2026-02-17T13:35:00Z", "2026-02-17 13:36:05", "2026-02-17 13:36:15"), ["", "", "0:10"]),
        (("2026-02-17 13:35:00", "2026-02-17 13:20:00", "2026-02-17 13:35:30"), ["", "", "0:30"]),
        (("2026-02-17 13:35:00", "2026-02-17 13:35:00.4", "2026-02-17 13:35:01"), ["", "", ""]),
        (("2026-02-17 13:35:00", "2026-02-17 13:35:01", "2026-02-18 13:35:00.9"), ["", "0:01", "1439:59"]),
        (("2026-02-17 13:35:00", "2026-02-18 13:35:00"), ["", ""]),
        (("2026-02-31 13:35:00", "2026-02-17 25:00:00", "13:35", "1771335300"), ["", "", "", ""]),
        (("17.02.2026 13:35", "Feb 17, 2026", "２０２６-02-17", "-1", "9" * 400), ["", "", "", "", ""]),
        (("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01"), ["", "", ""]),
    ],
)
def test_times_of_any_kind_tell_what_they_can(english: None, times: tuple[str, ...], notes: list[str]) -> None:
    """With zones, without and mixed, impossible, in another format, running backwards."""
    odd = Step(
        "music-generate", 0, tuple(SubStep(f"S{number}", "completed", "", at) for number, at in enumerate(times))
    )
    assert [notch.note for notch in notches(replace(snapshot(), steps=(odd,)))] == notes


def crowd(number: int, status: str = "pending", *, length: int = 2000) -> tuple[Step, ...]:
    """So many foreign sub-steps, a hundred to a step, with names as long as the client keeps."""
    return tuple(
        Step(
            f"foreign-{first}",
            0,
            tuple(SubStep(f"{n}<b>".ljust(length, "x"), status) for n in range(first, first + 100)),
        )
        for first in range(0, number, 100)
    )


def test_three_thousand_foreign_steps_are_drawn_within_reason(language: str) -> None:
    """What is known, what runs and what failed stays to be seen; the rest is counted."""
    known = snapshot(7, failed="no")
    late = Step("late", 0, (SubStep("LateFailure", "failed"),))
    found = notches(replace(known, steps=(*crowd(3000), *known.steps, late)))
    assert len(found) == MOST_NOTCHES
    assert found[-1] == Notch(say("steps.more", count=3011 - MOST_NOTCHES + 1), "waiting")
    assert {step_words(name) for name in KNOWN} & {notch.name for notch in found} == {
        step_words(sub_step.name) for sub_step in known.sub_steps
    }
    assert [notch.name for notch in found if notch.state == "failed"] == [step_words("VideoGeneration"), "Late failure"]
    assert max(len(notch.name) for notch in found) <= 40


def test_of_a_crowd_the_running_one_is_drawn_and_the_order_kept(english: None) -> None:
    running = Step("r", 0, (SubStep("ComesLate", "running"),))
    found = notches(replace(snapshot(), steps=(*crowd(200, "completed"), running)))
    assert [notch.name[:4] for notch in found[:-2]] == [f"{number}<b>x"[:4] for number in range(MOST_NOTCHES - 2)]
    assert [(notch.name, notch.state) for notch in found[-2:]] == [("Comes late", "running"), ("and 162 more", "done")]


@pytest.mark.parametrize(("number", "drawn"), [(0, 0), (1, 1), (40, 40), (41, 40)])
def test_nothing_is_left_out_where_there_is_room(english: None, number: int, drawn: int) -> None:
    steps_ = (Step("f", 0, crowd(100)[0].sub_steps[:number]),)
    found = notches(replace(snapshot(), steps=steps_))
    assert len(found) == drawn
    assert ("more" in "".join(notch.name for notch in found)) == (number > MOST_NOTCHES)


def test_a_crowd_is_quick_to_draw(english: None) -> None:
    """Counted in work rather than in seconds: only what is drawn is put into words."""
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "step_words", lambda name, _studio, **_how: asked.append(name) or name)
        notches(replace(snapshot(), steps=crowd(10_000)))
    assert len(asked) == MOST_NOTCHES - 1


def test_foreign_names_are_shown_letter_by_letter(studio: ScriptedStudio, language: str) -> None:
    """A page full of them opens, and nothing in them comes alive."""
    studio.play(replace(snapshot(2), steps=(*crowd(3000, length=9), *snapshot(2).steps), has_begun=True))
    app = watched(studio, language=language)
    drawn = words(app) + "".join(str(html.proto.body) for html in app.get("html"))
    assert "0&lt;b&gt;" in drawn
    assert "<b>" not in drawn


def test_a_failed_step_is_marked(english: None) -> None:
    assert [notch.state for notch in notches(snapshot(7, failed="no"))][6:9] == ["done", "failed", "waiting"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((240.0, 350.0), "4 to 6 minutes left"),
        ((130.0, 170.0), "2 to 3 minutes left"),
        ((30.0, 100.0), "about 2 min left"),
        ((120.0, 120.0), "about 2 min left"),
        ((5.0, 60.0), "less than a minute left"),
        ((0.0, 0.0), "less than a minute left"),
        (None, ""),
    ],
)
def test_time_left_is_an_honest_range(english: None, seconds: tuple[float, float] | None, said: str) -> None:
    assert time_left(replace(snapshot(5), seconds_left=seconds)) == said


def test_slow_is_said_instead_of_a_frozen_number(english: None) -> None:
    slow = replace(snapshot(5), seconds_left=(10.0, 20.0), is_slow=True)
    assert time_left(slow) == "slower than usual, still going"


def test_while_the_payment_waits_no_time_is_promised(english: None) -> None:
    due = snapshot(3, pay_status="pending", seconds_left=(60.0, 120.0))
    assert time_left(due) == ""
    assert headline(due, "") == "Waiting for the payment"


@pytest.mark.parametrize(
    ("state", "said"), [("sending", "Confirming the payment"), ("refused", "Waiting for the payment")]
)
def test_a_payment_on_its_way_waits_for_nobodys_word(english: None, state: PaymentState, said: str) -> None:
    due = snapshot(3, pay_status="pending", payment=Payment("p", state))
    assert headline(due, "") == said


@pytest.mark.parametrize("doing", ["sending", "retrying", "paying"])
def test_what_the_thread_is_at_comes_first(english: None, doing: str) -> None:
    assert headline(snapshot(5), doing) == steps.say(f"steps.{doing}")


def test_the_page_title_of_an_unknown_language_is_english() -> None:
    assert open_page("pages/settings.py", language="en").title[0].value == "Settings"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((80.0, 170.0), "1 to 3 minutes left"),
        ((20.0, 95.0), "less than 2 minutes left"),
        ((20.0, 45.0), "less than a minute left"),
        ((8.0, 30.0), "less than half a minute left"),
        ((1.0, 9.0), "a few seconds left"),
    ],
)
def test_the_demo_studio_tells_its_last_minute_in_parts(english: None, seconds: tuple[float, float], said: str) -> None:
    assert time_left(replace(snapshot(5), seconds_left=seconds), is_punctual=True) == said

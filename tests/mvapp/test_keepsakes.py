"""What is taken along: the words with their times, the receipt, and a note for whoever helps."""

from dataclasses import replace

import pytest
from scripted_studio import PROJECT, ScriptedStudio, finished, snapshot, watched

from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.making import SungLine
from mvapp.studio.studios import DEMO, GIGGLE
from mvapp.support_note import written as support_note
from mvapp.text import say_in
from mvapp.watch import receipt
from mvapp.watch.keepsakes import as_lrc, as_srt
from mvclient import JobFailed, MVError, RequestRefused

LINES = [SungLine(3.004, 7.0097, "海风吹过"), SungLine(59.9996, 61.5, "We walk along")]


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvapp.session.language", lambda: "en")
    monkeypatch.setattr("mvapp.session.local_time", lambda at: f"at {at:.0f}")


def test_lrc_has_a_time_before_each_line() -> None:
    assert as_lrc(LINES, "Sea") == "[ti:Sea]\n[00:03.00]海风吹过\n[01:00.00]We walk along\n"


def test_srt_has_a_number_and_two_times_for_each_line() -> None:
    assert as_srt(LINES) == (
        "1\n00:00:03,004 --> 00:00:07,010\n海风吹过\n\n2\n00:01:00,000 --> 00:01:01,500\nWe walk along\n"
    )


def test_the_receipt_tells_number_date_and_what_was_charged(english: None) -> None:
    job = Job(Connection(GIGGLE, "k", ""), project_id=PROJECT)
    job.progress = finished()
    told = receipt.as_text(job, Connection(GIGGLE, "k", ""), "Sea", 5.0)
    for part in ("Sea", "at 5", PROJECT, "580 credits (5.80 USD)", "order-1"):
        assert part in told


def test_a_free_film_has_a_receipt_without_prices_and_orders(english: None) -> None:
    job = Job(Connection(DEMO, "k", ""), project_id="demo-1")
    job.progress = finished()
    told = receipt.as_text(job, Connection(DEMO, "k", ""), "Sea", 0.0)
    assert say_in("en", "watch.receipt_none_demo") in told
    assert "580" not in told
    assert "order-1" not in told


def note(error: MVError | None, progress: object = None, *, studio: object = GIGGLE) -> str:
    return support_note("It broke", error, progress, studio=studio, project_id="", now=0.0)


def test_a_note_for_support_tells_project_replies_and_what_happened(english: None) -> None:
    look = replace(snapshot(7, failed="The camera jammed."), uuid="look-uuid", err_msg="jammed")
    error = JobFailed("no", project_id=PROJECT, uuid="uuid-1", operation="watch", code="E1", http_status=200)
    told = note(error, look)
    for part in ("1970-01-01", PROJECT, "It broke", "uuid-1", "look-uuid", "E1", "200", "VideoGeneration", "jammed"):
        assert part in told


def test_a_note_holds_no_signed_link_and_no_second_line_of_a_strangers(english: None) -> None:
    said = "see https://assets.giggle.pro/private/a.mp4?Policy=p&Signature=s~1 now\nproject: somebody-elses"
    told = note(RequestRefused("no", giggle_message=said, project_id=PROJECT))
    assert "Signature" not in told
    assert "Policy" not in told
    assert "private/a.mp4" in told
    assert "\nproject: somebody-elses" not in told


def test_every_card_of_trouble_offers_the_note(studio: ScriptedStudio) -> None:
    """One press saves it."""
    failed = snapshot(7, failed="The camera jammed.", status="failed", pay_status="paid")
    studio.play(failed, JobFailed("no", progress=failed, project_id=PROJECT))
    offered = [button.proto.label for button in watched(studio).get("download_button")]
    assert offered == [say_in("en", "cards.note")]


def test_a_card_that_is_no_trouble_offers_none(studio: ScriptedStudio) -> None:
    studio.play(snapshot(3, pay_status="pending"))
    assert not watched(studio).get("download_button")

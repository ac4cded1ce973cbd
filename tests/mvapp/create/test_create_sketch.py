"""The free sketch on the create page, while it is being made."""

from types import SimpleNamespace

import pytest
from create_page import AttentiveStudio, opened
from scripted_studio import settle, snapshot

from mvapp import session
from mvapp.sketch import Sketch
from mvapp.studio.jobs import jobs
from mvapp.studio.submission import Submission
from mvdemo.forecast import TimeLeft


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "Sketching: Filming the shots · less than half a minute left"), (2, "Films ahead of your sketch: 2")],
)
def test_a_sketch_in_the_making_tells_how_much_longer_it_takes(
    giggle: AttentiveStudio, monkeypatch: pytest.MonkeyPatch, ahead: int, said: str
) -> None:
    """What the demo studio foresees, not Giggle's usual times; a sketch that waits tells what it waits for."""
    demo = SimpleNamespace(queue_position=lambda _: ahead, time_left=lambda _: None if ahead else TimeLeft(8.0, 25.0))
    monkeypatch.setattr("mvapp.studio.demo.demo_studio", lambda: demo)
    monkeypatch.setattr("mvapp.studio.studios.demo_studio", lambda: demo)
    giggle.play(snapshot(7, seconds_left=(240.0, 350.0)))
    submission = Submission()
    submission.created("demo-1")
    submission.finished()
    app = opened()
    app.session_state[session.SKETCHES] = {"create": Sketch(submission, has_stand_in=False)}
    app.run()
    (job,) = jobs()._jobs.values()
    settle(job, giggle)
    app.run()
    assert not app.exception
    assert [bar.proto.text for bar in app.get("progress")] == [said]

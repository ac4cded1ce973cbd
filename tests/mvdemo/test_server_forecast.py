"""How much longer a film takes: a range that narrows, never grows, and owns up to being slow."""

import itertools

import pytest

from mvdemo.forecast import Forecast, Work
from mvdemo.steps import SUB_STEPS

FILMING = "VideoGeneration"
REST = SUB_STEPS[SUB_STEPS.index(FILMING) :]


def left(forecast: Forecast, elapsed_s: float, fraction: float = 0.0, *, least_s: float = 1.0):
    return forecast.left("a", REST, Work(elapsed_s, fraction), least_s=least_s)


def test_the_first_film_of_a_machine_is_promised_with_a_wide_range():
    now = left(Forecast(), 0.0)
    assert now.low_s < 15
    assert 60 < now.high_s < 120


def test_a_machine_that_has_filmed_knows_better():
    forecast = Forecast()
    forecast.learn(FILMING, 20.0)
    now = left(forecast, 0.0)
    assert now.low_s < 22 < now.high_s < 40


def test_the_range_narrows_around_the_real_end_and_never_grows():
    forecast, real_s = Forecast(), 12.0
    ranges = [left(forecast, real_s * share, share) for share in (0.0, 0.1, 0.3, 0.6, 0.9, 0.99)]
    assert [now.low_s for now in ranges] == sorted((now.low_s for now in ranges), reverse=True)
    assert [now.high_s for now in ranges] == sorted((now.high_s for now in ranges), reverse=True)
    for now, share in zip(ranges, (0.0, 0.1, 0.3, 0.6, 0.9, 0.99), strict=True):
        assert now.low_s <= real_s * (1 - share) + 2.0 <= now.high_s
        assert not now.is_slow
    assert ranges[-1].high_s < 10


def test_a_film_that_needs_more_than_was_said_is_called_slow_and_promised_nothing_longer():
    forecast = Forecast()
    forecast.learn(FILMING, 10.0)
    before = left(forecast, 0.0)
    now = left(forecast, 10.0, 0.1)
    assert now.is_slow
    assert now.high_s == before.high_s
    assert not left(forecast, 95.0, 0.99).is_slow


def test_a_retry_may_promise_anew():
    forecast = Forecast()
    near = left(forecast, 20.0, 0.95)
    forecast.forget("a")
    assert left(forecast, 0.0).high_s > near.high_s


def test_every_sub_step_counts_as_long_as_it_is_shown():
    assert left(Forecast(), 0.0, least_s=5.0).low_s >= 15
    assert left(Forecast(), 4.0, 1.0, least_s=5.0).low_s == pytest.approx(1.0 + 5.0 + 5.0)


def test_the_studio_tells_it_from_the_first_step_to_the_end(open_studio, caller_for, reel, clock):
    gate = reel.hold(FILMING)
    studio = open_studio(advance="timed", step_s=2.0)
    caller = caller_for(studio.base_url)
    film, next_one = caller.started(sketch=True), caller.started(sketch=True)
    caller.look_until(film, lambda _: FILMING in reel.stages(film))
    assert studio.time_left(next_one) is None
    assert studio.time_left("demo-unknown") is None
    clock.now += 10
    half_way = studio.time_left(film)
    assert half_way.low_s <= 10 + 2 * 0.5 <= half_way.high_s
    clock.now += 1
    assert studio.time_left(film).high_s <= half_way.high_s
    gate.set()
    caller.look_until(film, lambda data: data["status"] == "completed")
    done = studio.time_left(film)  # who waits may not have looked yet: the bar they see must not fall
    assert (done.low_s, done.high_s, done.fraction) == (0, 0, 1)


def test_what_was_said_holds_while_the_payment_is_on_its_way(open_studio, caller_for, reel):
    gate = reel.hold("CalculatePrice")
    studio = open_studio(advance="timed", step_s=2.0)
    caller = caller_for(studio.base_url)
    film = caller.started()
    caller.look_until(film, lambda _: "CalculatePrice" in reel.stages(film))
    said = studio.time_left(film)
    gate.set()
    caller.look_until(film, lambda data: data["pay_status"] == "pending")
    assert said is not None
    assert studio.time_left(film) == said


def test_a_failed_film_is_promised_nothing(open_studio, caller_for, reel):
    gate = reel.hold(FILMING)
    reel.broken.add(FILMING)
    studio = open_studio(advance="timed", step_s=2.0)
    caller = caller_for(studio.base_url)
    film = caller.started(sketch=True)
    caller.look_until(film, lambda _: FILMING in reel.stages(film))
    assert studio.time_left(film) is not None
    gate.set()
    caller.look_until(film, lambda data: data["status"] == "failed")
    assert studio.time_left(film) is None


def shares(forecast, took_s, speed, *, known=True):
    """What the bar shows at every tenth of each sub-step of a film, and how much of the wait is really over."""
    real = {name: took_s.get(name, 1.0) * speed for name in SUB_STEPS}
    if known:
        for name, seconds in took_s.items():
            forecast.learn(name, seconds)
    total, over, told = sum(real.values()), 0.0, []
    for number, name in enumerate(SUB_STEPS):
        for tenth in range(10):
            part = tenth / 10
            work = Work(real[name] * part, part if name in took_s else 0.0)
            now = forecast.left("a", SUB_STEPS[number:], work, least_s=1.0)
            told.append((now.fraction, (over + work.elapsed_s) / total))
        forecast.spend("a", real[name])
        over += real[name]
        forecast.learn(name, real[name] if name in took_s else 0.0)
    return told


@pytest.mark.parametrize("speed", [0.6, 1.0, 1.8])
def test_the_bar_agrees_with_the_clock(speed):
    """Also when this film takes longer, or less long, than the ones before it."""
    told = shares(Forecast(), {"GenerateMusic": 2.0, FILMING: 14.0}, speed)
    assert [bar for bar, _ in told] == sorted(bar for bar, _ in told)
    assert max(abs(bar - clock) for bar, clock in told) < (0.05 if speed == 1.0 else 0.2)
    assert max(after - before for (before, _), (after, _) in itertools.pairwise(told)) < 0.12


@pytest.mark.parametrize(("music_s", "share"), [(0.4, 1.0), (2.0, 1.0), (9.0, 1.0), (2.0, 0.08), (9.0, 0.08)])
def test_the_first_film_of_a_machine_learns_from_its_own_song_how_long_the_rest_will_take(music_s, share):
    """A small film, too, which takes hardly longer than its song."""
    told = shares(Forecast(share), {"GenerateMusic": music_s, FILMING: 6.5 * share * music_s}, 1.0, known=False)
    assert max(abs(bar - clock) for bar, clock in told) < 0.25
    assert told[-1][0] > 0.93


def test_bar_and_sentence_come_from_one_estimate():
    """Half of the wait is over when as much is left as has gone by, and both say so."""
    forecast = Forecast()
    forecast.learn(FILMING, 20.0)
    now = left(forecast, 10.0, 0.5)
    assert now.fraction == pytest.approx(10.0 / (10.0 + 10.0 + 2.0))
    assert now.low_s <= 12.0 <= now.high_s


def test_waiting_for_others_or_for_a_person_moves_no_bar():
    forecast = Forecast()
    forecast.learn(FILMING, 20.0)
    before = left(forecast, 10.0, 0.5)
    assert forecast.said("a") == before  # however long it lies there
    forecast.spend("a", 20.0)
    rest = SUB_STEPS[SUB_STEPS.index(FILMING) + 1 :]
    assert forecast.left("a", rest, Work(0.0, 0.0), least_s=1.0).fraction == pytest.approx(20.0 / 22.0)

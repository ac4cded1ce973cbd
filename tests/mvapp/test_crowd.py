"""A page that waits is drawn as often as is pleasant, and more rarely the more people wait at once."""

from mvapp.watch.crowd import Crowd


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def gathered(number: int, clock: Clock) -> Crowd:
    crowd = Crowd(clock)
    for visitor in range(number):
        crowd.note(str(visitor))
    return crowd


def test_few_are_drawn_as_often_as_is_pleasant() -> None:
    assert gathered(1, Clock()).interval_s(3.0) == 3.0
    assert gathered(100, Clock()).interval_s(3.0) == 3.0


def test_a_crowd_as_large_as_it_may_be_costs_no_more_than_half_of_it() -> None:
    for number in (300, 600, 1200):
        assert number / gathered(number, Clock()).interval_s(1.0) <= 38.0


def test_one_who_looks_often_is_one() -> None:
    crowd = Crowd(Clock())
    for _ in range(1000):
        crowd.note("anna")
    assert crowd.interval_s(3.0) == 3.0


def test_a_huge_crowd_that_is_drawn_rarely_is_still_there() -> None:
    clock = Clock()
    crowd = gathered(3000, clock)
    wanted_s = crowd.interval_s(3.0)
    clock.now = wanted_s + 1
    crowd.note("0")
    assert crowd.interval_s(3.0) == wanted_s


def test_who_has_gone_is_not_counted() -> None:
    clock = Clock()
    crowd = gathered(600, clock)
    clock.now = 48.0
    crowd.note("anna")
    assert crowd.interval_s(3.0) == 3.0


def test_a_page_is_drawn_anew_only_when_the_crowd_has_notably_changed() -> None:
    crowd = gathered(600, Clock())
    wanted_s = crowd.interval_s(3.0)
    assert crowd.is_off(3.0, 3.0)
    assert not crowd.is_off(wanted_s, 3.0)
    assert not crowd.is_off(0.7 * wanted_s, 3.0)
    assert gathered(1, Clock()).is_off(wanted_s, 3.0), "and back, when they have gone"

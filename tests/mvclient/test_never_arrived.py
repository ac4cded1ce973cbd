"""A song that never got to Giggle is told from one that is being made, and can be sent again."""

import pytest
from hostile_faults import NOT_EVEN_READ, UNSURE, answers, processed
from looks import last_of, some_of

from mvclient import NeverArrived, NoAnswer, TransportError, Unreachable

LOST = UNSURE[1]


def test_a_submit_that_was_surely_not_sent_says_so(giggle, api, request_):
    giggle.on_processed["create"] = giggle.shut_the_door
    with pytest.raises(Unreachable) as caught:
        api.start(request_)
    assert (caught.value.has_arrived, caught.value.money) == (False, "nothing")


def test_a_submit_that_was_lost_twice_and_left_no_sign_says_so(giggle, api, request_):
    giggle.script("submit", LOST, LOST)
    with pytest.raises(TransportError) as caught:
        api.start(request_)
    assert (caught.value.has_arrived, caught.value.money) == (False, "nothing")


def test_where_nobody_can_look_nobody_says_whether_it_arrived(giggle, api, request_):
    giggle.script("submit", LOST)
    giggle.always("query", LOST)
    with pytest.raises(NoAnswer) as caught:
        api.start(request_)
    assert caught.value.has_arrived is None


@pytest.fixture
def orphan(giggle, make_api, ledger, request_):
    """A project whose process was killed between create and submit, or whose submit was lost."""
    giggle.script("submit", LOST, LOST)
    created = []
    with pytest.raises(TransportError):
        make_api(ledger=ledger).start(request_, on_created=created.append)
    return created[0]


def test_a_watch_of_it_says_so_after_three_looks_and_half_a_minute(giggle, clock, make_api, ledger, orphan):
    """Instead of an hour of "writing the song"."""
    began_s = clock.total_slept_s
    looks = []
    with pytest.raises(NeverArrived) as caught:
        looks.extend(make_api(ledger=ledger).watch(orphan))
    assert clock.total_slept_s - began_s == 30
    assert (caught.value.project_id, caught.value.has_arrived, caught.value.money) == (orphan, False, "nothing")
    assert giggle.counts()["submit"] == 2


def test_a_giggle_that_refuses_to_show_an_empty_project_is_understood(giggle, make_api, ledger, orphan):
    giggle.truth.knows_unsubmitted = False
    with pytest.raises(NeverArrived):
        list(make_api(ledger=ledger).watch(orphan))


def test_nothing_that_has_not_begun_is_shown_as_running(make_api, ledger, orphan):
    look = next(make_api(ledger=ledger).watch(orphan))
    assert (look.running, look.seconds_left, look.fraction, look.is_slow) == (None, None, 0.0, False)


def test_it_is_sent_again_to_the_same_project(giggle, make_api, ledger, orphan, request_):
    api = make_api(ledger=ledger)
    assert api.start(request_, project_id=orphan) == orphan
    assert last_of(api.watch(orphan)).is_finished
    assert (len(giggle.truth.projects), giggle.counts()["create"], giggle.counts()["submit"]) == (1, 1, 3)


def test_it_is_not_sent_again_when_a_look_shows_that_it_arrived_after_all(giggle, make_api, ledger, orphan, request_):
    giggle.truth.projects[orphan].submit_bodies.append({})
    make_api(ledger=ledger).start(request_, project_id=orphan)
    assert giggle.counts()["submit"] == 2


def test_what_giggle_took_is_waited_for_though_nothing_is_to_be_seen_of_it_yet(giggle, make_api, ledger, request_):
    api = make_api(ledger=ledger)
    project_id = api.start(request_)
    giggle.truth.projects[project_id].submit_bodies.clear()
    assert {look.has_begun for look in some_of(api.watch(project_id), 20)} == {False}


def test_nobody_says_of_a_strangers_project_that_it_never_arrived(giggle, make_api, ledger):
    project = giggle.truth.new_project(submit_bodies=[])
    assert len(some_of(make_api(ledger=ledger).watch(project.project_id), 20)) == 20


@pytest.mark.parametrize("fault", [*NOT_EVEN_READ, processed(answers(504, ""))], ids=str)
def test_a_start_that_took_in_the_end_is_no_orphan(giggle, make_api, ledger, request_, fault):
    giggle.script("submit", fault)
    api = make_api(ledger=ledger)
    assert last_of(api.watch(api.start(request_))).is_finished

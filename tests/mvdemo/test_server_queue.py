"""One film at a time: the others wait and say so; what is cancelled or old goes away."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from mvdemo import Limits
from mvdemo.workshop import HOLD_S


@pytest.fixture
def busy(open_studio, caller_for, reel):
    """A studio whose first film is held at its music, with two more waiting: (studio, caller, ids, gate)."""
    gate = reel.hold("GenerateMusic")
    studio = open_studio(advance="timed")
    caller = caller_for(studio.base_url)
    ids = [caller.started(name=name, sketch=True) for name in "abc"]
    assert reel.began.wait(10)
    return studio, caller, ids, gate


def test_waiting_films_show_a_queued_sub_step_and_their_place(busy):
    studio, caller, ids, _ = busy
    assert [caller.statuses(project_id)[0] for project_id in ids] == ["processing", "queued", "queued"]
    assert [caller.look(project_id)["status"] for project_id in ids] == ["processing"] * 3
    assert [studio.queue_position(project_id) for project_id in ids] == [0, 1, 2]
    assert [caller.truth(project_id)["queue_position"] for project_id in ids] == [0, 1, 2]
    assert studio.queue_position("demo-unknown") == 0


def test_films_are_made_one_after_the_other_in_the_order_they_came(busy, reel):
    _, caller, ids, gate = busy
    gate.set()
    caller.look_until(ids[-1], lambda data: data["status"] == "completed")
    assert [project_id for project_id, _ in reel.ran] == [pid for pid in ids for _ in range(10)]


def test_a_film_that_waits_for_its_payment_lets_the_next_one_in(open_studio, caller_for):
    caller = caller_for(open_studio(advance="timed").base_url)
    unpaid, sketch = caller.started(), caller.started(sketch=True)
    caller.look_until(sketch, lambda data: data["status"] == "completed")
    assert caller.look(unpaid)["pay_status"] == "pending"


def test_cancelling_the_film_at_work_stops_it_and_the_next_one_goes_on(busy):
    studio, caller, ids, gate = busy
    studio.cancel(ids[0])
    assert caller.call("query", project_id=ids[0])["code"] == 404
    assert not (studio.folder / "projects" / ids[0]).exists()
    gate.set()
    caller.look_until(ids[1], lambda data: data["status"] == "completed")


def test_cancelling_a_waiting_film_takes_it_out_of_the_queue(busy, reel):
    studio, caller, ids, gate = busy
    url = f"{caller.base_url}/_demo/projects/{ids[1]}"
    assert requests.delete(url, timeout=10).json() == {"removed": ids[1]}
    assert requests.delete(url, timeout=10).json()["code"] == 404
    assert studio.queue_position(ids[2]) == 1
    gate.set()
    caller.look_until(ids[2], lambda data: data["status"] == "completed")
    assert reel.stages(ids[1]) == []


def test_cancelling_a_finished_or_unknown_project_only_tidies(studio, caller):
    project_id = caller.finished()
    assert studio.film(project_id).is_file()
    assert studio.thumbnail(project_id).is_file()
    studio.cancel(project_id)
    studio.cancel("demo-unknown")
    assert studio.film(project_id) is None
    assert studio.thumbnail(project_id) is None


def test_the_film_is_shown_only_when_it_is_finished(busy):
    studio, caller, ids, gate = busy
    assert [studio.film(project_id) for project_id in ids] == [None] * 3
    gate.set()
    caller.look_until(ids[0], lambda data: data["status"] == "completed")
    assert studio.film(ids[0]).name == "film.mp4"
    assert studio.thumbnail(ids[0]).read_bytes() == b"thumbnail"


def test_when_too_many_wait_the_next_one_is_asked_to_come_back(open_studio, caller_for, reel):
    gate = reel.hold("GenerateMusic")
    caller = caller_for(open_studio(advance="timed", limits=Limits(waiting=2)).base_url)
    ids = [caller.started(sketch=True)]
    assert reel.began.wait(10)
    ids += [caller.started(sketch=True) for _ in range(2)]
    late = caller.create(sketch=True)
    fields = {"project_id": late, "music_generate_type": "prompt", "prompt": "p", "aspect": "16:9"}
    url = caller.base_url + "/api/v1/trustee_mode/mv/submit"
    reply = requests.post(url, json=fields | {"reference_image": "sample-city"}, headers=caller.headers, timeout=10)
    assert (reply.status_code, reply.json()["code"], reply.headers["Retry-After"]) == (429, 429, "120")
    assert "busy" in reply.json()["msg"]
    gate.set()
    caller.look_until(ids[-1], lambda data: data["status"] == "completed")
    assert caller.submit(late)["code"] == 200


def test_many_at_once_are_all_made_each_once(open_studio, caller_for, reel):
    caller = caller_for(open_studio(advance="at-once").base_url)
    with ThreadPoolExecutor(12) as pool:
        ids = list(pool.map(lambda _: caller.started(sketch=True), range(12)))
    assert [caller.look(project_id)["status"] for project_id in ids] == ["completed"] * 12
    assert [reel.stages(project_id).count("VideoGeneration") for project_id in ids] == [1] * 12


def test_two_pays_at_the_same_moment_charge_once(open_studio, caller_for):
    caller = caller_for(open_studio().base_url)
    for _ in range(5):
        project_id = caller.started()
        with ThreadPoolExecutor(8) as pool:
            replies = pool.map(lambda pid: caller.call("pay", project_id=pid), [project_id] * 8)
        assert sorted(reply["code"] for reply in replies) == [200, *[409] * 7]
        assert caller.truth(project_id)["charges"] == 1


def test_two_looks_at_the_same_moment_do_one_sub_step_each(open_studio, caller_for, reel):
    caller = caller_for(open_studio(advance="per-query").base_url)
    project_id = caller.started(sketch=True)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(caller.look, [project_id] * 10))
    assert caller.look(project_id)["status"] == "completed"
    assert len(reel.stages(project_id)) == 10


def test_the_oldest_idle_projects_go_when_there_are_too_many(open_studio, caller_for, clock):
    caller = caller_for(open_studio(limits=Limits(projects=3)).base_url)
    ids = []
    for _ in range(5):
        clock.now += 1
        ids.append(caller.finished())
    assert [caller.call("query", project_id=project_id)["code"] for project_id in ids] == [404, 404, 200, 200, 200]


def test_old_projects_go_and_so_do_their_files(open_studio, caller_for, clock):
    studio = open_studio(limits=Limits(age_s=100))
    caller = caller_for(studio.base_url)
    old = caller.finished()
    clock.now += 101
    new = caller.create()
    assert caller.call("query", project_id=old)["code"] == 404
    assert [path.name for path in (studio.folder / "projects").iterdir()] == [new]


def test_films_that_take_too_much_room_go_oldest_first(open_studio, caller_for, clock):
    caller = caller_for(open_studio(limits=Limits(total_bytes=18_000)).base_url)
    ids = []
    for _ in range(4):
        clock.now += 1
        ids.append(caller.finished())
    caller.create()
    codes = [caller.call("query", project_id=project_id)["code"] for project_id in ids]
    assert codes[-1] == 200
    assert codes[:2] == [404, 404]


def test_a_film_in_work_or_waiting_is_never_cleaned_away(open_studio, caller_for, reel, clock):
    gate = reel.hold("GenerateMusic")
    caller = caller_for(open_studio(advance="timed", limits=Limits(projects=1, age_s=10)).base_url)
    working, waiting = caller.started(sketch=True), caller.started(sketch=True)
    assert reel.began.wait(10)
    clock.now += 1000
    caller.create()
    assert [caller.look(project_id)["status"] for project_id in (working, waiting)] == ["processing"] * 2
    gate.set()
    caller.look_until(waiting, lambda data: data["status"] == "completed")


def test_a_restart_cleans_up_too(open_studio, caller_for, clock):
    first = open_studio(limits=Limits(age_s=100))
    old = caller_for(first.base_url).finished()
    first.stop()
    clock.now += 1000
    second = open_studio(limits=Limits(age_s=100))
    assert caller_for(second.base_url).call("query", project_id=old)["code"] == 404


@pytest.fixture
def line(open_studio, caller_for, reel):
    """A studio whose first film is held at its music, and one caller for each name: (studio, caller of, gate)."""
    gate = reel.hold("GenerateMusic")
    studio = open_studio(advance="timed", limits=Limits(waiting=9, waiting_each=4))
    first = caller_for(studio.base_url, "first").started(sketch=True)
    assert reel.began.wait(10)
    yield studio, lambda name: caller_for(studio.base_url, name), gate, first
    gate.set()


def test_ones_many_films_do_not_stand_before_anothers_one(line):
    studio, caller_of, _, _ = line
    anna, ben = caller_of("anna"), caller_of("ben")
    annas = [anna.started(sketch=True) for _ in range(4)]
    bens = [ben.started(sketch=True) for _ in range(2)]
    assert [studio.queue_position(project_id) for project_id in annas] == [1, 3, 5, 6]
    assert [studio.queue_position(project_id) for project_id in bens] == [2, 4]


def test_who_is_at_the_bench_already_waits_behind_who_is_not(line):
    studio, caller_of, _, _ = line
    again, other = caller_of("first").started(sketch=True), caller_of("other").started(sketch=True)
    assert [studio.queue_position(project_id) for project_id in (other, again)] == [1, 2]


def test_so_many_of_ones_own_may_wait_and_others_still_may(line):
    _, caller_of, _, _ = line
    anna, ben = caller_of("anna"), caller_of("ben")
    for _ in range(4):
        anna.started(sketch=True)
    late = anna.submit(anna.create(sketch=True))
    assert late["code"] == 429
    assert "yours" in late["msg"]
    assert ben.submit(ben.create(sketch=True))["code"] == 200


def test_a_film_that_was_paid_goes_on_before_those_that_have_not_begun(open_studio, caller_for, reel):
    studio = open_studio(advance="timed")
    anna, ben = caller_for(studio.base_url, "anna"), caller_for(studio.base_url, "ben")
    begun = anna.started()
    anna.look_until(begun, lambda data: data["pay_status"] == "pending")
    gate = reel.hold("GenerateMusic")
    held, waiting = ben.started(sketch=True), ben.started(sketch=True)
    ben.look_until(held, lambda data: data["steps"][0]["sub_steps"][0]["status"] == "processing")
    assert anna.call("pay", project_id=begun)["code"] == 200
    assert [studio.queue_position(project_id) for project_id in (begun, waiting)] == [0, 2]
    gate.set()


def test_a_film_that_has_begun_is_not_overtaken_while_its_payment_is_on_its_way(open_studio, caller_for, reel, clock):
    """The bench stays free for a moment: nobody who has heard their song is put back into the line."""
    paying = []

    def pause(event, seconds):
        if seconds == pytest.approx(HOLD_S):
            paying.append(anna.call("pay", project_id=begun)["code"])
            assert event.is_set()  # which ends the pause at once
        return clock.pause(event, seconds)

    gate = reel.hold("CalculatePrice")
    studio = open_studio(advance="timed", pause=pause)
    anna, ben = caller_for(studio.base_url, "anna"), caller_for(studio.base_url, "ben")
    begun = anna.started()
    next_one = ben.started(sketch=True)
    gate.set()
    ben.look_until(next_one, lambda data: data["status"] == "completed")
    assert paying == [200]
    assert [project_id for project_id, _ in reel.ran] == [begun] * 10 + [next_one] * 10


def test_an_app_elsewhere_learns_what_one_on_this_machine_sees(line):
    studio, caller_of, _, first = line
    waiting = caller_of("anna").started(sketch=True)
    headers = {"x-auth": "anyone"}

    def outlook(project_id):
        place = studio.base_url + "/_studio/outlook"
        return requests.get(place, params={"project_id": project_id}, headers=headers, timeout=10).json()

    nothing = {"left": None, "has_song": False, "shots": None}
    assert outlook(waiting) == {"ahead": 1, **nothing}
    assert outlook("demo-unknown") == {"ahead": 0, **nothing}
    assert outlook(first)["ahead"] == 0
    place = studio.base_url + "/_studio/cancel"
    assert requests.post(place, params={"project_id": waiting}, timeout=10).status_code == 401
    assert requests.post(place, params={"project_id": waiting}, headers=headers, timeout=10).status_code == 204
    assert caller_of("anna").call("query", project_id=waiting)["code"] == 404

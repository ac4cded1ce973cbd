"""Nothing is lost by a restart, and nothing stays on disk that should not."""

import os
import shutil
import stat
import tempfile

from mvdemo import DemoStudio, Limits
from mvdemo.projects import Projects


def all_bytes(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_payment_that_is_due_is_still_due_after_a_restart(open_studio, caller_for):
    first = open_studio()
    project_id = caller_for(first.base_url).started(name="海边")
    before = caller_for(first.base_url).look(project_id)
    first.stop()
    caller = caller_for(open_studio().base_url)
    assert caller.look(project_id) == before
    assert caller.call("pay", project_id=project_id)["code"] == 200
    assert caller.look(project_id)["status"] == "completed"
    assert caller.truth(project_id)["charges"] == 1


def test_a_finished_film_and_its_links_outlive_a_restart_on_the_same_port(open_studio, caller_for):
    first = open_studio()
    project_id = caller_for(first.base_url).finished()
    before = caller_for(first.base_url).look(project_id)
    port = first.port
    first.stop()
    assert caller_for(open_studio(port=port).base_url).look(project_id) == before


def test_a_film_in_the_making_goes_on_after_a_restart_and_is_paid_once(open_studio, caller_for, reel):
    first = open_studio(advance="timed")
    caller = caller_for(first.base_url)
    project_id = caller.started()
    caller.look_until(project_id, lambda data: data["pay_status"] == "pending")
    gate = reel.hold("VideoGeneration")
    caller.call("pay", project_id=project_id)
    caller.look_until(project_id, lambda data: data["steps"][2]["sub_steps"][1]["status"] == "processing")
    first.stop()
    gate.set()
    caller = caller_for(open_studio(advance="timed").base_url)
    data = caller.look_until(project_id, lambda data: data["status"] != "processing")
    assert data["status"] == "completed"
    assert caller.truth(project_id)["charges"] == 1


def test_what_was_done_before_a_restart_stays_done(open_studio, caller_for, reel, clock):
    first = open_studio(advance="per-query")
    caller = caller_for(first.base_url)
    project_id = caller.started()
    caller.look(project_id)
    times = caller.sub_steps(project_id)
    first.stop()
    clock.now += 5000
    caller = caller_for(open_studio(advance="per-query").base_url)
    later = caller.sub_steps(project_id)
    assert len(reel.orders) == 2
    assert reel.stages(project_id).count("GenerateMusic") == 1
    assert later["GenerateMusic"] == times["GenerateMusic"]
    assert later["CalculatePrice"]["status"] == "completed"


def test_a_studio_that_was_killed_in_the_middle_of_a_sub_step_does_it_again(
    open_studio, caller_for, reel, tmp_path, clock
):
    first = open_studio(advance="timed")
    caller = caller_for(first.base_url)
    gate = reel.hold("GenerateMusicShot")
    project_id = caller.started()
    caller.look_until(project_id, lambda data: data["steps"][0]["sub_steps"][1]["status"] == "processing")
    shutil.copytree(first.folder, tmp_path / "as-it-was")
    left = Projects(tmp_path / "as-it-was", limits=Limits(), clock=clock).get(project_id)
    assert [sub_step.status for sub_step in left.sub_steps[:3]] == ["completed", "queued", "pending"]
    gate.set()
    again = caller_for(open_studio(advance="timed", folder=tmp_path / "as-it-was").base_url)
    again.look_until(project_id, lambda data: data["pay_status"] == "pending")


def test_waiting_films_keep_their_order_over_a_restart(open_studio, caller_for, reel, clock):
    gate = reel.hold("GenerateMusic")
    first = open_studio(advance="timed")
    caller = caller_for(first.base_url)
    ids = []
    for number in range(4):
        clock.now += 1
        ids.append(caller.started(name=str(number), sketch=True))
    first.stop()
    reel.ran.clear()
    gate.set()
    caller = caller_for(open_studio(advance="timed").base_url)
    caller.look_until(ids[-1], lambda data: data["status"] == "completed")
    begun = [project_id for project_id, stage in reel.ran if stage == "GenerateMusic"]
    assert begun == ids


def test_a_failed_project_stays_failed_and_can_be_retried_after_a_restart(open_studio, caller_for, reel):
    reel.broken.add("GenerateMusicShot")
    first = open_studio()
    project_id = caller_for(first.base_url).started()
    first.stop()
    reel.broken.clear()
    caller = caller_for(open_studio().base_url)
    assert caller.look(project_id)["status"] == "failed"
    caller.call("retry", project_id=project_id, current_step="music-generate")
    assert caller.look(project_id)["pay_status"] == "pending"


def test_the_key_is_nowhere_on_disk(open_studio, caller_for):
    studio = open_studio()
    caller_for(studio.base_url, "a-very-secret-key").finished()
    assert b"a-very-secret-key" not in all_bytes(studio.folder)


def test_no_link_is_kept_on_disk(caller, studio):
    asset = caller.look(caller.finished())["video_asset"]
    signature = asset["signed_url"].split("Signature=")[1]
    assert signature.encode() not in all_bytes(studio.folder)


def test_the_callers_picture_and_the_renderers_leftovers_go_when_the_film_is_done(studio, caller, raw_base64):
    project_id = caller.create()
    caller.submit(project_id, reference_image=..., reference_image_url=raw_base64())
    home = studio.folder / "projects" / project_id
    assert (home / "picture").exists()
    caller.call("pay", project_id=project_id)
    kept = sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())
    assert kept == ["film/film.mp4", "film/thumbnail.jpg", "project.json"]


def test_without_a_folder_a_studio_uses_its_users_own_private_one_and_finds_it_again(
    monkeypatch, tmp_path, open_studio, caller_for
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = open_studio(folder=None)
    assert first.folder.parent == tmp_path
    assert stat.S_IMODE(first.folder.stat().st_mode) == 0o700
    project_id = caller_for(first.base_url).finished()
    second = open_studio(folder=None)
    assert second.folder != first.folder
    first.stop()
    again = open_studio(folder=None)
    assert again.folder == first.folder
    assert again.film(project_id).is_file()


def test_a_folder_that_others_can_open_is_not_trusted_with_anybodys_pictures(monkeypatch, tmp_path, open_studio):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = open_studio(folder=None)
    first.stop()
    os.chmod(first.folder, 0o777)  # noqa: PTH101, S103 - an open door is the point
    assert open_studio(folder=None).folder != first.folder


def test_start_and_stop_can_be_said_twice(tmp_path):
    studio = DemoStudio(tmp_path)
    studio.stop()
    assert studio.start() is studio.start()
    studio.stop()
    studio.stop()

"""Neither a key nor a link nor a project's id shows in any log, and starting is light."""

import logging
import subprocess
import sys
from urllib.parse import urlsplit

import requests


def test_nothing_secret_is_logged_at_debug_level(caplog, open_studio, caller_for, reel, monkeypatch):
    caplog.set_level(logging.DEBUG)
    studio = open_studio()
    # As another part of the process may do: its servers' access log is its own affair, ours stays silent.
    access_log = logging.getLogger("uvicorn.access")
    monkeypatch.setattr(access_log, "handlers", [caplog.handler])
    caplog.set_level(logging.DEBUG, "uvicorn.access")
    caller = caller_for(studio.base_url, "a-very-secret-key")
    project_id = caller.finished()
    asset = caller.look(project_id)["video_asset"]
    requests.get(asset["signed_url"], timeout=10)
    reel.broken.add("GenerateMusic")
    caller.started()
    monkeypatch.setattr(studio._projects, "get", lambda _: 1 / 0)
    assert caller.call("query", project_id=project_id)["code"] == 500
    studio.stop()
    # The test's own client logs its addresses; the server's side must not.
    ours = [record for record in caplog.records if not record.name.startswith("urllib3")]
    logged = "\n".join(logging.Formatter().format(record) for record in ours)
    assert "a request went wrong" in logged
    signature = urlsplit(asset["signed_url"]).query
    for secret in ("a-very-secret-key", signature, "Signature=", project_id):
        assert secret not in logged


def test_of_a_song_that_is_none_the_log_has_the_sentence_and_no_traceback(caplog, open_studio, caller_for, reel):
    why = "Nothing is to be heard in this song: the whole file is silent."
    reel.told["GenerateMusic"] = why
    caller = caller_for(open_studio().base_url, "a-key")
    assert caller.look(caller.started())["err_msg"] == why
    (logged,) = [record for record in caplog.records if record.name == "mvdemo"]
    assert (logged.getMessage(), logged.exc_info) == (f"GenerateMusic failed: {why}", None)


def test_a_studio_starts_without_loading_the_renderer(tmp_path):
    program = (
        "import sys, pathlib, mvdemo\n"
        "with mvdemo.DemoStudio(pathlib.Path(sys.argv[1])):\n"
        "    print([name for name in ('numpy', 'av', 'streamlit', 'requests') if name in sys.modules])"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")

"""A stranger's script: the documented workflow over plain requests, sharing no code with MV Studio.

Usage: GIGGLE_API_BASE=… GIGGLE_API_KEY=… python foreign_client.py prompt|custom|upload 16:9|9:16 FILE [SECONDS [NAME]]
The song of the mode upload is the file that the environment's SONG names. Writes the film to FILE, looking every
SECONDS (3), retries a failed step once, and prints what it saw as JSON.

It is as trusting as such scripts are: no timeouts, every `data` is spread into its own answer, and a code is made a
number first.
"""

import json
import os
import pathlib
import sys
import threading

import requests

BASE = os.environ["GIGGLE_API_BASE"]
SESSION = requests.Session()
SESSION.headers["x-auth"] = os.environ["GIGGLE_API_KEY"]
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def call(method, path, project_id="", **what):
    answer = SESSION.request(method, BASE + "/api/v1/" + path, **what)
    answer.raise_for_status()
    reply = answer.json()
    code = reply.get("code")
    if isinstance(code, str):
        code = int(code) if code.isdigit() else -1
    if code not in (0, 200):
        raise SystemExit(f"{path}: {code} {reply.get('msg')}")
    return {"project_id": project_id, **reply.get("data", {})}


def uploaded(song):
    """The three calls that bring a song."""
    kind = {"Content-Type": "audio/mpeg"}
    wish = {"file_name": song.name, "content_type": "audio/mpeg", "is_public": True}
    place = call("POST", "asset/get-presigned-url", json=wish)
    requests.put(place["signed_url"], data=song.read_bytes(), headers=kind, timeout=60).raise_for_status()
    return call("POST", "asset/register", json={"object_key": place["object_key"], "name": song.name})["asset_id"]


def failed_step(data):
    for step in data.get("steps", []):
        for sub_step in step.get("sub_steps", []):
            if sub_step.get("status") == "failed" or sub_step.get("error"):
                return step["step"]
    return ""


def main(mode, aspect, target, seconds="3", name="Seaside memories"):
    song = {
        "upload": lambda: {"music_asset_id": uploaded(pathlib.Path(os.environ["SONG"]))},
        "prompt": lambda: {"prompt": "upbeat pop, sunny", "vocal_gender": "female", "instrumental": False},
        "custom": lambda: {"lyrics": "海风吹过\nWaves and light", "style": "folk", "title": "Seaside"},
    }[mode]()
    creation = {"name": name, "type": "mv", "aspect": aspect, "mode": "trustee"}
    project_id = call("POST", "project/create", json=creation)["project_id"]
    submission = {
        "project_id": project_id,
        "music_generate_type": mode,
        "aspect": aspect,
        "scene_description": "sunset at the sea",
        "subtitle_enabled": mode == "custom",
        "reference_image_url": PICTURE,
        **song,
    }
    submitted = call("POST", "trustee_mode/mv/submit", project_id, json=submission)
    seen, receipt, retried = [], None, {}
    for _ in range(20_000):
        data = call("GET", "trustee_mode/mv/query", project_id, params={"project_id": project_id})
        if data["current_step"] not in seen:
            seen.append(data["current_step"])
        if data["status"] == "failed" or data["err_msg"]:
            if retried:
                raise SystemExit("failed: " + data["err_msg"])
            again = {"project_id": project_id, "current_step": failed_step(data)}
            retried = call("POST", "trustee_mode/mv/retry", project_id, json=again)
        elif receipt is None and (data["pay_status"] == "pending" or "pay" in data["current_step"].lower()):
            receipt = call("POST", "trustee_mode/mv/pay", project_id, json={"project_id": project_id})
        elif data["status"] == "completed" and data["video_asset"] and data["video_asset"].get("download_url"):
            break
        threading.Event().wait(float(seconds))
    asset = data["video_asset"]
    film = requests.get(asset["download_url"], timeout=60)
    start = requests.get(asset["signed_url"], headers={"Range": "bytes=0-15"}, timeout=60)
    naked = requests.get(asset["signed_url"].split("?")[0], timeout=60)
    pathlib.Path(target).write_bytes(film.content)
    facts = {
        "project_id": project_id,
        "seen": seen,
        "ids": sorted({answer["project_id"] for answer in (submitted, data, receipt, retried) if answer}),
        "is_retried": bool(retried),
        "price": receipt["price"],
        "order_id": receipt["order_id"],
        "completed_steps": data["completed_steps"],
        "duration": asset["duration"],
        "shot_count": data["shot_count"],
        "disposition": film.headers["Content-Disposition"],
        "range_status": start.status_code,
        "is_same_start": start.content == film.content[:16],
        "unsigned_status": naked.status_code,
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

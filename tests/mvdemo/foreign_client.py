"""A stranger's script: the documented workflow over plain requests, sharing no code with MV Studio.

Usage: GIGGLE_API_BASE=… GIGGLE_API_KEY=… python foreign_client.py prompt|custom 16:9|9:16 FILE [SECONDS]
Writes the film to FILE, looking every SECONDS (3), and prints what it saw as JSON.
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


def call(method, path, **what):
    reply = SESSION.request(method, BASE + "/api/v1/" + path, timeout=60, **what).json()
    if reply["code"] not in (0, 200, "0", "200"):
        raise SystemExit(f"{path}: {reply['code']} {reply['msg']}")
    return reply["data"]


def main(mode, aspect, target, seconds="3"):
    song = {
        "prompt": {"prompt": "upbeat pop, sunny", "vocal_gender": "female", "instrumental": False},
        "custom": {"lyrics": "海风吹过\nWaves and light", "style": "folk", "title": "Seaside"},
    }[mode]
    creation = {"name": "Seaside memories", "type": "mv", "aspect": aspect, "mode": "trustee"}
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
    call("POST", "trustee_mode/mv/submit", json=submission)
    seen, receipt = [], None
    for _ in range(20_000):
        data = call("GET", "trustee_mode/mv/query", params={"project_id": project_id})
        if data["current_step"] not in seen:
            seen.append(data["current_step"])
        if data["err_msg"] or data["status"] == "failed":
            raise SystemExit("failed: " + data["err_msg"])
        if data["pay_status"] == "pending":
            receipt = call("POST", "trustee_mode/mv/pay", json={"project_id": project_id})
        elif data["status"] == "completed" and data["video_asset"]["download_url"]:
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

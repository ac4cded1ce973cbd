"""What a caller gets to see of an armed fault."""

from __future__ import annotations

import asyncio
import copy
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from mvdemo.faults.broken_answers import Dripping, Dropped, Half
from mvdemo.wire import envelope, json_reply

if TYPE_CHECKING:
    from mvdemo.faults.armed import Fault, Faults

FAULT_HEADER = "X-Demo-Fault"
PAGE = "<!doctype html><title>Bad gateway</title><h1>Something else answered</h1>"
NOISE = bytes(range(255, -1, -1)) * 4
REMEMBERED_LOOKS = 500
WAIT_SLICE_S = 0.1

Processing = Callable[[], Awaitable[Response]]


class FaultyDesk:
    """Answers calls, or does what an armed fault says instead."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._last_looks: OrderedDict[str, Any] = OrderedDict()

    async def answer(self, operation: str, project_id: str, process: Processing) -> Response:
        """The reply to one call; `process` does the real work and never raises."""
        fault = self._faults.take(operation, project_id)
        if fault is None:
            reply = await process()
            if operation != "query":
                return reply
            return self._looked(project_id, reply)
        reply = await self._faulty(fault, project_id, process)
        reply.headers[FAULT_HEADER] = f"{fault.number} {fault.kind.name}"
        return reply

    def _looked(self, project_id: str, reply: Response) -> Response:
        data = json.loads(bytes(reply.body))["data"]
        if data is None:
            return reply
        self._last_looks[project_id] = data
        while len(self._last_looks) > REMEMBERED_LOOKS:
            self._last_looks.popitem(last=False)
        fault = self._faults.take("query", project_id, data)
        if fault is None:
            return reply
        spoilt = json_reply(envelope(SPOILERS[fault.kind.name](copy.deepcopy(data), fault.parameters)))
        spoilt.headers[FAULT_HEADER] = f"{fault.number} {fault.kind.name}"
        return spoilt

    async def _faulty(self, fault: Fault, project_id: str, process: Processing) -> Response:
        told, name = fault.parameters, fault.kind.name
        if name == "stale":
            return json_reply(envelope(self._last_looks.get(project_id)))
        is_processed = told.get("processed", True)
        reply = await process() if is_processed else Response()
        if name == "late":
            await self._wait(told["seconds"])
            return reply
        if name in SPOILERS:
            content = json.loads(bytes(reply.body))
            if isinstance(content["data"], dict):
                self._last_looks[project_id] = copy.deepcopy(content["data"])
                content["data"] = SPOILERS[name](content["data"], told)
            return json_reply(content, status=reply.status_code)
        if name == "envelope":
            data = json.loads(bytes(reply.body))["data"] if is_processed else None
            return json_reply(envelope(data, code=told["code"], message=told["msg"]))
        return PLAIN[name](told, bytes(getattr(reply, "body", b"")))

    async def _wait(self, seconds: float) -> None:
        # Not in a thread: there are only forty of them, and a caller may let hundreds of answers be late.
        left_s = seconds
        while left_s > 0 and not self._faults.released.is_set():
            await asyncio.sleep(min(left_s, WAIT_SLICE_S))
            left_s -= WAIT_SLICE_S


def _status(told: dict[str, Any], _body: bytes) -> Response:
    headers = {"Retry-After": str(told["retry_after"])} if told["retry_after"] != "" else {}
    content = envelope(None, code=told["status"], message=told["msg"])
    return json_reply(content, status=told["status"], headers=headers)


def _page(told: dict[str, Any], _body: bytes) -> Response:
    return Response(PAGE, told["status"], media_type="text/html")


def _redirect(told: dict[str, Any], _body: bytes) -> Response:
    return Response(status_code=told["status"], headers={"Location": str(told["location"])})


def _without_link(data: dict[str, Any], _told: dict[str, Any]) -> dict[str, Any]:
    return data | {"video_asset": data["video_asset"] | {"download_url": "", "signed_url": ""}}


def _pay_in_step(data: dict[str, Any], _told: dict[str, Any]) -> dict[str, Any]:
    return data | {"pay_status": "", "current_step": "wait-for-pay"}


def _null_steps(data: dict[str, Any], _told: dict[str, Any]) -> dict[str, Any]:
    return data | {"steps": None}


def _bare(data: dict[str, Any], _told: dict[str, Any]) -> dict[str, Any]:
    for step in data["steps"]:
        for sub_step in step["sub_steps"]:
            del sub_step["completed_at"]
            if not sub_step["error"]:
                del sub_step["error"]
    asset = data["video_asset"] | {"duration": 0} if data["status"] == "completed" else None
    return data | {"video_asset": asset, "completed_steps": "", "shot_count": 0}


def _new_words(data: dict[str, Any], _told: dict[str, Any]) -> dict[str, Any]:
    if not data["steps"]:
        return data
    is_over = data["status"] in ("completed", "failed")
    grading = {"step": "ColourGrading", "status": "reviewing", "error": "", "completed_at": ""}
    polishing = {"step": "polish", "retry_count": 0, "sub_steps": [grading]}
    first, *others = data["steps"]
    music = [{"step": "MoodBoard", "status": "approved", "error": "", "completed_at": ""}]
    first = first | {"sub_steps": [*first["sub_steps"][:1], *music, *first["sub_steps"][1:]]}
    steps = [first, *others[:-1], polishing, *others[-1:]]
    return data | {"steps": steps, "status": data["status"] if is_over else "polishing"}


def _changed(data: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = told["fields"]
    return data | fields


PLAIN: dict[str, Callable[[dict[str, Any], bytes], Response]] = {
    "status": _status,
    "redirect": _redirect,
    "html": _page,
    "empty": lambda _told, _body: Response(),
    "null-data": lambda _told, _body: json_reply(envelope(None)),
    "unreadable": lambda _told, _body: Response(NOISE, media_type="application/json"),
    "huge": lambda told, body: Response((body or PAGE.encode()).ljust(told["size"]), media_type="application/json"),
    "drop": lambda _told, _body: Dropped(),
    "reset": lambda _told, _body: Dropped(is_reset=True),
    "hang": lambda told, _body: Dropped(after_s=told["seconds"]),
    "half": lambda _told, body: Half(body or PAGE.encode()),
    "drip": lambda told, body: Dripping(body or PAGE.encode(), over_s=told["seconds"]),
}
"""The kinds that need to know nothing about the API; `body` is the real answer, empty when not processed."""

SPOILERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "no-link": _without_link,
    "pay-in-step": _pay_in_step,
    "null-steps": _null_steps,
    "bare": _bare,
    "new-words": _new_words,
    "changed": _changed,
}

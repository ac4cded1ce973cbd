"""Every fault at every call: what the caller's end of the line shows, and whether the call took effect behind it."""

import json
import socket

import pytest

CALLS = ("create", "submit", "query", "pay", "retry")
BODIES = {
    "create": {"name": "Seaside", "type": "mv", "aspect": "16:9", "mode": "trustee"},
    "submit": {"music_generate_type": "prompt", "aspect": "16:9", "prompt": "pop", "reference_image": "sample-beach"},
    "query": {},
    "pay": {},
    "retry": {"current_step": "shot"},
}
PATHS = {
    "create": "project/create",
    **{name: f"trustee_mode/mv/{name}" for name in ("submit", "query", "pay", "retry")},
}


class Seen:
    """What came over one line until it ended: the status, the body, and how it ended."""

    def __init__(self, port, operation, project_id):
        fields = BODIES[operation] | ({} if operation == "create" else {"project_id": project_id})
        is_query = operation == "query"
        path = f"/api/v1/{PATHS[operation]}" + (f"?project_id={project_id}" if is_query else "")
        body = b"" if is_query else json.dumps(fields).encode()
        head = f"{'GET' if is_query else 'POST'} {path} HTTP/1.1\r\nHost: demo\r\nx-auth: any\r\nConnection: close\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            content, self.pieces, self.is_reset = b"", 0, False
            try:
                while piece := line.recv(65_536):
                    content += piece
                    self.pieces += 1
            except ConnectionResetError:
                self.is_reset = True
        self.head, _, self.body = content.partition(b"\r\n\r\n")
        self.status = int(self.head.split()[1]) if self.head else None
        self.headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in self.head.decode().split("\r\n")[1:])
        }

    @property
    def reply(self):
        return json.loads(self.body)

    @property
    def is_page(self):
        return b"<!doctype html>" in self.body

    @property
    def is_whole(self):
        return len(self.body) == int(self.headers["content-length"])


def is_readable(content):
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def is_said_by_status(seen, status):
    return (seen.status, seen.reply["code"], seen.reply["data"]) == (status, status, None)


FAULTS = {
    "401": ({"kind": "status", "status": 401}, lambda seen: is_said_by_status(seen, 401)),
    "402": ({"kind": "status", "status": 402}, lambda seen: is_said_by_status(seen, 402)),
    "403 page": ({"kind": "html", "status": 403}, lambda seen: seen.status == 403 and seen.is_page),
    "429 short": (
        {"kind": "status", "status": 429, "retry_after": 2},
        lambda seen: is_said_by_status(seen, 429) and seen.headers["retry-after"] == "2",
    ),
    "429 long": (
        {"kind": "status", "status": 429, "retry_after": 3600},
        lambda seen: is_said_by_status(seen, 429) and seen.headers["retry-after"] == "3600",
    ),
    "code 500": ({"kind": "envelope", "code": 500}, lambda seen: (seen.status, seen.reply["code"]) == (200, 500)),
    "code -1": ({"kind": "envelope", "code": -1}, lambda seen: (seen.status, seen.reply["code"]) == (200, -1)),
    "HTTP 500": ({"kind": "status", "status": 500}, lambda seen: is_said_by_status(seen, 500)),
    "502 page": ({"kind": "html", "status": 502}, lambda seen: seen.status == 502 and seen.is_page),
    "drop": ({"kind": "drop"}, lambda seen: seen.status is None and not seen.is_reset),
    "reset": ({"kind": "reset"}, lambda seen: seen.status is None and seen.is_reset),
    "hang": ({"kind": "hang", "seconds": 0.05}, lambda seen: seen.status is None and not seen.is_reset),
    "drip": ({"kind": "drip", "seconds": 0.05}, lambda seen: seen.status == 200 and seen.is_whole and seen.pieces > 3),
    "half": ({"kind": "half"}, lambda seen: seen.status == 200 and seen.body and not seen.is_whole),
    "unreadable": ({"kind": "unreadable"}, lambda seen: seen.status == 200 and not is_readable(seen.body)),
    "null data": ({"kind": "null-data"}, lambda seen: (seen.reply["code"], seen.reply["data"]) == (200, None)),
    "redirect": ({"kind": "redirect"}, lambda seen: (seen.status, seen.headers["location"]) == (307, "/elsewhere")),
    "huge": ({"kind": "huge"}, lambda seen: seen.status == 200 and seen.is_whole and len(seen.body) > 4 * 1024 * 1024),
    "sign-in page": ({"kind": "html"}, lambda seen: seen.status == 200 and seen.is_page),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_shows_as_it_is_called_at_every_call_whether_the_call_took_effect_or_not(studio, caller, name):
    fault, shows = FAULTS[name]
    project_id = caller.started()
    for operation in CALLS:
        for is_processed in (True, False):
            # A create has no project yet.
            aim = {} if operation == "create" else {"project_id": project_id}
            before = took_effect(studio, caller, operation, project_id)
            studio.faults.arm({"operation": operation, "processed": is_processed, **fault, **aim})
            seen = Seen(studio.port, operation, project_id)
            assert shows(seen), (operation, is_processed, seen.head, seen.body[:200])
            assert took_effect(studio, caller, operation, project_id) - before == is_processed
    assert all(fault["is_spent"] for fault in studio.faults.all())


def took_effect(studio, caller, operation, project_id):
    """How many such calls reached their project."""
    if operation == "create":
        return len(studio._projects.all())
    return caller.truth(project_id)["calls"][operation]


def test_what_comes_slowly_or_with_too_much_behind_it_is_still_the_real_answer(studio, caller):
    project_id = caller.started()
    for kind, told in (("drip", {"seconds": 0.05}), ("huge", {})):
        studio.faults.arm({"operation": "query", "kind": kind, **told})
        assert Seen(studio.port, "query", project_id).reply["data"]["project_id"] == project_id


def test_a_studio_closes_while_callers_hang_and_drip(open_studio, caller_for):
    studio = open_studio()
    project_id = caller_for(studio.base_url).started()
    lines = []
    for kind in ("hang", "drip"):
        studio.faults.arm({"operation": "query", "kind": kind, "seconds": 600})
        line = socket.create_connection(("127.0.0.1", studio.port), timeout=20)
        line.sendall(
            f"GET /api/v1/{PATHS['query']}?project_id={project_id} HTTP/1.1\r\nHost: d\r\nx-auth: k\r\n\r\n".encode()
        )
        lines.append(line)
    while not all(fault["is_spent"] for fault in studio.faults.all()):
        caller_for(studio.base_url).faults()
    studio.stop()
    for line in lines:
        try:
            while line.recv(65_536):
                pass
        except ConnectionResetError:
            pass
        line.close()
    open_studio(port=studio.port)

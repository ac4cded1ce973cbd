"""The calls of the API and how long each may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long one call may take, in real seconds."""

    connect_s: float
    read_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API."""

    name: str
    method: str
    path: str
    deadline: Deadline
    # A kept-alive connection that the server closes meanwhile ends in "cannot know": 36 of 600 pays, a fresh one 0.
    fresh_connection: bool = True


CREATE = Operation("create", "POST", "/api/v1/project/create", Deadline(5, 30, 45))
SUBMIT = Operation("submit", "POST", "/api/v1/trustee_mode/mv/submit", Deadline(10, 120, 300))
QUERY = Operation("query", "GET", "/api/v1/trustee_mode/mv/query", Deadline(5, 15, 20), fresh_connection=False)
PAY = Operation("pay", "POST", "/api/v1/trustee_mode/mv/pay", Deadline(5, 60, 70))
RETRY = Operation("retry", "POST", "/api/v1/trustee_mode/mv/retry", Deadline(5, 30, 45))
PRESIGN = Operation("presign", "POST", "/api/v1/asset/get-presigned-url", Deadline(5, 30, 45))
REGISTER = Operation("register", "POST", "/api/v1/asset/register", Deadline(5, 30, 45))

SLOWEST_BYTES_PER_S = 32 * 1024
"""A line upwards that is slower than this sends no song: 30 MB may take 16 minutes."""


def get_file() -> Operation:
    """The call to a film's link; a film of a slow line may take an hour."""
    return Operation("save", "GET", "", Deadline(10, 30, 3600))


_PUT_FILE = "put_file"
UPLOAD_OPERATIONS = frozenset({PRESIGN.name, _PUT_FILE, REGISTER.name})
"""By `MVError.operation`: those that bring a song, before there is a project, and cost nothing."""


def put_file(size_bytes: int) -> Operation:
    """The call to a signed address; its first number also bounds how long the line may take no byte."""
    return Operation(_PUT_FILE, "PUT", "", Deadline(20, 60, 60 + size_bytes / SLOWEST_BYTES_PER_S))

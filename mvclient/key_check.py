"""Whether Giggle takes a key: one look at a project that does not exist, which costs nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from mvclient.error_from_reply import error_from
from mvclient.errors import RateLimited
from mvclient.operations import QUERY, Deadline
from mvclient.replies import Outcome, Reply

if TYPE_CHECKING:
    from mvclient.repeats import Calls

CHECK = replace(QUERY, deadline=Deadline(4, 6, 8), fresh_connection=True)
"""A person waits for this look, so it is shorter than the others."""

# A gateway, a firewall and a page that wants a login answer too, and know nothing of the key.
_GIGGLES_OWN_STATUSES = frozenset({*range(200, 300), 400, 402, 404, 409, 410, 422})
_OF_NOBODY_KNOWS_WHAT = re.compile(
    r"forbidden|denied|(system|server|internal|unknown) (error|exception)|busy|overload|unavailable|time[d -]*out"
    r"|系统|内部错误|服务器|繁忙|超时|异常|禁止|拒绝",
    re.IGNORECASE,
)
_OF_THE_KEY = re.compile(r"api[ _-]?key|unauthori[sz]ed|密钥", re.IGNORECASE)


def check_key(calls: Calls) -> None:
    """Ask once and at once; return when Giggle takes the key, raise when it does not or cannot be asked."""
    pause_s = calls.account.pause_left_s(calls.clock)
    if pause_s > 0:
        raise RateLimited(
            "Giggle asked for a pause, so it was not asked about the key.", retry_after_s=pause_s, operation="query"
        )
    reply = calls.send_now(CHECK, {"project_id": str(uuid4())})
    if reply.outcome is Outcome.REFUSED and _OF_THE_KEY.search(reply.msg):
        reply = replace(reply, outcome=Outcome.KEY_REFUSED)
    if reply.outcome is not Outcome.DONE and not _is_about_the_project(reply):
        raise error_from(reply, CHECK)


def _is_about_the_project(reply: Reply) -> bool:
    """Whether it is Giggle that refuses, and the project rather than the key: it looked past the key."""
    return (
        reply.outcome is Outcome.REFUSED
        and reply.http_status in _GIGGLES_OWN_STATUSES
        and bool(reply.code)
        and not re.fullmatch(r"\D*(401|403|407|408|429|5\d\d)", reply.code)
        and not _OF_NOBODY_KNOWS_WHAT.search(reply.msg)
    )

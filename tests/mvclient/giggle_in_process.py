"""The same hostile Giggle without a socket, for thousands of jobs: it stands in for `Transport.send`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giggle_truth import GiggleTruth

from mvclient import MVTrusteeAPI
from mvclient.replies import Outcome, Reply

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

    from fake_clock import FakeClock

    from mvclient import PaymentLedger
    from mvclient.operations import Operation

ODD_ANSWERS = {"code -1": (200, "-1"), "code 500": (200, "500"), "403": (403, ""), "408": (408, ""), "302": (302, "")}
"""What a gateway says, by HTTP status and code; the call may have done its work behind it."""
BEFORE = ("not-sent", "lost", "limited", "no-credits", "trouble", *ODD_ANSWERS)
"""Faults of a call that did nothing."""
AFTER = ("lost-after", "trouble-after", *(f"{odd}-after" for odd in ODD_ANSWERS))
"""Faults of a call that did its work."""
DEATHS = ("dies-before", "dies-after")
"""The caller's process ends: before the call arrived, or after it did its work."""


class Died(BaseException):
    """The process is gone; nothing of ours may catch this."""


class GiggleInProcess:
    """Answers calls from the truth; `next_fault` says what each call suffers."""

    def __init__(self, next_fault: Callable[[str], str | None] | None = None) -> None:
        self.truth = GiggleTruth()
        self.pays_received = 0
        self.script: dict[str, deque[str]] = {}
        self._next_fault = next_fault or self._scripted

    def client(self, clock: FakeClock, ledger: PaymentLedger | None, *, key: str = "key-of-tests") -> MVTrusteeAPI:
        """A new client, as another process would make it."""
        api = MVTrusteeAPI(key, base_url="http://giggle.invalid", ledger=ledger, sleep=clock.sleep, clock=clock)
        api._calls.transport.send = self.send
        return api

    def send(self, operation: Operation, fields: dict[str, Any]) -> Reply:
        fault = self._next_fault(operation.name)
        if fault == "dies-before":
            raise Died
        if fault == "not-sent":
            return Reply(Outcome.NOT_SENT, detail="NewConnectionError")
        if fault in BEFORE:
            return self._as_reply(fault, None)
        if operation.name == "pay":
            self.pays_received += 1
        answer = self.truth.answer(operation.name, dict(fields), "key")
        if fault == "dies-after":
            raise Died
        return self._as_reply(fault, answer.envelope)

    def _as_reply(self, fault: str | None, envelope: Any) -> Reply:
        match (fault or "").removesuffix("-after"):
            case "lost":
                return Reply(Outcome.UNSURE, detail="ConnectionError")
            case "trouble":
                return Reply(Outcome.UNSURE, http_status=502, detail="HTTP 502, unreadable")
            case "limited":
                return Reply(Outcome.LIMITED, http_status=429, retry_after_s=30)
            case "no-credits":
                return Reply(Outcome.REFUSED, http_status=200, code="-1", msg="not enough credits")
            case odd if odd in ODD_ANSWERS:
                status, code = ODD_ANSWERS[odd]
                return Reply(Outcome.REFUSED, http_status=status, code=code, msg="")
        if envelope["code"] != 200:
            return Reply(Outcome.REFUSED, http_status=200, code=envelope["code"], msg=envelope["msg"])
        return Reply(Outcome.DONE, http_status=200, code="200", data=envelope["data"])

    def _scripted(self, operation: str) -> str | None:
        queue = self.script.get(operation)
        return queue.popleft() if queue else None

"""The faults of a hostile Giggle, sorted into the columns of the table of what may be repeated."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hostile_giggle import Fault, Line, http

MEBIBYTE = 2**20


def _answer(status: int, body: bytes | str, headers: dict[str, str] | None = None) -> Callable[[Line, bytes], None]:
    contents = body.encode() if isinstance(body, str) else body
    return lambda line, _reply: line.write(http(status, contents, {"Connection": "close", **(headers or {})}))


def _half_headers(line: Line, reply: bytes) -> None:
    head = reply.partition(b"\r\n\r\n")[0]
    line.write(head[: head.index(b"\r\n") + 12])
    line.close()


def _half_body(line: Line, reply: bytes) -> None:
    line.write(reply[:-9])
    line.close()


def _drip_headers(line: Line, reply: bytes) -> None:
    line.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Patience: yes\r\n" * 100)


def _drip_body(line: Line, reply: bytes) -> None:
    head, _, body = reply.partition(b"\r\n\r\n")
    line.write(head + b"\r\n\r\n")
    line.drip(body)


def answers(status: int, body: bytes | str = "", *, name: str = "", **headers: str) -> Fault:
    """Answer with this status and body instead."""
    spelled = {key.replace("_", "-"): value for key, value in headers.items()}
    return Fault(name or f"http-{status}", _answer(status, body, spelled))


def envelope(code: object, msg: str = "no", *, status: int = 200, name: str = "", **headers: str) -> Fault:
    """Answer with an envelope of this code."""
    body = json.dumps({"code": code, "msg": msg, "uuid": "u-fault", "data": None})
    return answers(status, body, name=name or f"code-{code!r}", **headers)


def data(value: Any) -> Fault:
    """Succeed with this `data`."""
    body = json.dumps({"code": 200, "msg": "success", "uuid": "u-data", "data": value})
    return answers(200, body, name="data")


def raw(contents: bytes, *, name: str) -> Fault:
    """Answer with these bytes, whatever they are."""

    def act(line: Line, _reply: bytes) -> None:
        line.write(contents)
        line.close()

    return Fault(name, act)


def processed(fault: Fault) -> Fault:
    """The same fault after the call has done its work."""
    return replace(fault, is_processed=True)


def redirect(status: int, location: str) -> Fault:
    return answers(status, "", name=f"redirect-{status}", Location=location)


NOT_EVEN_READ = (
    Fault("reset-unread", lambda line, _reply: line.reset(), is_before_reading=True),
    Fault("close-unread", lambda line, _reply: line.close(), is_before_reading=True),
)
LOST = (
    Fault("reset", lambda line, _reply: line.reset()),
    Fault("close", lambda line, _reply: line.close()),
    Fault("half-headers", _half_headers),
    Fault("half-body", _half_body),
)
DRIPPING = (Fault("dripping-headers", _drip_headers), Fault("dripping-body", _drip_body))
TROUBLE = (
    answers(500, '{"code": 200, "msg": "success", "data": {"project_id": "p"}}'),
    answers(502, "<html>bad gateway</html>"),
    envelope("-1", status=503, name="http-503"),
)
UNREADABLE = (
    answers(200, "<html>Welcome to the hotel's wifi</html>", name="html"),
    answers(200, "[200]", name="list"),
    answers(200, b"[" * 200_000, name="deep"),
    answers(200, b'{"a":' * 200_000, name="deep-dict"),
    answers(200, b'{"code": 200, "data": "' + b"x" * (4 * MEBIBYTE) + b'"}', name="too-long"),
    answers(200, "", name="empty"),
    answers(204, "", name="no-content"),
    answers(200, gzip.compress(b" " * (64 * MEBIBYTE), 1), name="gzip-bomb", Content_Encoding="gzip"),
    answers(200, b"not gzip", name="bad-gzip", Content_Encoding="gzip"),
    answers(200, b'{"code": 200, "msg": "\xff\xfe"}', name="bad-utf-8"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9, 12\r\n\r\n{}", name="two-lengths"),
    raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", name="bad-chunks"),
    raw(b"\x16\x03\x01\x00\x05hello", name="not-http"),
    raw(b"HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n", name="early-hints"),
)
LIMITED = (answers(429, "slow down"), envelope("429"), envelope(429), envelope(429, status=429, name="both-429"))
KEY_REFUSED = (answers(401, "who?"), envelope(401), envelope("401"))
REFUSED = (
    answers(400, "<html>no</html>"),
    envelope("E402", "no credits", status=402),
    envelope(403, "forbidden", status=403),
    answers(404, ""),
    envelope("-1"),
    envelope("E401"),
    envelope(True, name="code-true"),
    envelope(None, name="code-null"),
    envelope(500),
    envelope([200], name="code-list"),
    envelope(200.5, name="code-fraction"),
    answers(200, '{"msg": "no code at all"}', name="no-code"),
    redirect(302, "http://127.0.0.1:9/elsewhere"),
    redirect(302, "http://[broken"),
    redirect(307, "/\xff\xfe"),
    answers(304, ""),
)
KNOWN_REFUSALS = (
    envelope("E402", "no credits", status=402),
    answers(402, "<html>payment required</html>", name="http-402"),
    envelope(402, "no"),
    envelope("-1", "Insufficient credits in this account", name="in-words"),
    envelope(500, "your balance is too low; nothing was charged", name="balance-in-words"),
    envelope("-1", "账户积分不足", name="in-chinese"),
    envelope(1001, "余额不足，请充值", name="balance-in-chinese", status=403),
)
"""What a payment is told when the account has too few credits."""
ODD = (
    *(fault for fault in REFUSED if fault.name != "code-'E402'"),
    answers(403, "<html>forbidden by the firewall</html>", name="firewall"),
    answers(408, ""),
    envelope("-1", "580 credits deducted, the film could not be started", name="taken-in-words"),
    envelope("-1", "积分已扣除，系统异常", name="taken-in-chinese"),
)
"""What a gateway may say with the payment taken behind it."""
UNSURE = LOST + TROUBLE + UNREADABLE


def both_phases(faults: tuple[Fault, ...]) -> list[Fault]:
    return [*faults, *map(processed, faults)]

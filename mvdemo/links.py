"""Signed links in the manner of CloudFront: a policy, a key id and a signature, and nothing without them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAVE_FIELD = ("response-content-disposition", "attachment")
RENEWAL_S = 600.0
"""A link stays the same for so long, so that a player is not mounted again at each look."""

# CloudFront writes Base64 with these instead of + = /, which mean something in a URL.
_TO_URL = str.maketrans("+=/", "-_~")
_FROM_URL = str.maketrans("-_~", "+=/")


class Links:
    """Makes and checks links under one secret, which stays in the folder and never leaves it."""

    def __init__(self, secret: bytes, *, lifetime_s: float, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._lifetime_s = lifetime_s
        self._clock = clock
        self.key_pair_id = "K" + hashlib.sha256(b"key id" + secret).hexdigest()[:13].upper()

    def query(self, path: str, *, since: float, to_save: bool = False) -> str:
        """The query that opens `path`; `since` (epoch seconds) anchors the renewals of one film's links."""
        age = max(0.0, self._clock() - since)
        renewal_s = min(RENEWAL_S, self._lifetime_s / 2)
        expires = int(since + age // renewal_s * renewal_s + self._lifetime_s)
        policy = json.dumps(
            {
                "Statement": [
                    {
                        "Resource": _resource(path, to_save=to_save),
                        "Condition": {"DateLessThan": {"AWS:EpochTime": expires}},
                    }
                ]
            },
            separators=(",", ":"),
        )
        signed = _encoded(policy.encode())
        parts = [
            ("Policy", signed),
            ("Key-Pair-Id", self.key_pair_id),
            ("Signature", self._signature(signed)),
        ]
        if to_save:
            parts.append(SAVE_FIELD)
        return "&".join(f"{name}={value}" for name, value in parts)

    def opens(self, path: str, query: str) -> bool:
        """Whether a query, as it arrived, opens this path now."""
        fields = parse_qsl(query, keep_blank_values=True)
        given = dict(fields)
        to_save = SAVE_FIELD in fields
        expected = {"Policy", "Key-Pair-Id", "Signature"} | ({SAVE_FIELD[0]} if to_save else set())
        if len(fields) != len(expected) or set(given) != expected:
            return False
        # The text itself is signed: two spellings of one Base64 are two links. As bytes, because
        # compare_digest refuses text beyond ASCII.
        signature = self._signature(given["Policy"])
        is_ours = hmac.compare_digest(given["Signature"].encode(), signature.encode())
        if not is_ours or given["Key-Pair-Id"] != self.key_pair_id:
            return False
        statement = json.loads(_decoded(given["Policy"]))["Statement"][0]
        expires = statement["Condition"]["DateLessThan"]["AWS:EpochTime"]
        return bool(statement["Resource"] == _resource(path, to_save=to_save) and self._clock() < float(expires))

    def _signature(self, policy: str) -> str:
        return _encoded(hmac.digest(self._secret, policy.encode(), "sha256"))


def folder_secret(folder: Path) -> bytes:
    """The folder's own secret, made at the first call; only its owner can read it."""
    path = folder / "link-secret"
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        secret = b""
    if len(secret) != 32:  # noqa: PLR2004 - the size that is written below
        secret = secrets.token_bytes(32)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secret)
    return secret


def _resource(path: str, *, to_save: bool) -> str:
    return f"{path}?{SAVE_FIELD[0]}={SAVE_FIELD[1]}" if to_save else path


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii").translate(_TO_URL)


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.translate(_FROM_URL), validate=True)

"""Signed links: when they end, when fresh ones are asked for, and the form a person may copy.

They are handed on byte for byte, never kept.
"""

import base64
import json
import math
import re
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

_LEFT_AT_LEAST_S: Final = 60.0
"""Links that end sooner than this are renewed before they are shown."""
_FRESH_S: Final = 60.0
"""A link that dies so soon after it was asked for does not come to life by asking again."""
_LONGEST_WAIT_S: Final = 10.0
"""How long the film waits for fresh links before the ones at hand are tried."""
_LONGEST_POLICY: Final = 20_000


def copyable(link: str) -> str:
    """The link as a person may paste it: chat programs cut links at "~"."""
    return link.replace("~", "%7E")


def expires_at(link: str) -> float | None:
    """When a CloudFront link ends, in epoch seconds; None when it does not say, or nothing that can be one."""
    try:
        query = parse_qs(urlsplit(link).query)
        policy = query.get("Policy", [""])[0].translate(str.maketrans("-_~", "+=/"))
        is_readable = 0 < len(policy) <= _LONGEST_POLICY
        statements = json.loads(base64.b64decode(policy))["Statement"] if is_readable else []
        ends = [_epoch_s(query.get("Expires", [""])[0]), *(_end_of(statement) for statement in statements)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return min(filter(None, ends), default=None)


class Renewals:
    """When fresh links are asked for while a film is shown.

    What a link says of its end is held against this machine's clock, which may be hours wrong: so that is believed
    once, and from then on only the browser, which finds out whether a link still opens.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.number = 0
        """How many wishes for fresh links were answered; what the browser says of links before that is old news."""
        self.are_in_vain = False
        """Whether the film does not play on fresh links either."""
        self.was_shown = False
        """Whether the viewer has the film already; it is not taken away again while fresh links are on their way."""
        self._clock = clock
        self._asked_at_s = -math.inf

    def are_due(self, left_s: float) -> bool:
        """Whether to ask before the film is shown; `left_s`: until its link ends, by this machine's clock."""
        return self.number == 0 and left_s < _LEFT_AT_LEAST_S

    def ask(self) -> None:
        """Note that fresh links are asked for."""
        self.number += 1
        self.are_in_vain = False
        self._asked_at_s = self._clock()

    def give_up(self) -> None:
        """Note that the film does not play on fresh links either."""
        self.number += 1
        self.are_in_vain = True

    @property
    def are_fresh(self) -> bool:
        """Whether links were asked for a moment ago."""
        return self._clock() - self._asked_at_s < _FRESH_S

    @property
    def are_worth_waiting_for(self) -> bool:
        """Whether the film is not shown yet, and links that are on their way may still come soon."""
        return not self.was_shown and self._clock() - self._asked_at_s < _LONGEST_WAIT_S


def _end_of(statement: Any) -> float | None:  # noqa: ANN401 - whatever a policy holds
    try:
        return _epoch_s(statement["Condition"]["DateLessThan"]["AWS:EpochTime"])
    except (KeyError, TypeError, IndexError):
        return None


def _epoch_s(value: object) -> float | None:
    """Read seconds that may come as text; None for what is no moment of our millennia."""
    found = re.fullmatch(r"([0-9]{1,12})(\.[0-9]{1,9})?", str(value))
    return float(found[0]) if found else None

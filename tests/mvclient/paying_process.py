"""A program that watches one project with the app's ledger and kills itself, as `kill -9` would, at a chosen point.

python paying_process.py BASE_URL KEY LEDGER_URL PROJECT_ID POINT
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from fake_clock import FakeClock

from mvapp.studio.ledger import SQLLedger
from mvclient import MVTrusteeAPI


def die() -> None:
    """End without any goodbye: no `finally`, no flush."""
    os.kill(os.getpid(), signal.SIGKILL)


class DeadlyLedger(SQLLedger):
    """Dies at a point such as `before reserve` or `after settle`."""

    point = ""

    def _around(self, name: str, call: Callable[[], Any]) -> Any:
        if self.point == f"before {name}":
            die()
        answer = call()
        if self.point == f"after {name}":
            die()
        return answer

    def reserve(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._around("reserve", lambda: super(DeadlyLedger, self).reserve(*args, **kwargs)))

    def release(self, *args: Any, **kwargs: Any) -> None:
        self._around("release", lambda: super(DeadlyLedger, self).release(*args, **kwargs))

    def settle(self, *args: Any, **kwargs: Any) -> None:
        self._around("settle", lambda: super(DeadlyLedger, self).settle(*args, **kwargs))


def main() -> None:
    base_url, key, ledger_url, project_id, DeadlyLedger.point = sys.argv[1:]
    clock = FakeClock()
    api = MVTrusteeAPI(key, base_url=base_url, ledger=DeadlyLedger(ledger_url), sleep=clock.sleep, clock=clock)
    for _ in api.watch(project_id):
        pass


if __name__ == "__main__":
    main()

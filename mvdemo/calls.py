"""How often each project was called for, for those who count."""

from __future__ import annotations

import threading
from collections import Counter


class Calls:
    """Counts per project and operation; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Counter[str]] = {}

    def note(self, project_id: str, operation: str) -> None:
        """One more call that reached its project."""
        with self._lock:
            self._counts.setdefault(project_id, Counter())[operation] += 1

    def of(self, project_id: str) -> Counter[str]:
        """The counts of one project since the studio was started."""
        with self._lock:
            return Counter(self._counts.get(project_id, ()))

    def forget(self, project_id: str) -> None:
        """Drop the counts of a project that is gone."""
        with self._lock:
            self._counts.pop(project_id, None)

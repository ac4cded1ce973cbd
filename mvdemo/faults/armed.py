"""Faults on order: armed per operation, used up in turn, visible at any time. Off until armed."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from typing import Any

from mvdemo.faults.kinds import KINDS, OPERATIONS, REQUIRED, Kind

MOST_TIMES = 100_000
MOST_REMEMBERED = 1_000


class BadFault(ValueError):
    """A fault that cannot be armed; the message says what is wrong with it."""


@dataclass
class Fault:
    """One armed fault; hands out itself `times` times, after letting `skip` calls pass."""

    number: int
    operation: str
    kind: Kind
    parameters: dict[str, Any]
    times: int
    skip: int
    project_id: str
    used: int = 0
    passed: int = 0
    used_by: list[str] = field(default_factory=list)
    """The project ids of its uses, "" where there was none."""

    def described(self) -> dict[str, Any]:
        """As the admin routes show it."""
        return {
            "number": self.number,
            "operation": self.operation,
            "kind": self.kind.name,
            **self.parameters,
            "times": self.times,
            "skip": self.skip,
            "project_id": self.project_id,
            "used": self.used,
            "used_by": list(self.used_by),
            "is_spent": self.used >= self.times,
        }


class Faults:
    """The queues of armed faults, one per operation; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self.released = threading.Event()
        """Set when the studio closes, so that nobody waits for a late answer."""

    def arm(self, wish: object) -> dict[str, Any]:
        """Arm what a JSON object asks for and return its description; raise BadFault."""
        operation, kind, parameters, counts = _checked(wish)
        with self._lock:
            fault = Fault(next(self._numbers), operation, kind, parameters, **counts)
            self._faults.append(fault)
            del self._faults[:-MOST_REMEMBERED]
            return fault.described()

    def all(self) -> list[dict[str, Any]]:
        """Every fault armed since the last `clear`, spent ones included, in the order of arming."""
        with self._lock:
            return [fault.described() for fault in self._faults]

    def clear(self) -> None:
        """Disarm and forget everything."""
        with self._lock:
            self._faults.clear()

    def take(self, operation: str, project_id: str, data: dict[str, Any] | None = None) -> Fault | None:
        """The next fault for this call, counted as used.

        Without `data`, faults that fit any call; with the `data` of a query, those that waited for such.
        """

        def fits(fault: Fault) -> bool:
            if data is None or fault.kind.fits is None:
                return data is None and fault.kind.fits is None
            return fault.kind.fits(data)

        return self._take(operation, project_id, fits)

    def failure_of(self, project_id: str, sub_step: str) -> str:
        """The error with which a sub-step is to fail now, "" for none."""
        fault = self._take("work", project_id, lambda fault: fault.parameters["sub_step"] == sub_step)
        return str(fault.parameters["error"]) if fault else ""

    def _take(self, operation: str, project_id: str, fits: Any) -> Fault | None:  # noqa: ANN401 - any test of a fault
        with self._lock:
            for fault in self._faults:
                is_spent = fault.used >= fault.times
                is_for_another = fault.project_id not in ("", project_id)
                if fault.operation != operation or is_spent or is_for_another or not fits(fault):
                    continue
                if fault.passed < fault.skip:
                    fault.passed += 1
                    continue
                fault.used += 1
                fault.used_by.append(project_id)
                return fault
        return None


def _checked(wish: object) -> tuple[str, Kind, dict[str, Any], dict[str, Any]]:
    if not isinstance(wish, dict):
        raise BadFault("A fault is a JSON object with operation and kind.")
    rest = dict(wish)
    operation = rest.pop("operation", None)
    if operation not in OPERATIONS:
        raise BadFault(f"operation must be one of {', '.join(OPERATIONS)}.")
    name = rest.pop("kind", None)
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadFault(f"kind must be one of {', '.join(KINDS)}.")
    if operation not in kind.operations:
        raise BadFault(f"{kind.name} is possible for {', '.join(kind.operations)}, not for {operation}.")
    counts = {
        "times": _count(rest.pop("times", 1), "times", least=1),
        "skip": _count(rest.pop("skip", 0), "skip", least=0),
        "project_id": rest.pop("project_id", ""),
    }
    if not isinstance(counts["project_id"], str):
        raise BadFault("project_id must be text.")
    parameters = {}
    for parameter in kind.parameters:
        value = rest.pop(parameter.name, parameter.default)
        if value is REQUIRED:
            raise BadFault(f"{kind.name} needs {parameter.name}: {parameter.values}.")
        if value is not parameter.default and not parameter.accepts(value):
            raise BadFault(f"{parameter.name} of {kind.name} must be {parameter.values}.")
        parameters[parameter.name] = value
    if rest:
        raise BadFault(f"{kind.name} does not know {', '.join(sorted(map(str, rest)))}.")
    return operation, kind, parameters, counts


def _count(value: object, name: str, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST_TIMES:
        raise BadFault(f"{name} must be a whole number from {least} to {MOST_TIMES}.")
    return value

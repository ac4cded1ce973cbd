"""Two cores for long sounds: NumPy lets go of the interpreter while it computes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_pairs(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Do the work for all items, two at a time, and return the results in the items' order."""
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="song") as pool:
        return list(pool.map(work, items))

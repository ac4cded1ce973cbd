"""The line of films that wait for the bench: in turn for those who want them, and what has begun goes first."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(eq=False)
class Errand:
    """Work on one project: up to `sub_steps` of them, less if it has to stop before."""

    project_id: str
    sub_steps: int
    customer: str = ""
    """Whose it is, for a fair line."""
    has_begun: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)


class Line(list[Errand]):
    """Errands in the order in which they are worked on."""

    def add(self, new: Errand, *, at_work: str) -> None:
        """Put it behind all of its customer, and before what others want beyond as many; `at_work`: whose film is made.

        One that has begun goes before any that has not.
        """
        self.insert(self._place_for(new, at_work), new)

    def number_of(self, customer: str) -> int:
        """How many of a customer wait."""
        return sum(errand.customer == customer for errand in self)

    def _place_for(self, new: Errand, at_work: str) -> int:
        begun = sum(errand.has_begun for errand in self)
        if new.has_begun:
            return begun
        turns = Counter([at_work])
        own = turns[new.customer] + self.number_of(new.customer)
        for place, errand in enumerate(self):
            if turns[errand.customer] > own and place >= begun:
                return place
            turns[errand.customer] += 1
        return len(self)

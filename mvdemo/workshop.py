"""The one bench films are made on: a queue, a thread, one sub-step after the other."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from mvdemo.faults import magic
from mvdemo.forecast import Forecast, TimeLeft, Work
from mvdemo.line import Errand, Line
from mvdemo.problem import NO_ROOM, is_disk_full
from mvdemo.project import Project
from mvdemo.projects import Projects
from mvdemo.steps import PENDING, SUB_STEPS
from mvdemo.told import Told

log = logging.getLogger("mvdemo")

KEPT_PRODUCTIONS = 2
"""Half-made films kept in memory; the others do some of their work again when they go on."""


HOLD_S = 3.0
"""How long the bench stays free for a film whose payment is on its way, so that what has begun is not overtaken."""
_DONE = TimeLeft(0.0, 0.0, fraction=1.0)
SKETCH_PACE = 0.25
"""A sketch takes this share of the time that a film is given to be watched: somebody waits for it."""


class Production(Protocol):
    """One film in the making, as the renderer offers it."""

    @property
    def duration_s(self) -> float:
        """The film's length, known after the last sub-step."""

    @property
    def shot_count(self) -> int:
        """How many shots the film has, known after the last sub-step."""

    def run(self, stage: str, *, on_fraction: Callable[[float], None], cancelled: threading.Event | None) -> None:
        """Do the work of one sub-step."""


Producer = Callable[[Project, Projects], Production]
Pause = Callable[[threading.Event, float], object]


@dataclass(frozen=True)
class Pace:
    """How fast films move: a sub-step takes at least `step_s` seconds; `pause` waits for the rest."""

    step_s: float
    clock: Callable[[], float]
    pause: Pause = threading.Event.wait
    hold_s: float = 0.0
    """How long the bench stays free for a film that waits for its payment."""
    filming_share: float = 1.0
    """How long the first filming is likely to take, of what it takes in full quality."""


class Workshop:
    """Works on one project at a time: in turn for those who wait, and for each in the order in which theirs came."""

    def __init__(
        self,
        projects: Projects,
        producer: Producer,
        *,
        pace: Pace,
        trouble: Callable[[str, str], str] = lambda _project_id, _sub_step: "",
    ) -> None:
        """`trouble(project_id, sub_step)` may name an error with which that sub-step is to fail."""
        self._projects = projects
        self._producer = producer
        self._pace = pace
        self._trouble = trouble
        self._changed = threading.Condition()
        self._waiting = Line()
        self._goes_on = threading.Event()
        """Set when the film that the bench is free for comes back, or nobody is to be waited for any more."""
        self._unpaid = ("", 0.0)
        """The last film that got as far as its payment, and when."""
        self._current: Errand | None = None
        self._is_closing = False
        self._fraction = 0.0
        self._at_work: tuple[str, float] | None = None
        """The sub-step on the bench and when it began."""
        self._forecast = Forecast(pace.filming_share)
        self._productions: OrderedDict[str, Production] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="mvdemo-workshop", daemon=True)

    def open(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the moment at hand; a sub-step that is not done is done again after the next start."""
        with self._changed:
            self._is_closing = True
            for errand in [*self._waiting, *([self._current] if self._current else [])]:
                errand.cancelled.set()
                errand.done.set()
            self._waiting.clear()
            self._goes_on.set()
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def take(
        self, project_id: str, *, sub_steps: int = len(SUB_STEPS), customer: str = "", has_begun: bool = False
    ) -> Errand:
        """Put a project in the line: behind all of its customer, and before what others want beyond as many.

        One that `has_begun` goes on before any that has not.
        """
        errand = Errand(project_id, sub_steps, customer, has_begun)
        with self._changed:
            if self._is_closing:
                errand.done.set()
            else:
                self._waiting.add(errand, at_work=self._current.customer if self._current is not None else "")
                if project_id == self._unpaid[0]:
                    self._goes_on.set()
                self._changed.notify_all()
        return errand

    def waiting_of(self, customer: str) -> int:
        """How many projects of a customer wait."""
        with self._changed:
            return self._waiting.number_of(customer)

    def cancel(self, project_id: str) -> None:
        """Take a project off the bench or out of the queue, and return when nothing touches it any more."""
        with self._changed:
            mine = [errand for errand in self._waiting if errand.project_id == project_id]
            for errand in mine:
                self._waiting.remove(errand)
                errand.done.set()
            current = self._current
            self._productions.pop(project_id, None)
            self._forecast.forget(project_id)
            if project_id == self._unpaid[0]:
                self._goes_on.set()
        if current is not None and current.project_id == project_id:
            current.cancelled.set()
            current.done.wait(timeout=30)

    def position(self, project_id: str) -> int:
        """How many projects are ahead of this one; 0 for one that has begun or is not waiting at all."""
        with self._changed:
            line = [*([self._current] if self._current is not None else []), *self._waiting]
        for place, errand in enumerate(line):
            if errand.project_id == project_id:
                # Whoever has seen something of theirs is not put back into the line: they are next.
                return 0 if errand.has_begun else place
        return 0

    def has(self, project_id: str) -> bool:
        """Whether the project is at work or waiting."""
        with self._changed:
            errands = [*self._waiting, *([self._current] if self._current else [])]
        return any(errand.project_id == project_id for errand in errands)

    @property
    def waiting(self) -> int:
        """How many projects wait."""
        with self._changed:
            return len(self._waiting)

    def time_left(self, project_id: str) -> TimeLeft | None:
        """How much longer the project will take; None for one that waits for others or of which nothing is known."""
        project = self._projects.find(project_id)
        if project is not None and project.is_completed:
            return _DONE  # though who waits has not looked yet
        if project is None or not project.next_sub_step or self.position(project_id) > 0:
            return None
        rest = SUB_STEPS[SUB_STEPS.index(project.next_sub_step) :]
        with self._changed:
            is_at_work = self._current is not None and self._current.project_id == project_id
            # Between two sub-steps, and while the payment is on its way, what was said before still holds.
            if not is_at_work or self._at_work is None or self._at_work[0] != rest[0]:
                return self._forecast.said(project_id)
            work = Work(self._pace.clock() - self._at_work[1], self._fraction)
            return self._forecast.left(project_id, rest, work, least_s=self._least_s(project))

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._is_closing:
                    self._changed.wait()
            self._let_it_go_on()
            with self._changed:
                if self._is_closing:
                    return
                if not self._waiting:  # taken out of the line meanwhile
                    continue
                errand = self._current = self._waiting.pop(0)
            try:
                self._work(errand)
            except Exception as problem:
                # One broken project must not stop the bench.
                log.exception("a film could not go on")
                self._give_up(errand, problem)
            finally:
                # Asked before our own lock is taken: whoever clears projects away holds theirs and asks us.
                is_gone = self._projects.find(errand.project_id) is None
                with self._changed:
                    self._current = None
                    self._fraction = 0.0
                    if is_gone:
                        self._productions.pop(errand.project_id, None)
                errand.done.set()
            project = self._projects.find(errand.project_id)
            if project is not None and project.pay_state == PENDING:
                self._unpaid = (errand.project_id, self._pace.clock())

    def _let_it_go_on(self) -> None:
        """Leave the bench free for a moment if the payment of the last film may be on its way and others wait."""
        project_id, since = self._unpaid
        with self._changed:
            left_s = since + self._pace.hold_s - self._pace.clock() if project_id else 0.0
            if left_s <= 0 or self._is_closing or not self._waiting or self._waiting[0].has_begun:
                return
            self._goes_on.clear()
        self._pace.pause(self._goes_on, left_s)
        self._unpaid = ("", 0.0)

    def _work(self, errand: Errand) -> None:
        for _ in range(errand.sub_steps):
            project = self._projects.find(errand.project_id)
            if project is None or not project.can_move or errand.cancelled.is_set():
                return
            self._one_sub_step(project, errand.cancelled)

    def _one_sub_step(self, project: Project, cancelled: threading.Event) -> None:
        name, project_id, clock = project.next_sub_step, project.project_id, self._pace.clock
        began = begins_work = clock()
        with self._changed:
            self._fraction, self._at_work = 0.0, (name, began)
        self._projects.update(project_id, lambda now: now.begun(name, at=began))
        error, production = "", None
        try:
            error = self._called_failure(project, name)
            if not error:
                production = self._production(project)
                begins_work = clock()  # the first film waits for the renderer to be loaded, which tells nothing
                with self._changed:
                    self._at_work = (name, begins_work)
                production.run(name, on_fraction=self._note_fraction, cancelled=cancelled)
        except Exception as problem:  # noqa: BLE001 - one broken film must not stop the bench; the log gets it whole
            if not cancelled.is_set():
                error = _noted(name, problem)
        worked_s = clock() - began
        rest_s = self._least_s(project) - worked_s
        if rest_s > 0 and not cancelled.is_set():
            self._pace.pause(cancelled, rest_s)
        with self._changed:
            self._at_work = None
            self._forecast.spend(project_id, clock() - began)
            has_worked = not cancelled.is_set() and not error
            if has_worked:
                self._forecast.learn(name, began + worked_s - begins_work)
            if not has_worked or name == SUB_STEPS[-1]:
                self._forecast.forget(project_id)
        if cancelled.is_set():
            if self._projects.find(project_id) is not None:
                self._projects.update(project_id, Project.interrupted)
        elif error or production is None:
            self._projects.update(project_id, lambda now: now.failed(name, error, at=clock()))
        else:
            self._finish(project_id, name, production)

    def _give_up(self, errand: Errand, problem: Exception) -> None:
        """Let a film fail whose state could not even be noted, so that nobody waits for it."""
        project = self._projects.find(errand.project_id)
        if project is not None and project.can_move and not errand.cancelled.is_set():
            at = self._pace.clock()
            self._projects.note(errand.project_id, lambda now: now.failed(now.next_sub_step, _words(problem), at=at))

    def _finish(self, project_id: str, name: str, production: Production) -> None:
        at = self._pace.clock()
        is_last = name == SUB_STEPS[-1]
        facts = (production.duration_s, production.shot_count) if is_last else None

        def change(now: Project) -> Project:
            done = now.finished(name, at=at)
            return replace(done, duration_s=facts[0], shot_count=facts[1]) if facts else done

        if is_last:
            with self._changed:
                self._productions.pop(project_id, None)
        self._projects.update(project_id, change)
        if is_last:
            self._projects.tidy(project_id)

    def _production(self, project: Project) -> Production:
        """The film in the making; a new one makes by itself what it needs of the sub-steps done before."""
        with self._changed:
            production = self._productions.pop(project.project_id, None)
        if production is None:
            production = self._producer(project, self._projects)
        with self._changed:
            self._productions[project.project_id] = production
            while len(self._productions) > KEPT_PRODUCTIONS:
                self._productions.popitem(last=False)
        return production

    def _called_failure(self, project: Project, name: str) -> str:
        if name == magic.FAILING_SUB_STEP and magic.is_called(magic.FAILS_ONCE, project):
            done = (*project.magic_done, magic.FAILS_ONCE.name)
            self._projects.update(project.project_id, lambda now: replace(now, magic_done=done))
            return magic.told(magic.FAILS_ONCE, project)
        return self._trouble(project.project_id, name)

    def _least_s(self, project: Project) -> float:
        if self._pace.step_s > 0 and magic.is_called(magic.SLOW, project):
            return magic.SLOW_STEP_S
        return self._pace.step_s * (SKETCH_PACE if project.is_sketch else 1)

    def _note_fraction(self, fraction: float) -> None:
        self._fraction = fraction


def _noted(name: str, problem: Exception) -> str:
    """Write a failed step into the log, and tell its owner's words; of a song that is none there is no more to know."""
    if isinstance(problem, Told):
        log.warning("%s failed: %s", name, problem)
    else:
        log.error("%s failed", name, exc_info=problem)
    return _words(problem)


def _words(problem: Exception) -> str:
    if isinstance(problem, Told):
        return str(problem)
    if is_disk_full(problem):
        return NO_ROOM
    return f"The demo studio could not do this step ({type(problem).__name__})."

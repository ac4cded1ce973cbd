"""Whatever people, networks and crashes do in whatever order: at most one charge without a person's word."""

from collections import deque

from fake_clock import FakeClock
from giggle_in_process import AFTER, BEFORE, DEATHS, Died, GiggleInProcess
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from mvclient import MemoryLedger, MVError, MVRequest

FAULTS = st.sampled_from((*BEFORE, *AFTER, *DEATHS))
A_FEW_FAULTS = st.lists(FAULTS, max_size=4)
REQUEST = MVRequest("A song", "prompt", "16:9", prompt="p", reference_image="asset")


class Payments(RuleBasedStateMachine):
    """Two processes with one ledger (a database outlives them), one Giggle, one clock."""

    projects = Bundle("projects")

    @initialize()
    def begin(self):
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.giggle = GiggleInProcess()
        self.giggle.truth.refuses_second_payment = False
        self.known: set[str] = set()
        self.words: dict[str, int] = {}
        self.processes = {name: self.giggle.client(self.clock, self.ledger, key=f"key-{name}") for name in "ab"}
        self.watches: dict[tuple[str, str], object] = {}

    def guarded(self, name, call):
        """Run a call in a process, which may die of it or end in an error that must name its project."""
        try:
            return call()
        except Died:
            self.restart(name)
        except MVError as error:
            if error.project_id:
                self.known.add(error.project_id)
        return None

    @rule(target=projects, name=st.sampled_from("ab"), create=A_FEW_FAULTS, submit=A_FEW_FAULTS, query=A_FEW_FAULTS)
    def submit(self, name, create, submit, query):
        """A person presses the button."""
        self.giggle.script |= {"create": deque(create), "submit": deque(submit), "query": deque(query)}
        told = []
        self.guarded(name, lambda: self.processes[name].start(REQUEST, on_created=told.append))
        self.known.update(told)
        return multiple(*told)

    @rule(
        project_id=projects, name=st.sampled_from("ab"), looks=st.integers(1, 60), pay=A_FEW_FAULTS, query=A_FEW_FAULTS
    )
    def watch(self, project_id, name, looks, pay, query):
        """A process watches for a while, goes on with a watch it has, and pays when asked."""
        self.giggle.script |= {"pay": deque(pay), "query": deque(query)}
        running = self.watches.setdefault((name, project_id), self.processes[name].watch(project_id))

        def go_on():
            for _ in range(looks):
                if next(running, None) is None:
                    self.watches.pop((name, project_id), None)
                    return

        try:
            self.guarded(name, go_on)
        finally:
            if getattr(running, "gi_frame", None) is None:
                self.watches.pop((name, project_id), None)

    @rule(project_id=projects, name=st.sampled_from("ab"), pay=A_FEW_FAULTS, query=A_FEW_FAULTS)
    def pay(self, project_id, name, pay, query):
        """A person pays, and means it once."""
        self.giggle.script |= {"pay": deque(pay), "query": deque(query)}
        self.guarded(name, lambda: self.processes[name].pay(project_id))

    @rule(project_id=projects, name=st.sampled_from("ab"), pay=A_FEW_FAULTS, query=A_FEW_FAULTS)
    def pay_again(self, project_id, name, pay, query):
        """A person takes the risk of a second charge."""
        self.giggle.script |= {"pay": deque(pay), "query": deque(query)}
        self.words[project_id] = self.words.get(project_id, 0) + 1
        self.guarded(name, lambda: self.processes[name].pay(project_id, again=True))

    @rule(project_id=projects, name=st.sampled_from("ab"), retry=A_FEW_FAULTS, query=A_FEW_FAULTS)
    def retry(self, project_id, name, retry, query):
        self.giggle.script |= {"retry": deque(retry), "query": deque(query)}
        self.guarded(name, lambda: self.processes[name].retry(project_id, "shot"))

    @rule(project_id=projects, name=st.sampled_from("ab"))
    def query(self, project_id, name):
        self.giggle.script.clear()
        self.guarded(name, lambda: self.processes[name].query(project_id))

    @rule(name=st.sampled_from("ab"))
    def restart(self, name):
        """A process is started again: only the ledger stays."""
        self.processes[name] = self.giggle.client(self.clock, self.ledger, key=f"key-{name}")
        self.watches = {place: watch for place, watch in self.watches.items() if place[0] != name}

    @rule(project_id=projects, looks=st.sampled_from([1, 3, 50, 10_000]))
    def looks_become_stale(self, project_id, looks):
        self.giggle.truth.projects[project_id].stale_looks = looks

    @rule(project_id=projects)
    def looks_become_true(self, project_id):
        self.giggle.truth.projects[project_id].stale_looks = 0

    @rule(project_id=projects, step=st.sampled_from(["GenerateMusic", "ShotStructure", "VideoGeneration"]))
    def the_job_fails(self, project_id, step):
        self.giggle.truth.projects[project_id].fails_at = step

    @rule(seconds=st.sampled_from([1, 29, 121, 3601, -3600]))
    def time_passes(self, seconds):
        self.clock.now += seconds

    @invariant()
    def nobody_is_charged_twice_without_a_persons_word(self):
        for project_id, charges in self.giggle.truth.charges.items():
            assert charges <= 1 + self.words.get(project_id, 0)

    @invariant()
    def no_project_that_can_cost_anything_is_lost(self):
        for project in self.giggle.truth.projects.values():
            assert project.project_id in self.known or not project.is_submitted

    @invariant()
    def what_is_paid_is_in_the_ledger(self):
        """A charge without a row could be charged again by the next process."""
        for project_id, charges in self.giggle.truth.charges.items():
            assert not charges or self.ledger.latest(project_id) is not None


Payments.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
TestPayments = Payments.TestCase

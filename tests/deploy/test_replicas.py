"""Several replicas behind the real nginx, over a real PostgreSQL."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from websockets.sync.client import ClientConnection, connect

ENVIRONMENT = {"GIGGLE_API_KEY": "", "MV_DEMO_PROFILE": "tiny"}


def needs_programs(error: Exception) -> None:
    """As the other tests do where a program of the machine's is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="module")
def running(replicas: ModuleType) -> Iterator[object]:
    try:
        several = replicas.Replicas(2, port=0, environment=ENVIRONMENT)
    except replicas.NotInstalled as error:
        needs_programs(error)
    with several:
        yield several


class Visitor:
    """A browser, as far as nginx can tell: it keeps the cookie."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.replica: int | None = None
        """Counted from 0; None before the first answer."""

    def asks(self, path: str = "/") -> int:
        """The status of the answer."""
        with answer_of(self._url, path, self._cookie) as answer:
            self._keep(answer.headers.get_all("Set-Cookie", []))
            return answer.status

    @contextmanager
    def line(self, host: str = "studio.example.org") -> Iterator[ClientConnection]:
        """The session's own WebSocket, by the name under which the visitor knows the app."""
        address, port = self._url.removeprefix("http://").split(":")
        with connect(
            f"ws://{host}/_stcore/stream",
            sock=socket.create_connection((address, int(port))),
            origin=f"http://{host}",
            subprotocols=["streamlit"],
            additional_headers=self._cookie,
        ) as line:
            assert line.response is not None
            self._keep(line.response.headers.get_all("Set-Cookie"))
            yield line

    @property
    def _cookie(self) -> dict[str, str]:
        return {} if self.replica is None else {"Cookie": f"mv_replica={self.replica + 1}"}

    def _keep(self, told: list[str]) -> None:
        cookies = SimpleCookie("; ".join(line for line in told if line.startswith("mv_replica=")))
        if cookie := cookies.get("mv_replica"):
            assert cookie["httponly"]
            assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
            self.replica = int(cookie.value) - 1


def answer_of(url: str, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """The answer, to a path as it is written; it can be read."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.request("GET", path, headers={**headers, "Connection": "close"})
    return connection.getresponse()


def sessions(url: str) -> int:
    """How many there are at one replica, by its own count."""
    with answer_of(url, "/_stcore/metrics", {}) as answer:
        return int(re.findall(r"^active_sessions (\d+)", answer.read().decode(), re.MULTILINE)[0])


def becomes(what, wanted) -> bool:
    """Whether it is so within ten seconds."""
    return any(what() == wanted or threading.Event().wait(0.1) for _ in range(100))


def test_all_that_a_visitor_asks_for_goes_to_one_replica(running):
    for number in range(2):
        visitor = Visitor(running.url)
        while visitor.replica != number:
            visitor.replica = None
            assert visitor.asks() == 200
        with ExitStack() as lines:
            assert [lines.enter_context(visitor.line()).response.status_code for _ in range(3)] == [101] * 3
            expected = [3 if place == number else 0 for place in range(2)]
            assert becomes(lambda: [sessions(url) for url in running.replica_urls], expected)
        assert [visitor.asks() for _ in range(5)] == [200] * 5
        assert visitor.replica == number
        assert becomes(lambda: [sessions(url) for url in running.replica_urls], [0, 0])


def test_nobody_names_a_replica_that_there_is_not(running):
    for wrong in (-1, 7, 127):
        visitor = Visitor(running.url)
        visitor.replica = wrong
        assert visitor.asks() == 200
        assert visitor.replica in (0, 1)


def test_what_replicas_say_of_themselves_is_not_served(running):
    spelt = ["metrics", "metrics/", "/metrics", "Metrics", "%6Detrics", "metrics?name=x"]
    assert {path: Visitor(running.url).asks(f"/_stcore/{path}") for path in spelt} == dict.fromkeys(spelt, 404)
    assert Visitor(running.url).asks("/_stcore/health") == 200


def test_visitors_of_a_replica_that_dies_go_on_at_another_one_and_stay_there(running):
    visitor = Visitor(running.url)
    visitor.asks()
    first = visitor.replica
    running.kill(first)
    try:
        assert visitor.asks("/media/gone.jpg") == 404
        assert visitor.replica == first  # only a page and a session's own line say where the session is
        with visitor.line() as line:
            assert line.response.status_code == 101
            second = visitor.replica
            assert second != first
            assert becomes(lambda: sessions(running.replica_urls[second]), 1)
            running.start(first)
            assert visitor.asks() == 200
            assert visitor.replica == second
    finally:
        running.start(first)


def test_the_database_goes_away_and_comes_back_with_what_was_in_it(running):
    with psycopg.connect(running.ledger_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    running.stop_database()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(running.ledger_url)
    running.start_database()
    with psycopg.connect(running.ledger_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL can go through as another user, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="mv-command-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


def test_the_command_leaves_nothing_behind(replicas, folder):
    """Neither a process nor a file, when it is told to end."""
    environment = {**os.environ, **ENVIRONMENT, "TMPDIR": str(folder)}
    command = [sys.executable, replicas.__file__, "--replicas", "1", "--port", str(replicas._free_ports(1)[0])]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        said = process.stdout.readline().decode()
        if "There is no" in said:
            needs_programs(RuntimeError(said))
        assert "open at http" in said
        assert len(processes_that_know(folder)) > 3
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert processes_that_know(folder) == []
    assert list(folder.iterdir()) == []


def processes_that_know(folder: Path) -> list[str]:
    """The processes, but this one, with the folder's name in their command or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in known and process.name != str(os.getpid()):
            found.append(process.name)
    return found

"""Several replicas of the app on this machine: nginx in front, one PostgreSQL and one demo studio for all.

As `python deploy/replicas.py --replicas 3`, or from a test as `with Replicas(2, port=0) as running: …`. What the
containers of `compose.yaml` do, with Debian's own nginx and PostgreSQL: the same template for nginx, the same settings
for the app.
"""  # noqa: INP001 - a script, no package

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

ROOT: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = Path(__file__).resolve().with_name("nginx.conf.template")
HERE: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8080
MOST_REPLICAS: Final = 9
"""nginx passes a request on ten times at most."""

_DATABASE_USER: Final = "mv"
_PLAIN_USERS: Final = ("postgres", "nobody")
"""Whom PostgreSQL runs as where we are root, which it refuses to be."""
_PATIENCE_S: Final = 60.0
_GRACE_S: Final = 10.0
_NGINX: Final = """\
pid nginx.pid;
error_log stderr crit;
worker_processes auto;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    {site}
}}
"""


class CannotStart(Exception):
    """One of the programs did not come up."""


class NotInstalled(CannotStart):
    """One of the programs is not on this machine."""


def proxy_settings(addresses: Sequence[str], *, listen: str, resolver: str = "") -> dict[str, str]:
    """What stands in braces in nginx's template, for replicas at these addresses."""
    numbers = range(1, len(addresses) + 1)
    share = 100 // len(addresses)
    return {
        "PROXY_LISTEN": listen,
        "PROXY_RESOLVER": resolver,
        "PROXY_ADDRESSES": " ".join(f"{number} {address};" for number, address in zip(numbers, addresses, strict=True)),
        "PROXY_NEXT": " ".join(f"{number} {number % len(addresses) + 1};" for number in numbers),
        "PROXY_NEW_VISITORS": " ".join([*(f"{share}% {number};" for number in numbers[:-1]), f"* {numbers[-1]};"]),
    }


def filled_in(template: str, settings: Mapping[str, str]) -> str:
    """The template with the settings in it, as nginx's own image does it."""
    return re.sub(r"\$\{(PROXY_\w+)\}", lambda found: settings[found[1]], template)


class _Program:
    """A program that writes to a file, in a session of its own: Ctrl+C reaches only us, and we end all in order."""

    def __init__(self, name: str, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
        self._name = name
        self._command = command
        self._log = folder / f"{name.replace(' ', '-')}.log"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of its process; None while it does not run."""
        return None if self._process is None or self._process.poll() is not None else self._process.pid

    def start(self) -> None:
        """Start it, unless it runs; it is not ready yet."""
        if self.pid is not None:
            return
        self._log.touch(mode=0o600)  # the app may tell its owner a link there
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and whatever it started; what takes too long to end is killed."""
        if self._process is None or self.pid is None:  # a number that nobody has any more may be another's by now
            return
        os.killpg(self._process.pid, how)
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def check(self) -> None:
        """Raise CannotStart, with the last it said, if it has ended."""
        if self.pid is None:
            raise CannotStart(f"{self._name} ended at once:\n{_end_of(self._log)}")

    def late(self) -> CannotStart:
        """What to raise when it took too long."""
        return CannotStart(f"{self._name} did not come up:\n{_end_of(self._log)}")


class _Database:
    """A PostgreSQL server of Debian's binaries in a folder; what is in the folder already is used again."""

    def __init__(self, folder: Path, port: int, *, is_lasting: bool) -> None:
        self._programs = _postgresql_programs()
        self._folder = folder
        self._port = port
        self._is_lasting = is_lasting
        self._as_user: dict[str, Any] = {}
        folder.mkdir(mode=0o700, exist_ok=True)
        self._password_file = folder / "password"
        self.url = f"postgresql://{_DATABASE_USER}:{_kept_secret(self._password_file)}@{HERE}:{port}/postgres"
        if os.geteuid() == 0:
            user = _plain_user()
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            for path in (folder, self._password_file):
                shutil.chown(path, user.pw_uid, user.pw_gid)

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        if not (self._data / "PG_VERSION").exists():
            secret = ("--auth=scram-sha-256", f"--pwfile={self._password_file}")
            self._run("initdb", *secret, f"--username={_DATABASE_USER}", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = [f"-p {self._port}", f"-c listen_addresses={HERE}", "-c unix_socket_directories=''"]
        settings += [] if self._is_lasting else ["-c fsync=off"]
        log = f"--log={self._folder / 'log'}"
        self._run("pg_ctl", "start", "--wait", f"--timeout={_PATIENCE_S:.0f}", log, f"--options={' '.join(settings)}")

    def stop(self, mode: str = "immediate") -> None:
        """End it if it runs: `immediate` breaks every connection where it is, as a power cut would."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [self._programs / program, f"--pgdata={self._data}", *arguments]
        # A file, no pipe: the server that is started inherits it, and a pipe would never end.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603 - our own programs
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                start_new_session=True,
                **self._as_user,
            )
            said.seek(0)
            if done.returncode != 0:
                raise CannotStart(f"{program} failed:\n{said.read().decode(errors='replace')}")


class Replicas:
    """Replicas of the app behind one address, running while the `with` block lasts; after it nothing is left."""

    def __init__(
        self,
        replicas: int = 2,
        *,
        port: int = DEFAULT_PORT,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Take `port` 0 for a free one; `environment` is for the replicas, above our own; a `folder` is kept."""
        if not 1 <= replicas <= MOST_REPLICAS:
            raise ValueError(f"From 1 to {MOST_REPLICAS} replicas.")
        self._nginx_program = _nginx_program()
        _postgresql_programs()
        self._given_folder = folder
        self._environment = environment or {}
        port_of_database, port_of_demo, free_port, *ports = _free_ports(3 + replicas)
        self._port = port or free_port
        _claim(self._port)
        self._port_of_database = port_of_database
        self._demo_url = f"http://{HERE}:{port_of_demo}"
        self.url: Final = f"http://{HERE}:{self._port}"
        self.replica_urls: Final = [f"http://{HERE}:{port}" for port in ports]
        self._ended = threading.Event()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = stack.enter_context(_folder(self._given_folder))
            self._database = _Database(folder / "database", self._port_of_database, is_lasting=bool(self._given_folder))
            stack.callback(self._database.stop, "fast")
            self._programs(folder)
            self._database.start()
            for program in (self._demo, *self._replicas, self._nginx):
                stack.callback(program.end)
                program.start()
            self._wait_for(self._demo, f"{self._demo_url}/_demo")
            for number in range(len(self._replicas)):
                self._wait_for(self._replicas[number], f"{self.replica_urls[number]}/_stcore/health")
            self._wait_for(self._nginx, f"{self.url}/_stcore/health")
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def pids(self) -> list[int | None]:
        """The processes of the replicas; None for one that does not run."""
        return [replica.pid for replica in self._replicas]

    def kill(self, number: int) -> None:
        """End the replica `number`, counted from 0, as a power cut would."""
        self._replicas[number].end(signal.SIGKILL)

    def start(self, number: int) -> None:
        """Start the replica `number` again, at the same address, and wait until it answers."""
        self._replicas[number].start()
        self._wait_for(self._replicas[number], f"{self.replica_urls[number]}/_stcore/health")

    def stop_database(self) -> None:
        """End PostgreSQL as a power cut would: every connection breaks where it is."""
        self._database.stop()

    def start_database(self) -> None:
        """Start PostgreSQL again, at the same address."""
        self._database.start()

    @property
    def ledger_url(self) -> str:
        """The ledger's database, as the replicas are told."""
        return self._database.url

    def end(self) -> None:
        """End a start that is under way, from another thread or a signal."""
        self._ended.set()

    def wait_for_the_end(self) -> None:
        """Wait until `end` was called."""
        # Short waits, so that a signal is heard.
        while not self._ended.wait(timeout=1):
            continue

    def _programs(self, folder: Path) -> None:
        """Say what is to run, without running it."""
        environment = {**os.environ, **self._environment}
        profile = environment.get("MV_DEMO_PROFILE", "").strip() or "show"
        where = ("--host", HERE, "--port", self._demo_url.rpartition(":")[2], "--folder", folder / "demo-studio")
        demo = (sys.executable, "-m", "mvdemo", *where, "--profile", profile, "--waiting-each", "10")
        self._demo = _Program("demo studio", demo, folder, environment)
        environment |= {
            "MV_LEDGER_URL": self._database.url,
            "MV_DEMO_STUDIO": self._demo_url,
            "MV_DATA_DIR": str(folder / "data"),
            "STREAMLIT_SERVER_COOKIE_SECRET": _kept_secret(folder / "cookie-secret"),
        }
        self._replicas = [
            _Program(f"replica {number}", _app(url), folder, environment)
            for number, url in enumerate(self.replica_urls, 1)
        ]
        addresses = [url.removeprefix("http://") for url in self.replica_urls]
        site = filled_in(TEMPLATE.read_text("utf-8"), proxy_settings(addresses, listen=f"{HERE}:{self._port}"))
        place = folder / "nginx"
        place.mkdir(exist_ok=True)
        (place / "nginx.conf").write_text(_NGINX.format(site=site), "utf-8")
        nginx = (self._nginx_program, "-p", place, "-c", place / "nginx.conf", "-g", "daemon off;")
        self._nginx = _Program("nginx", nginx, folder, os.environ)

    def _wait_for(self, program: _Program, url: str) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not _answers(url):
            program.check()
            if self._ended.wait(timeout=0.1):
                raise CannotStart("Ended before all was up.")
            if time.monotonic() > deadline:
                raise program.late()


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl+C; return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        replicas = Replicas(asked.replicas, port=asked.port, folder=asked.folder)
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda *_: replicas.end())
        with replicas as running:
            sys.stdout.write(_greeting(running))
            sys.stdout.flush()
            running.wait_for_the_end()
    except CannotStart as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _greeting(running: Replicas) -> str:
    listed = zip(running.replica_urls, running.pids, strict=True)
    lines = [f"  replica {number}: {url}, process {pid}\n" for number, (url, pid) in enumerate(listed, 1)]
    return f"MV Studio is open at {running.url}\n\n{''.join(lines)}\nCtrl+C closes it.\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--replicas", type=int, choices=range(1, MOST_REPLICAS + 1), default=2, help="how many (default %(default)s)"
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="of the one address (default %(default)s)")
    parser.add_argument(
        "--folder", type=Path, help="keeps ledger, films and logs (default: a temporary one, gone at the end)"
    )
    return parser


def _app(url: str) -> list[str]:
    options = {"address": HERE, "port": url.rpartition(":")[2], "headless": "true", "fileWatcherType": "none"}
    return [sys.executable, "-m", "streamlit", "run", "app.py", *(f"--server.{k}={v}" for k, v in options.items())]


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """The folder itself, absolute; or a temporary one. PostgreSQL and nginx may go through it as other users."""
    if given is None:
        with tempfile.TemporaryDirectory(prefix="mv-replicas-") as made:
            Path(made).chmod(0o711)
            yield Path(made)
    else:
        given.mkdir(mode=0o711, parents=True, exist_ok=True)
        yield given.resolve()


def _kept_secret(file: Path) -> str:
    """What the file says; a new one is made up where there is none."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24), "ascii")
    return file.read_text("ascii")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:  # all at once, so that none is given twice
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HERE, 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _claim(port: int) -> None:
    """Raise CannotStart if somebody else listens there, whose answers would pass for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except OSError as problem:
            raise CannotStart(f"Port {port} cannot be had: {problem.strerror}.") from None


def _nginx_program() -> str:
    if found := shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return found
    raise NotInstalled("There is no nginx: install one (apt-get install nginx-light).")


def _postgresql_programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, which Debian does not put on the path."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    if not versions:
        raise NotInstalled("There is no PostgreSQL server: install one (apt-get install postgresql).")
    return max(versions, key=lambda folder: int(folder.parent.name))


def _plain_user() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in _PLAIN_USERS if name in known)


def _answers(url: str) -> bool:
    no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with no_proxy.open(url, timeout=5):
            return True
    except (OSError, HTTPException):
        return False


def _end_of(log: Path) -> str:
    return "".join(log.read_text("utf-8", errors="replace").splitlines(keepends=True)[-20:])


if __name__ == "__main__":
    sys.exit(main())

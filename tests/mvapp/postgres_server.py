"""A private PostgreSQL server for the tests, from the machine's own binaries, on a free port of this machine."""

import itertools
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

USER = "owner"
NAMES_OF_A_PLAIN_USER = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses to be."""


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, which Debian does not put on the path; None where there is no server."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    return max((found.parent for found in versions), key=lambda folder: int(folder.parent.name), default=None)


class PostgresServer:
    """A server whose `stop` and `start` again make an outage; gone with its data after `remove`."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="mv-postgres-"))
        self._numbers = itertools.count(1)
        self.password = secrets.token_hex(8)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        password_file = self._folder / "password"
        password_file.write_text(self.password, encoding="ascii")
        self._as_user = {}
        if os.geteuid() == 0:
            user = next(name for name in NAMES_OF_A_PLAIN_USER if _is_user(name))
            self._as_user = {"user": user, "group": _group_of(user), "extra_groups": []}
            for path in (self._folder, password_file):
                shutil.chown(path, user)
        secret = ["--auth=scram-sha-256", f"--pwfile={password_file}"]
        self._run("initdb", *secret, f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync")

    def start(self) -> "PostgresServer":
        """Start it and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}", f"--options={options}")
        return self

    def stop(self) -> None:
        """End it as a power cut would: every connection breaks where it is."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def remove(self) -> None:
        """End it if it runs, and take its data away."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder)

    def new_place(self) -> str:
        """The URL of an empty place for tables, as a host of databases writes it."""
        name = f"place_{next(self._numbers)}"
        self.tell(f"CREATE SCHEMA {name}")  # a database each would take a hundred times as long
        address = f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/postgres"
        return f"{address}?options=-csearch_path%3D{name}"

    def tell(self, statement: str) -> None:
        """Run a statement as the server's owner."""
        place = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": self.password}
        with psycopg.connect(**place, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def break_connections(self) -> None:
        """Cut every connection but one's own, whatever it is at."""
        self.tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datid > 0")

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, f"--pgdata={self._folder / 'data'}", *arguments]
        # A file, no pipe: the server that is started inherits it, and a pipe would never end.
        with (self._folder / "said").open("w+b") as said:
            done = subprocess.run(
                command, cwd=self._folder, stdout=said, stderr=said, check=False, timeout=60, **self._as_user
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode(errors="replace")


def _is_user(name: str) -> bool:
    import pwd  # noqa: PLC0415 - there is none on Windows

    return any(entry.pw_name == name for entry in pwd.getpwall())


def _group_of(name: str) -> int:
    import pwd  # noqa: PLC0415 - as above

    return pwd.getpwnam(name).pw_gid

"""What whoever runs the app has set: taken where the meaning is plain, else said in a sentence, never a bare error."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from scripted_studio import PROJECT, ROOT, open_page, words
from streamlit import config

from mvapp.frame import setup_notice
from mvapp.studio import configuration, demo, machine
from mvapp.studio.configuration import (
    DEMO_PROFILES,
    data_folder,
    demo_profile,
    demo_step_s,
    ledger_url,
    problems,
    setting,
)
from mvapp.studio.jobs import jobs
from mvapp.studio.ledger import SQLLedger, payment_ledger
from mvapp.text import say_in
from mvclient import ConfigurationError, LedgerUnavailable
from mvdemo import FolderInUse, Limits
from mvdemo.filming import PROFILE_NAMES

PAGES = ("create", "watch", "videos", "settings")
ODD_NAMES = (
    "a b",
    "a?b",
    "a?mode=ro",
    "a#b",
    "100%",
    "a%20b",
    "a+b&c=d",
    "it's",
    'say "so"',
    "影片",
    "~",
    "é",
    "a:b@c",
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return folder


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Path]:
    """The app's secrets file, to be written by the test."""
    file = tmp_path / "secrets.toml"
    usual, environment = st.get_option("secrets.files"), dict(os.environ)
    config.set_option("secrets.files", [str(file)])
    st.secrets._reset()
    yield file
    config.set_option("secrets.files", usual)
    st.secrets._reset()
    os.environ.clear()
    os.environ.update(environment)


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom nobody knows, as in some containers."""

    def nowhere(*_: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(configuration, "_named_folder", nowhere)


@pytest.fixture(autouse=True)
def no_trouble_of_another_test() -> Iterator[None]:
    yield
    demo._trouble.clear()


def kinds() -> list[tuple[str, str]]:
    return [(problem.kind, problem.stops) for problem in problems()]


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert problems() == []


@pytest.mark.parametrize("name", ODD_NAMES)
def test_payments_go_into_the_folder_that_was_named_whatever_its_name_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name / "mv"
    monkeypatch.setenv("MV_DATA_DIR", str(folder))
    SQLLedger(ledger_url()).reserve("p", attempt=1, at=1.0)
    assert {file.name for file in folder.iterdir()} >= {"payments.sqlite3"}
    assert {path.name for path in tmp_path.iterdir()} == {name}
    assert problems() == []


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("MV_DATA_DIR", "~/mv")
    assert data_folder() == home / "mv"
    SQLLedger(ledger_url())
    SQLLedger("sqlite:///~/l/x.db")
    assert (home / "mv" / "payments.sqlite3").is_file()
    assert (home / "l" / "x.db").is_file()
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the places of an XDG system; others have their own")
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ".local/share/mv-studio"),
        ({"XDG_DATA_HOME": "/srv/data"}, "/srv/data/mv-studio"),
        ({"MV_DATA_DIR": " /srv/mv "}, "/srv/mv"),
    ],
)
def test_an_older_ledger_is_found_where_it_has_always_been(
    monkeypatch: pytest.MonkeyPatch, home: Path, environment: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("MV_DATA_DIR")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert data_folder() == home / expected


def in_the_way(tmp_path: Path) -> str:
    file = tmp_path / "file"
    file.write_text("not a folder")
    return str(file)


@pytest.mark.parametrize("name", ["/proc/nowhere", "~nobody-of-that-name/mv", "FILE", "FILE/below", "\udcff"])
def test_a_folder_that_cannot_be_had_stops_everything_and_says_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("MV_DATA_DIR", name.replace("FILE", in_the_way(tmp_path)))
    assert kinds() == [("data_folder", "all")]
    for page in PAGES:
        app = open_page(f"pages/{page}.py")
        assert "MV_DATA_DIR" in words(app)
        assert str(tmp_path) not in words(app), "a visitor need not know the machine's folders"
    with pytest.raises(LedgerUnavailable):
        payment_ledger(ledger_url())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert not configuration.can_be_written(tmp_path)


def test_the_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    assert configuration.can_be_written(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_a_folder_that_takes_no_files_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK | os.X_OK)
    assert not configuration.can_be_written(tmp_path)


def test_a_user_without_a_home_is_asked_for_a_folder(homeless: None) -> None:
    assert data_folder() is None
    assert ledger_url() == ""
    assert kinds() == [("data_folder", "all")]
    with pytest.raises(LedgerUnavailable):
        SQLLedger("sqlite:///~nobody-of-that-name/x.db")


@pytest.mark.parametrize("folder", ["/proc/nowhere", ""])
def test_with_a_ledger_elsewhere_only_the_demo_studio_needs_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest, folder: str
) -> None:
    if not folder:
        request.getfixturevalue("homeless")
    else:
        monkeypatch.setenv("MV_DATA_DIR", folder)
    monkeypatch.setenv("MV_LEDGER_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    assert kinds() == [("demo_folder", "demo")]
    said = say_in("en", "settings.wrong_demo_folder", name="MV_DATA_DIR")
    assert said in words(open_page("pages/create.py"))
    monkeypatch.setenv("GIGGLE_API_KEY", "a-key")
    request.getfixturevalue("at_the_desk")
    assert said not in words(open_page("pages/create.py")), "at Giggle it stops nothing"
    assert words(open_page("pages/settings.py")).count(said) == 1
    monkeypatch.delenv("GIGGLE_API_KEY")
    assert words(open_page("pages/settings.py")).count(said) == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('[ledger]\nurl = "sqlite:////srv/x.db"', "sqlite:////srv/x.db"),
        ('[ledger]\nurl = " postgresql+psycopg://u:p@h/db "', "postgresql+psycopg://u:p@h/db"),
        ('ledger = "postgresql+psycopg://u:p@h/db"', "postgresql+psycopg://u:p@h/db"),
        ('MV_LEDGER_URL = "sqlite:////srv/x.db"\n[ledger]\nurl = "other://x"', "sqlite:////srv/x.db"),
        ("[ledger]", "own"),
        ("# nothing\nother = 1", "own"),
        ('[ledger]\nurl = ""', "own"),
        ('ledger = ""', "own"),
        ('MV_LEDGER_URL = ""', "own"),
    ],
)
def test_the_ledger_is_the_one_that_was_meant(secrets: Path, written: str, expected: str) -> None:
    secrets.write_text(written)
    own = f"sqlite:///{data_folder()}/payments.sqlite3"
    assert ledger_url() == (own if expected == "own" else expected)
    assert problems() == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('ledger = "payments.db"', "[ledger] url"),
        ("ledger = 7", "[ledger] url"),
        ("ledger = true", "[ledger] url"),
        ('ledger = ["sqlite:///x"]', "[ledger] url"),
        ('[ledger]\nuri = "sqlite:///x"', "[ledger] url"),
        ("[ledger]\nurl = 7", "[ledger] url"),
        ('[ledger]\nurl = "payments.db"', "[ledger] url"),
        ("[ledger.url]\nhost = 'h'", "[ledger] url"),
        ('MV_LEDGER_URL = "payments.db"', "MV_LEDGER_URL"),
        ("MV_LEDGER_URL = 7", "MV_LEDGER_URL"),
        ("ledger = ", "secrets.toml"),
        ("\ufeffGIGGLE_API_KEY = 'x'", "secrets.toml"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_ledger_that_nobody_can_know_is_never_guessed(secrets: Path, written: str, name: str, language: str) -> None:
    """A payment written down in another place than the one meant is forgotten: nothing is paid, and it is said."""
    secrets.write_text(written)
    (problem,) = problems()
    assert (problem.name, problem.stops) == (name, "all")
    assert ledger_url() == ""
    with pytest.raises(LedgerUnavailable):
        payment_ledger(ledger_url())
    for page in PAGES:
        assert say_in(language, f"settings.wrong_{problem.kind}", name=name) in words(
            open_page(f"pages/{page}.py", language=language)
        )


def test_a_secrets_file_in_another_encoding_is_no_bare_error(secrets: Path) -> None:
    secrets.write_bytes("GIGGLE_API_KEY = '中'".encode("gbk"))
    assert kinds() == [("secrets", "all")]
    assert setting("GIGGLE_API_KEY") == ""


def test_without_a_secrets_file_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch, secrets: Path) -> None:
    monkeypatch.setenv("GIGGLE_API_KEY", " from-outside ")
    assert setting("GIGGLE_API_KEY") == "from-outside"
    assert problems() == []


def test_a_secret_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch, secrets: Path) -> None:
    monkeypatch.setenv("GIGGLE_API_KEY", "from-outside")
    secrets.write_text('GIGGLE_API_KEY = "secret"')
    assert setting("GIGGLE_API_KEY") == "secret"


def test_a_key_of_digits_needs_no_quotes(secrets: Path) -> None:
    secrets.write_text("GIGGLE_API_KEY = 20260217")
    assert setting("GIGGLE_API_KEY") == "20260217"
    assert problems() == []


@pytest.mark.parametrize("value", ["1e5", "true", "['a']", "2026-02-17", "{a = 1}"])
@pytest.mark.parametrize("name", ["GIGGLE_API_KEY", "GIGGLE_API_BASE"])
def test_what_is_no_text_counts_as_not_set_and_is_named(secrets: Path, name: str, value: str) -> None:
    """Streamlit copies numbers into the environment, spelled anew; that is no key either."""
    secrets.write_text(f"{name} = {value}")
    assert setting(name) == ""
    assert kinds() == [("not_text", "nothing")]
    said = say_in("en", "settings.wrong_not_text", name=name)
    assert said in words(open_page("pages/settings.py"))
    assert said not in words(open_page("pages/create.py"))


def test_the_profiles_are_the_studios_own() -> None:
    assert DEMO_PROFILES == PROFILE_NAMES


@pytest.mark.parametrize(
    ("written", "expected", "is_wrong"),
    [("", "show", False), ("draft", "draft", False), (" TINY ", "tiny", False), ("tinny", "show", True)],
)
def test_a_mistyped_profile_films_as_usual_and_is_named(
    monkeypatch: pytest.MonkeyPatch, written: str, expected: str, is_wrong: bool
) -> None:
    monkeypatch.setattr(machine, "is_small", lambda: False)
    monkeypatch.setenv("MV_DEMO_PROFILE", written)
    assert demo_profile() == expected
    assert kinds() == ([("demo_profile", "nothing")] if is_wrong else [])


@pytest.mark.parametrize(
    ("written", "expected", "is_wrong"),
    [
        ("", None, False),
        (" ", None, False),
        ("0", 0.0, False),
        (" 0.3 ", 0.3, False),
        ("3600", 3600.0, False),
        ("3601", None, True),
        ("-1", None, True),
        ("nan", None, True),
        ("inf", None, True),
        ("0,3", None, True),
        ("fast", None, True),
    ],
)
def test_a_mistyped_pace_counts_as_not_set_and_is_named(
    monkeypatch: pytest.MonkeyPatch, written: str, expected: float | None, is_wrong: bool
) -> None:
    monkeypatch.setenv("MV_DEMO_STEP_S", written)
    assert demo_step_s() == expected
    assert kinds() == ([("demo_step", "nothing")] if is_wrong else [])


def test_a_mistyped_setting_still_opens_the_demo_studio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MV_DEMO_PROFILE", "tinny")
    monkeypatch.setenv("MV_DEMO_STEP_S", "fast")
    studio = demo.demo_studio()
    assert not isinstance(studio, demo.ClosedStudio)
    studio.stop()
    app = open_page("pages/settings.py", language="zh")
    assert "MV_DEMO_PROFILE" in words(app)
    assert "MV_DEMO_STEP_S" in words(app)


@pytest.mark.parametrize(
    ("told", "expected", "is_wrong"), [("", 200, False), ("64", 64, False), ("63", 200, True), ("lots", 200, True)]
)
def test_room_for_less_than_the_largest_upload_counts_as_not_set_and_is_named(
    monkeypatch: pytest.MonkeyPatch, told: str, expected: int, is_wrong: bool
) -> None:
    monkeypatch.setenv("MV_UPLOADS_MB", told)
    assert configuration.uploads_mb() == expected
    assert kinds() == ([("uploads", "nothing")] if is_wrong else [])


@pytest.mark.parametrize(
    ("told", "is_wrong"), [("", False), ("http://demo:8790", False), ("demo:8790", True), ("http://[", True)]
)
def test_an_address_of_a_shared_demo_studio_that_can_be_none_is_named(
    monkeypatch: pytest.MonkeyPatch, told: str, is_wrong: bool
) -> None:
    monkeypatch.setenv("MV_DEMO_STUDIO", told)
    assert bool(configuration.demo_address()) == (bool(told) and not is_wrong)
    assert kinds() == ([("demo_address", "nothing")] if is_wrong else [])


@pytest.mark.parametrize(("step", "pace"), [("", {}), ("0.5", {"step_s": 0.5}), ("fast", {})])
def test_the_studio_is_started_as_it_was_set(
    monkeypatch: pytest.MonkeyPatch, step: str, pace: dict[str, float]
) -> None:
    """In the first folder that no other process of the app has."""
    asked: list[tuple[Path, dict[str, object]]] = []

    def studio(folder: Path, **how: object) -> object:
        asked.append((folder, how))
        if len(asked) == 1:
            raise FolderInUse("another process")
        return SimpleNamespace(start=lambda: "running")

    monkeypatch.setattr("mvdemo.DemoStudio", studio)
    monkeypatch.setenv("MV_DEMO_PROFILE", "draft")
    monkeypatch.setenv("MV_DEMO_STEP_S", step)
    data = data_folder()
    assert data is not None
    assert demo._start() == "running"
    how = {"profile": "draft", "admin_secret": None, "limits": Limits(waiting_each=10), **pace}
    assert asked == [(data / "demo-studio", how), (data / "demo-studio-2", how)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("trouble", [OSError("no port"), ImportError("no encoder"), ValueError("?")])
def test_where_the_demo_studio_cannot_start_every_page_still_opens(
    monkeypatch: pytest.MonkeyPatch, page: str, trouble: Exception
) -> None:
    def cannot() -> None:
        raise trouble

    monkeypatch.setattr(demo, "_start", cannot)
    closed = demo.demo_studio()
    assert isinstance(closed, demo.ClosedStudio)
    with pytest.raises(ConfigurationError):
        _ = closed.base_url
    app = open_page(f"pages/{page}.py", project="demo-1")
    assert words(app).count(say_in("en", "settings.wrong_demo", name="")) == 1
    for job in jobs()._jobs.values():  # none of them may start the next test's studio
        assert job._thread is not None
        job._thread.join(10)


def test_a_studio_without_a_folder_is_said_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MV_DATA_DIR", in_the_way(tmp_path))
    assert isinstance(demo.demo_studio(), demo.ClosedStudio)
    assert [warning.value for warning in open_page("pages/settings.py").warning] == [
        say_in("en", "settings.wrong_data_folder", name="MV_DATA_DIR")
    ]


def test_a_demo_studio_that_can_start_again_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(demo, "_start", lambda: 1 / 0)
        assert isinstance(demo.demo_studio(), demo.ClosedStudio)
        assert demo.could_not_start()
    studio = demo.demo_studio()
    assert not isinstance(studio, demo.ClosedStudio)
    assert not demo.could_not_start()
    studio.stop()


def test_a_closed_studio_has_nothing_to_show() -> None:
    closed = demo.ClosedStudio()
    shown = (closed.film(PROJECT), closed.thumbnail(PROJECT), closed.time_left(PROJECT), closed.queue_position(PROJECT))
    assert shown == (None, None, None, 0)


def test_whoever_runs_the_app_reads_it_once_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """With the folder, which no visitor sees, and without anything of a database's address."""
    setup_notice._log_once.cache_clear()
    monkeypatch.setenv("MV_DATA_DIR", in_the_way(tmp_path))
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        open_page("pages/settings.py")
    assert [record.levelname for record in caplog.records if str(tmp_path) in record.getMessage()] == ["WARNING"]


def test_an_address_with_a_password_is_nowhere(
    secrets: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup_notice._log_once.cache_clear()
    secrets.write_text('ledger = "postgresql:user:geheim@host"')
    caplog.set_level(logging.DEBUG)
    assert "geheim" not in words(open_page("pages/settings.py"))
    assert "geheim" not in caplog.text
    assert "[ledger] url" in caplog.text


def test_the_example_of_the_secrets_can_be_used_as_it_is(secrets: Path) -> None:
    secrets.write_text((ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8"))
    assert problems() == []

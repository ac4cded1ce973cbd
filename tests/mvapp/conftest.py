"""What every test of the app starts with: a clean process, and Giggle played by a script where asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from scripted_studio import ROOT, ScriptedStudio
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from mvapp.studio import configuration, pace
from mvapp.studio.connection import Connection
from mvapp.studio.ledger import payment_ledger
from mvapp.studio.pace import Pace


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components() -> Iterator[None]:
    """Keeps each AppTest from reading the notes of every installed package, a fifth of these tests' time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(autouse=True)
def clean_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees another one's jobs, ledger or demo studio, nor the developer's key."""
    for name in ("GIGGLE_API_KEY", "GIGGLE_API_BASE", "MV_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MV_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MV_DEMO_PROFILE", "tiny")
    monkeypatch.chdir(ROOT)
    # As on a warm server: every run goes through app.py. The cold start is the browser tests' business.
    cold_init = PagesManager.__init__

    def warm_init(self: PagesManager, *args: object, **kwargs: object) -> None:
        cold_init(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", warm_init)
    monkeypatch.setattr(pace, "_ALL", {deed: Pace(10**6, 60.0) for deed in pace._ALL})  # tests share one process
    monkeypatch.setattr(configuration, "_NO_FILE_BELIEVED_S", 0.0)  # tests write theirs a moment later
    st.cache_resource.clear()
    payment_ledger.cache_clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def at_the_desk() -> Iterator[None]:
    """As with `--server.address localhost`: only whoever sits at this machine can come."""
    usual = st.get_option("server.address")
    config.set_option("server.address", "localhost")
    yield
    config.set_option("server.address", usual)


@pytest.fixture
def studio(at_the_desk: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedStudio]:
    """Giggle, played by a script, with a key in the environment."""
    scripted = ScriptedStudio()
    monkeypatch.setenv("GIGGLE_API_KEY", "test-key-1234")
    monkeypatch.setattr(Connection, "api", lambda self, **_: scripted)
    yield scripted
    scripted.released.set()

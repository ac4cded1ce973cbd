"""What the tests of the create page start with."""

from collections.abc import Iterator

import pytest
from create_page import AttentiveStudio, speak
from scripted_studio import ScriptedStudio

from mvapp.studio.connection import Connection


@pytest.fixture
def giggle(studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch) -> Iterator[AttentiveStudio]:
    """Giggle with a key, remembering what it is asked for."""
    attentive = AttentiveStudio()
    monkeypatch.setattr(Connection, "api", lambda self, **_: attentive)
    yield attentive
    attentive.released.set()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The test's own thread speaks English again afterwards."""
    yield
    speak("en")

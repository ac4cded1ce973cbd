"""A hostile Giggle and a clock for each test."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import songs_made
from fake_clock import FakeClock
from hostile_giggle import HostileGiggle
from PIL import Image
from shell_in_process import Shell

from mvclient import MemoryLedger, MVRequest, MVTrusteeAPI


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIGGLE_API_KEY", "GIGGLE_API_BASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_collection_at_the_bottom_of_a_recursion(request: pytest.FixtureRequest) -> Iterator[None]:
    """A finalizer that runs there fails for want of stack, and pytest would take that for the test's own failure."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    is_deep = any(str(value).startswith("deep") for value in params.values())
    if is_deep:
        gc.disable()
    yield
    gc.enable()


@pytest.fixture
def giggle() -> Iterator[HostileGiggle]:
    with HostileGiggle() as server:
        yield server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make_api(giggle: HostileGiggle, clock: FakeClock) -> Callable[..., MVTrusteeAPI]:
    """A new client of the hostile Giggle, as another tab or another start of the program would make it."""

    def make(**options: Any) -> MVTrusteeAPI:
        options = {"base_url": giggle.base_url, "sleep": clock.sleep, "clock": clock, **options}
        return MVTrusteeAPI(options.pop("api_key", giggle.key), **options)

    return make


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def api(make_api: Callable[..., MVTrusteeAPI], ledger: MemoryLedger) -> MVTrusteeAPI:
    return make_api(ledger=ledger)


@pytest.fixture
def request_() -> MVRequest:
    return MVRequest("A song", "prompt", "16:9", prompt="a quiet morning", reference_image="asset-7")


@pytest.fixture
def shell(
    giggle: HostileGiggle,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Shell:
    """The command line, before the hostile Giggle."""
    return Shell(giggle, clock, monkeypatch, capsys, tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """What a person may bring: a picture, a song, and words."""
    Image.new("RGB", (320, 240), "teal").save(tmp_path / "me.jpg")
    (tmp_path / "song.wav").write_bytes(songs_made.wav())
    (tmp_path / "words.txt").write_text("海风吹过\nWaves and light\n", encoding="utf-8")
    return {name: str(tmp_path / name) for name in ("me.jpg", "song.wav", "words.txt", "film.mp4")}

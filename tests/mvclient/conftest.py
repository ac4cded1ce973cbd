"""A hostile Giggle and a clock for each test."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_clock import FakeClock
from hostile_giggle import HostileGiggle

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

"""The script that starts replicas, which is no module of a package."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture(scope="session")
def replicas() -> ModuleType:
    """The script, imported."""
    spec = importlib.util.spec_from_file_location("replicas", DEPLOY / "replicas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

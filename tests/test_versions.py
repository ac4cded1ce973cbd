"""What was tested is what is installed: the bounds in pyproject.toml, and the exact versions in constraints.txt."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINNED = [line for line in CONSTRAINTS if not line.startswith("#")]
PINNING = "`python tools/pin_versions.py` writes constraints.txt anew"

each_direct_dependency = pytest.mark.parametrize("needed", DIRECT, ids=lambda needed: needed.name)


def test_a_pin_is_a_name_and_a_version_and_nothing_else():
    """No address of a registry or a file, no build that lies on one machine only."""
    assert [line for line in PINNED if not re.fullmatch(r"[a-z0-9-]+==[0-9][a-z0-9.]*", line)] == [], PINNING
    assert [line for line in CONSTRAINTS if "://" in line] == []


def test_pins_are_sorted_and_said_once():
    names = [line.partition("==")[0] for line in PINNED]
    assert names == sorted(set(names)), PINNING


@each_direct_dependency
def test_what_is_needed_is_pinned_within_its_bounds(needed):
    pins = dict(line.split("==") for line in PINNED)
    pin = pins.get(canonicalize_name(needed.name))
    assert pin is not None, f"{needed.name} has no exact version: {PINNING}"
    assert needed.specifier.contains(pin), f"{needed} refuses {pin}: {PINNING}"


@each_direct_dependency
def test_what_is_installed_is_within_its_bounds(needed):
    """Not more: the tests may run in an environment that was installed without the pins."""
    installed = metadata.version(needed.name)
    assert needed.specifier.contains(installed, prereleases=True), (
        f"{needed.name} {installed} is installed, {needed} is needed. If it is older: "
        f'pip install -c constraints.txt -e ".[test]". If the bounds are wrong, mend them in pyproject.toml; {PINNING}.'
    )


def test_where_only_requirements_are_read_the_pins_are_installed():
    """As Streamlit Community Cloud does it."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-c constraints.txt", "-e ."]

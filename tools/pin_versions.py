"""Write `constraints.txt` anew: the version of every package that pip chooses today for the app and its tests."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """\
# The exact version of every package that the app and its tests use, and of every package that those use.
# For an environment like the tested one:  pip install -c constraints.txt -e .  (with its tests: -e ".[test]")
# Made by `python tools/pin_versions.py` with Python {python} on {platform}: run that again after a change of the
# dependencies in pyproject.toml, or for newer versions. What only another system or Python needs is not in here.
"""


def main() -> None:
    """Let pip choose, and write it down."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python != oldest:
        sys.exit(f"Run this with Python {oldest}: a newer one may choose what cannot be installed there.")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report=-"]
    answer = subprocess.run([*command, "-e", ".[test]"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    chosen = (package["metadata"] for package in json.loads(answer)["install"])
    pins = {re.sub(r"[-_.]+", "-", package["name"]).lower(): package["version"] for package in chosen}
    del pins["mv-studio"]
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    head = HEAD.format(python=python, platform=sys.platform)
    (ROOT / "constraints.txt").write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

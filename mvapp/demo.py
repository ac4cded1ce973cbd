"""The demo studio inside the app: started once per process, on a free port of this machine.

The only module that imports `mvdemo`, and only when the studio is needed: its renderer is heavy to load.
"""

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from mvapp.configuration import data_folder
from mvclient import Progress

if TYPE_CHECKING:
    from mvdemo import DemoStudio

__all__ = ["DEMO_KEY", "demo_studio", "is_demo_project", "sample_picture", "with_its_time_left"]

_MOST_STUDIOS: Final = 8
DEMO_KEY: Final = "demo"  # the demo studio takes any key


def is_demo_project(project_id: str) -> bool:
    """Whether a project was made by a demo studio, which its id tells."""
    return project_id.startswith("demo-")


def sample_picture(name: str) -> bytes:
    """A picture of our own making, as JPEG; `name`: "sample-beach", "sample-city" or "sample-meadow"."""
    from mvdemo.film.samples import picture  # noqa: PLC0415 - as below

    return picture(name)


@st.cache_resource(show_spinner=False)
def demo_studio() -> "DemoStudio":
    """The running demo studio of this process."""
    return _start()


def with_its_time_left(progress: Progress) -> Progress:
    """The snapshot with the time left that the demo studio itself foresees; Giggle's usual times mean nothing there."""
    left = demo_studio().time_left(progress.project_id)
    if left is None:
        return replace(progress, seconds_left=None, is_slow=False)
    return replace(progress, seconds_left=(left.low_s, left.high_s), is_slow=left.is_slow)


def _start() -> "DemoStudio":
    # Loads NumPy and PyAV, which the first page does not need.
    from mvdemo import DemoStudio, FolderInUse  # noqa: PLC0415

    profile: Any = os.environ.get("MV_DEMO_PROFILE") or "show"
    pace: dict[str, Any] = {"step_s": float(os.environ["MV_DEMO_STEP_S"])} if os.environ.get("MV_DEMO_STEP_S") else {}
    for number in range(1, _MOST_STUDIOS + 1):
        folder = data_folder() / ("demo-studio" if number == 1 else f"demo-studio-{number}")
        with contextlib.suppress(FolderInUse):  # another process of the app has this one
            return DemoStudio(folder, profile=profile, **pace).start()
    return DemoStudio(Path(mkdtemp(prefix="mv-studio-")), profile=profile, **pace).start()

"""The demo studio: a stand-in for Giggle that renders on this machine."""

from mvdemo.problem import FolderInUse, StudioProblem
from mvdemo.projects import Limits
from mvdemo.studio import DemoStudio

__all__ = ["DemoStudio", "FolderInUse", "Limits", "StudioProblem"]

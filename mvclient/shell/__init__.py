"""The command line `mv-studio`, which is `python -m mvclient` as well."""

from mvclient.shell.command import main, run

__all__ = ["main", "run"]

"""The command to go on with: what was said once and still holds is said again in it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextCommand:
    """How a later command line begins where this one ended."""

    save: str = ""
    """The file that the film is to be saved to."""
    ledger: str = ""
    """The ledger that was named: another one would not know what was paid."""

    def watch(self, project_id: str, *flags: str) -> str:
        """The command that waits for the film."""
        return self._line("watch", project_id, *flags, *self._saving)

    def query(self, project_id: str) -> str:
        """The command that looks once."""
        return self._line("query", project_id, *self._saving)

    def retry(self, project_id: str) -> str:
        """The command that takes up the failed step."""
        return self._line("retry", project_id, *self._saving)

    def pay(self, project_id: str, *flags: str) -> str:
        """The command that pays."""
        return self._line("pay", project_id, *flags)

    def make_again(self, project_id: str) -> str:
        """The command that sends the song again; what the song is, the person knows."""
        return self._line("make", "…", "--project-id", project_id, *self._saving)

    @property
    def _saving(self) -> tuple[str, ...]:
        return ("--save", self.save) if self.save else ()

    def _line(self, *words: str) -> str:
        ledger = ("--ledger", self.ledger) if self.ledger else ()
        return " ".join(["mv-studio", *(word if word == "…" else shlex.quote(word) for word in (*words, *ledger))])

"""The command line, run inside the test."""

import io
import json
import sys

from mvclient.shell import main


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Shell:
    """Runs command lines in this process; keeps what they said."""

    def __init__(self, giggle, clock, monkeypatch, capsys, folder):
        self._monkeypatch, self._capsys, self._clock = monkeypatch, capsys, clock
        self.folder = folder
        self.ledger_file = folder / "data" / "payments.sqlite3"
        for name, value in {
            "GIGGLE_API_BASE": giggle.base_url,
            "GIGGLE_API_KEY": giggle.key,
            "MV_DATA_DIR": str(folder / "data"),
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("MV_LEDGER_URL", raising=False)
        self.out = self.err = ""

    def __call__(self, *said, says="", on_terminal=False, **options):
        with self._monkeypatch.context() as here:
            here.setattr(sys, "stdin", Terminal(says) if on_terminal else io.StringIO(says))
            screen = Terminal()
            if on_terminal:
                here.setattr(sys, "stdout", screen)
            try:
                code = main(said, **{"sleep": self._clock.sleep, "clock": self._clock, **options})
            except SystemExit as end:
                code = end.code
        self.out, self.err = self._capsys.readouterr()
        self.out = screen.getvalue() or self.out
        return code

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

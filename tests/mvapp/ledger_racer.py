"""A process that tries to be the payer of every project; prints how many it won.

Started by the tests as a program of its own: `python ledger_racer.py LEDGER_URL PROJECTS`, waiting for a line.
"""

import sys

from mvapp.studio.ledger import SQLLedger


def race(url, projects):
    sys.stdin.readline()  # all begin at once
    ledger = SQLLedger(url)  # opening is part of the race: all create the tables at once
    print(sum(ledger.reserve(f"p-{number}", attempt=1, at=1.0) for number in range(projects)))  # noqa: T201 - read by the test


if __name__ == "__main__":
    race(sys.argv[1], int(sys.argv[2]))

"""Print every fault at every call: the card, the claim about money beside the server's truth, and the way out.

    python tools/fault_table.py [fault]

In each field: the card, what it says of the money, in brackets how often the project was really charged, and so on for
each card on the way to the film. "taken" means that the call had done its work behind the fault.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mvclient"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mvapp"))

from fault_table import as_markdown, cells, play


def main() -> None:
    """Play and print."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/payments.sqlite3"
        table = [play(*cell, url) for cell in cells() if wanted in ("", cell[0])]
    print(as_markdown(table))
    wrong = [cell for cell in table if cell.false_claims or not cell.ends_with_a_film or cell.charges_in_all != 1]
    print(f"\n{len(table)} fields, {sum(len(cell.cards) for cell in table)} cards, {len(wrong)} wrong")
    for cell in wrong:
        print(cell)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""Every fault at every call: no false word about money, no dead end, one charge."""

import pytest
from fault_table import FAULTS, cells, play


@pytest.mark.parametrize("fault", FAULTS)
def test_every_card_of_a_fault_is_true_about_money_and_leads_to_one_paid_film(fault, tmp_path):
    """At create, submit, looks before, at and after the payment, pay and retry; with and without the work done."""
    ledger_url = f"sqlite:///{tmp_path / 'payments.sqlite3'}"
    for cell in (play(*cell, ledger_url) for cell in cells() if cell[0] == fault):
        assert not cell.false_claims, cell
        assert cell.ends_with_a_film, cell
        assert cell.charges_in_all == 1, cell

"""After the first byte of a payment nothing that comes back may be taken for "nothing was sent"."""

import pytest
from hostile_faults import KEY_REFUSED, NOT_EVEN_READ, REFUSED, UNSURE, processed

from mvclient import MVError


@pytest.mark.parametrize("fault", [*UNSURE, *REFUSED, *KEY_REFUSED, *NOT_EVEN_READ], ids=str)
def test_a_payment_that_took_is_not_sent_again_by_the_next_driver_even_behind_stale_looks(giggle, make_api, fault):
    """Whatever the answer was, the row stays, so that neither this driver nor the next one pays again."""
    project = giggle.truth.project_waiting_for_payment()
    giggle.script("pay", fault if fault.is_before_reading else processed(fault))
    project.stale_looks = 1000
    for driver in (make_api(), make_api()):
        with pytest.raises(MVError) as caught:
            driver.pay(project.project_id)
        assert caught.value.project_id == project.project_id
    assert len(giggle.calls("pay")) == (0 if fault.is_before_reading else 1)
    assert project.charges <= 1

"""The pay call goes out and no answer comes: what is said is what is known, and no payment happens without a word."""

from paying_customer import CustomersApp, Giggle, wait_until
from playwright.sync_api import Page, expect
from running_app import PATIENCE_MS, describe_a_song, film_of, in_place, send

from mvapp.text import say_in

WAITING_TIME_S = 120.0


def come_to_the_payment(customer: Page, words: str) -> str:
    """Send a song that asks before it pays, wait until it asks, and return its project id."""
    describe_a_song(customer, words)
    in_place(customer, "create_ask_first").locator("label").first.click()
    project_id = send(customer)
    expect(in_place(customer, "card_payment_due")).to_be_visible(timeout=PATIENCE_MS)
    return project_id


def pay_without_an_answer(customer: Page, giggle: Giggle, project_id: str, *, processed: bool) -> int:
    """Press *Pay and go on*; the connection drops, before or after Giggle took it; returns the number of that fault."""
    lost = giggle.arm(operation="pay", kind="drop", processed=processed, project_id=project_id)
    in_place(customer, "card_pay").get_by_role("button").click()
    return lost


def test_a_payment_that_was_taken_is_found_and_never_repeated(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    """Giggle took the money and shows it late: "perhaps" is said, and looking once more is enough."""
    project_id = come_to_the_payment(customer, "a song that was paid in the dark")
    stale = giggle.arm(operation="query", kind="stale", times=1000, project_id=project_id)
    lost = pay_without_an_answer(customer, giggle, project_id, processed=True)
    wait_until(customer, lambda: giggle.spoilt(lost) == 1)
    seen = giggle.spoilt(stale)
    wait_until(customer, lambda: giggle.spoilt(stale) > seen)
    expect(in_place(customer, "card_payment_unconfirmed")).to_have_count(0)
    customers_app.put_forward(WAITING_TIME_S)
    card = in_place(customer, "card_payment_unconfirmed")
    expect(card).to_contain_text(say_in("en", "cards.payment_unconfirmed.title"), timeout=PATIENCE_MS)
    expect(card).to_contain_text(say_in("en", "cards.charged.perhaps"))
    customer.reload()
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    assert giggle.charges(project_id) == 1
    giggle.calm()
    in_place(customer, "card_check_again").get_by_role("button").click()
    film_of(customer)
    assert giggle.charges(project_id) == giggle.calls("pay", project_id) == 1


def test_a_payment_that_never_arrived_is_made_on_a_persons_word(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    """Not before the waiting time is over, not by looking again, not by a reload or a restart: only by *Pay again*."""
    project_id = come_to_the_payment(customer, "a song whose payment was lost")
    lost = pay_without_an_answer(customer, giggle, project_id, processed=False)
    wait_until(customer, lambda: giggle.spoilt(lost) == 1)
    looks = giggle.calls("query", project_id)
    wait_until(customer, lambda: giggle.calls("query", project_id) > looks)
    customers_app.put_forward(WAITING_TIME_S * 3 / 4)
    seen = giggle.calls("query", project_id)
    wait_until(customer, lambda: giggle.calls("query", project_id) > seen + 1)
    expect(customer.get_by_role("heading", name=say_in("en", "steps.confirming"))).to_be_visible()
    expect(customer.locator("[class*='st-key-card_']")).to_have_count(0)
    customers_app.put_forward(WAITING_TIME_S / 4)
    card = in_place(customer, "card_payment_unconfirmed")
    expect(card).to_contain_text(say_in("en", "cards.charged.perhaps"), timeout=PATIENCE_MS)
    customers_app.stop()
    customers_app.start()
    customer.reload()
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    before = giggle.calls("query", project_id)
    in_place(customer, "card_check_again").get_by_role("button").click()
    wait_until(customer, lambda: giggle.calls("query", project_id) > before)
    expect(card).to_be_visible()
    assert giggle.charges(project_id) == 0
    again = in_place(customer, "card_pay_again").get_by_role("button")
    expect(again).to_have_text("Pay again (may charge twice)")
    again.dblclick()
    film_of(customer)
    assert giggle.charges(project_id) == giggle.calls("pay", project_id) == 1

"""A paying customer on a bad network: nothing false is said of money, and every card has a door."""

from collections.abc import Callable
from pathlib import Path

from paying_customer import CustomersApp, Giggle, wait_until
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, describe_a_song, film_of, in_place, open_page, send

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]


def come_to_a_paid_film(customer: Page, giggle: Giggle, words: str) -> str:
    """Send a song and wait until it is paid, but not yet a film; returns its number."""
    giggle.arm(operation="work", kind="step-fails", sub_step="ImageGeneration", error="Painting failed.")
    describe_a_song(customer, words)
    project_id = send(customer)
    expect(in_place(customer, "card_step_failed")).to_be_visible(timeout=PATIENCE_MS)
    assert giggle.charges(project_id) == 1
    return project_id


def test_a_paid_film_after_odd_answers_is_still_paid_and_still_there(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    """One odd answer changes nothing; minutes of them have a card that is true about the money, and a way back."""
    project_id = come_to_a_paid_film(customer, giggle, "a song behind a firewall")
    card = in_place(customer, "card_step_failed")
    expect(card).to_contain_text(say_in("en", "cards.charged.paid"))
    odd = giggle.arm(operation="query", times=1000, project_id=project_id, kind="html", status=403)
    customer.reload()
    wait_until(customer, lambda: giggle.spoilt(odd) >= 2)
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    customers_app.put_forward(130)
    odd_card = in_place(customer, "card_odd_answers")
    expect(odd_card).to_contain_text(say_in("en", "cards.charged.paid"), timeout=PATIENCE_MS)
    giggle.calm()
    in_place(customer, "card_look_again").get_by_role("button").click()
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    in_place(customer, "card_retry").get_by_role("button").click()
    film_of(customer)
    assert giggle.charges(project_id) == 1


def test_a_refused_key_that_is_good_again_leads_back_to_the_video(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    project_id = come_to_a_paid_film(customer, giggle, "a song whose key was refused")
    refused = giggle.arm(operation="query", kind="status", status=401, msg="invalid API key", times=1000)
    customer.reload()
    wait_until(customer, lambda: giggle.spoilt(refused) >= 2)
    customers_app.put_forward(130)
    card = in_place(customer, "card_key_refused")
    expect(card).to_contain_text(say_in("en", "cards.charged.paid"), timeout=PATIENCE_MS)
    in_place(customer, "card_check_key").get_by_role("button").click()
    giggle.calm()
    in_place(customer, "settings_check").get_by_role("button").click()
    expect(customer.get_by_text(say_in("en", "settings.check_good"))).to_be_visible(timeout=PATIENCE_MS)
    in_place(customer, "settings_back").get_by_role("button").click()
    expect(in_place(customer, "card_step_failed")).to_be_visible(timeout=PATIENCE_MS)
    in_place(customer, "card_retry").get_by_role("button").click()
    film_of(customer)
    assert giggle.charges(project_id) == 1


def let_time_pass(app: CustomersApp, page: Page, key: str) -> None:
    """Have a minute and a half go by, in steps that no call is given up for, until this card is there."""
    for _ in range(18):
        if in_place(page, key).is_visible():
            return
        app.put_forward(5)
        page.wait_for_timeout(700)


def test_a_song_that_never_arrived_says_so_and_is_sent_again_as_it_was(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    """Lost twice on the way: no hour of "writing the song", and one press sends the same song to the same project."""
    giggle.arm(operation="submit", kind="drop", processed=False, times=2)
    describe_a_song(customer, "a song that got lost")
    before = {project.project_id for project in giggle.studio._projects.all()}
    in_place(customer, "create_submit").get_by_role("button").click()
    card = in_place(customer, "card_never_arrived")
    let_time_pass(customers_app, customer, "card_never_arrived")
    expect(card).to_contain_text(say_in("en", "cards.charged.nothing"))
    (made,) = {project.project_id for project in giggle.studio._projects.all()} - before
    in_place(customer, "card_send_again").get_by_role("button").click()
    customer.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
    film_of(customer)
    assert {project.project_id for project in giggle.studio._projects.all()} - before == {made}
    assert giggle.charges(made) == 1


def test_an_app_killed_between_create_and_submit_says_that_nothing_began(visit: Visit, tmp_path: Path) -> None:
    """After the restart the page of the number says so within a minute, and leads back to the form as it was."""
    giggle = Giggle(tmp_path / "giggle")
    app = CustomersApp(tmp_path, giggle)
    app.start()
    try:
        lost = giggle.arm(operation="submit", kind="hang", processed=False, seconds=60)
        page = visit().new_page()
        open_page(page, app.url)
        describe_a_song(page, "a song before the power cut")
        in_place(page, "create_submit").get_by_role("button").click()
        page.wait_for_url("**/?start=*")
        address = page.url
        wait_until(page, lambda: giggle.spoilt(lost) == 1)
        app.stop()
        app.start()
        page.goto(address)
        page.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
        let_time_pass(app, page, "card_never_arrived")
        expect(in_place(page, "card_never_arrived")).to_contain_text(say_in("en", "cards.charged.nothing"))
        in_place(page, "card_send_again").get_by_role("button").click()
        expect(in_place(page, "create_prompt").locator("textarea")).to_have_value(
            "a song before the power cut", timeout=PATIENCE_MS
        )
    finally:
        app.stop()
        giggle.studio.stop()

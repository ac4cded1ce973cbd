"""A paying customer's journeys: a demo studio in another process's place plays Giggle, key, charges, links and all."""

from collections.abc import Callable

from paying_customer import Giggle
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, describe_a_song, film_of, in_place, open_page, play, send

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]


def test_two_tabs_pay_once(customer: Page, giggle: Giggle) -> None:
    """Both tabs ask, both are told yes, and Giggle is paid once."""
    describe_a_song(customer, "a song for two tabs")
    in_place(customer, "create_ask_first").locator("label").first.click()
    project_id = send(customer)
    other = customer.context.new_page()
    open_page(other, customer.url)
    for tab in (customer, other):
        expect(in_place(tab, "card_payment_due")).to_be_visible(timeout=PATIENCE_MS)
    assert giggle.charges(project_id) == 0
    for tab in (customer, other):
        tab.evaluate("() => document.querySelector('.st-key-card_pay button')?.click()")
    for tab in (customer, other):
        film_of(tab)
        expect(tab.get_by_text(say_in("en", "app.mark_giggle"))).to_be_visible()
    assert giggle.charges(project_id) == 1


def test_giggles_own_link_plays_and_saves(customer: Page, giggle: Giggle) -> None:
    """The signed links reach the player and the button untouched, and the price is on the receipt."""
    describe_a_song(customer, "a song at Giggle")
    project_id = send(customer)
    film = film_of(customer)
    play(customer)
    link = film.get_attribute("src") or ""
    assert link.startswith(giggle.studio.base_url)
    assert "Signature=" in link
    customer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    in_place(customer, "watch_copy").get_by_role("button").click()
    expect(customer.get_by_text(say_in("en", "watch.copied"))).to_be_visible()
    assert customer.evaluate("navigator.clipboard.readText()") == link.replace("~", "%7E")
    saving = in_place(customer, "film_actions").get_by_role("link").get_attribute("href") or ""
    assert "response-content-disposition=attachment" in saving
    customer.get_by_text(say_in("en", "watch.receipt"), exact=True).click()
    expect(customer.get_by_text("580 credits (5.80 USD)")).to_be_visible()
    assert giggle.charges(project_id) == 1


def test_an_expired_link_heals_itself(customer: Page, giggle: Giggle, visit: Visit) -> None:
    """Hours later the page is opened again: the old link is dead, a fresh one plays, nobody was asked."""
    describe_a_song(customer, "a song for tomorrow")
    send(customer)
    old = film_of(customer).get_attribute("src")
    giggle.ahead_s += 6 * 3600
    page = visit().new_page()  # nothing of the film in this one's cache
    open_page(page, customer.url)
    film_of(page)
    play(page)
    assert in_place(page, "film").locator("video").get_attribute("src") != old
    expect(in_place(page, "card_link_expired")).to_have_count(0)


def test_a_refused_payment_is_repeated_only_on_a_persons_word(customer: Page, giggle: Giggle) -> None:
    giggle.arm(operation="pay", kind="envelope", code=402, msg="Insufficient credits")
    describe_a_song(customer, "a song on credit")
    project_id = send(customer)
    card = in_place(customer, "card_no_credits")
    expect(card).to_contain_text("Insufficient credits", timeout=PATIENCE_MS)
    expect(card).to_contain_text(say_in("en", "cards.charged.not_yet"))
    customer.reload()
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    assert giggle.charges(project_id) == 0
    in_place(customer, "card_go_on").get_by_role("button").click()
    film_of(customer)
    assert giggle.charges(project_id) == 1


def test_a_free_sketch_while_giggle_works(customer: Page, giggle: Giggle) -> None:
    """The sketch is made on this machine, says so, and costs nothing."""
    describe_a_song(customer, "a song worth a sketch")
    in_place(customer, "create_ask_first").locator("label").first.click()
    project_id = send(customer)
    expect(in_place(customer, "card_payment_due")).to_be_visible(timeout=PATIENCE_MS)
    in_place(customer, "watch_sketch").get_by_role("button").click()
    sketch = in_place(customer, "sketch_watch").locator("video")
    expect(sketch).to_be_visible(timeout=PATIENCE_MS)
    expect(customer.get_by_text(say_in("en", "watch.sketch_is"))).to_be_visible()
    assert giggle.charges(project_id) == 0
    in_place(customer, "card_pay").get_by_role("button").click()
    film_of(customer)


def test_a_key_that_giggle_does_not_know(customer: Page, giggle: Giggle) -> None:
    """Settings say so without costing anything, and the card leads there."""
    giggle.arm(operation="query", kind="status", status=401, times=2)
    open_page(customer, customer.url.split("?")[0].rstrip("/") + "/watch?project=65cf262d-unknown")
    expect(in_place(customer, "card_key_refused")).to_be_visible(timeout=PATIENCE_MS)
    in_place(customer, "card_check_key").get_by_role("button").click()
    in_place(customer, "settings_check").get_by_role("button").click()
    expect(customer.get_by_text(say_in("en", "settings.check_refused"))).to_be_visible()
    in_place(customer, "settings_check").get_by_role("button").click()
    expect(customer.get_by_text(say_in("en", "settings.check_good"))).to_be_visible()

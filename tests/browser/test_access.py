"""Everybody can use it: axe finds nothing that matters, in both themes and languages, on a desktop and a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from paying_customer import CustomersApp, Giggle, wait_until
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, describe_a_song, fill, film_of, in_place, open_page, send, settle

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]

# What Streamlit 1.67 itself brings: an uploader whose role and label are its own, and the bar of a video element.
NOT_OURS = ("stFileUploader",)


def complaints(page: Page) -> list[str]:
    """What axe finds moderate or worse in what is ours, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['impact']} {violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in {"moderate", "serious", "critical"}
        for node in violation["nodes"]
        if not any(mark in node["html"] for mark in NOT_OURS)
    ]


@pytest.mark.parametrize(
    ("width", "locale", "scheme"),
    [(1280, "en-US", "dark"), (390, "zh-CN", "light")],
    ids=["desktop-en-dark", "phone-zh-light"],
)
def test_no_page_shuts_anybody_out(visit: Visit, app: App, width: int, locale: str, scheme: str) -> None:
    """Create, My videos, Settings, a waiting payment, and the finished film."""
    page = visit(width=width, height=844, locale=locale, color_scheme=scheme).new_page()
    found: dict[str, list[str]] = {}
    for path in ("", "videos", "settings", "watch", "watch?project=demo-unknown"):
        open_page(page, f"{app.url}/{path}")
        expect(page.locator("h1")).to_be_visible()
        found[path] = complaints(page)
    open_page(page, app.url)
    describe_a_song(page, "a song for everybody")
    in_place(page, "create_ask_first").locator("label").first.click()
    send(page)
    expect(in_place(page, "card_payment_due")).to_be_visible(timeout=PATIENCE_MS)
    found["payment due"] = complaints(page)
    in_place(page, "card_pay").get_by_role("button").click()
    film_of(page)
    found["film"] = complaints(page)
    open_page(page, f"{app.url}/videos")
    expect(page.locator("[class*='st-key-video_demo-']").first).to_be_visible()
    found["a full list"] = complaints(page)
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_a_screen_reader_hears_on_which_page_it_is(page: Page, app: App) -> None:
    """The links are a landmark with a name, one of them is the current page: after each switch, redraw and language."""

    def expect_current(language: str, key: str | None) -> None:
        links = page.get_by_role("navigation", name=say_in(language, "app.pages"), exact=True).get_by_role("link")
        expect(links).to_have_count(3)
        marked = links.and_(page.locator("[aria-current=page]"))
        expect(marked).to_have_text([] if key is None else [say_in(language, key)])

    expect_current("en", "app.create")
    fill(page, "create_prompt", "a song for the ear")
    expect_current("en", "app.create")
    page.get_by_role("link", name=say_in("en", "app.videos")).click()
    page.wait_for_url("**/videos")
    expect_current("en", "app.videos")
    in_place(page, "frame_language").get_by_role("button").click()
    expect_current("zh", "app.videos")
    page.get_by_role("link", name=say_in("zh", "app.settings")).first.click()
    expect_current("zh", "app.settings")
    page.go_back()
    expect_current("zh", "app.videos")
    page.reload()
    expect_current("zh", "app.videos")
    open_page(page, f"{app.url}/watch")
    expect_current("zh", None)
    in_place(page, "watch_to_create").get_by_role("button").click()
    expect_current("zh", "app.create")


def card_complaints(page: Page, key: str) -> list[str]:
    """What axe finds once this is there: on a desktop in the dark, and on a phone in the light."""
    expect(in_place(page, key)).to_be_visible(timeout=PATIENCE_MS)
    found = []
    for width, scheme in ((1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
        settle(page)
        found += [f"{scheme}: {line}" for line in complaints(page)]
    return found


def press(page: Page, action: str) -> None:
    in_place(page, f"card_{action}").get_by_role("button").click()


def test_no_trouble_with_a_payment_shuts_anybody_out(
    customer: Page, customers_app: CustomersApp, giggle: Giggle
) -> None:
    """Asked for a yes, refused, never answered, and out of reach."""
    watch = f"{customers_app.url}/watch?project="
    project_id, other_id = giggle.start("a song nobody can pay"), giggle.start("a song out of reach")
    open_page(customer, watch + project_id)
    found = {"due": card_complaints(customer, "card_payment_unknown")}  # it was begun elsewhere
    giggle.arm(operation="pay", kind="envelope", code=402, msg="Insufficient credits", project_id=project_id)
    press(customer, "pay_unknown")
    found["refused"] = card_complaints(customer, "card_no_credits")
    lost = giggle.arm(operation="pay", kind="drop", processed=False, project_id=project_id)
    press(customer, "go_on")
    wait_until(customer, lambda: giggle.spoilt(lost) == 1)
    looks = giggle.calls("query", project_id)
    wait_until(customer, lambda: giggle.calls("query", project_id) > looks)
    customers_app.put_forward(120)
    found["unconfirmed"] = card_complaints(customer, "card_payment_unconfirmed")
    open_page(customer, watch + other_id)
    expect(in_place(customer, "card_payment_unknown")).to_be_visible(timeout=PATIENCE_MS)
    lost = giggle.arm(operation="pay", kind="drop", processed=False, project_id=other_id)
    press(customer, "pay_unknown")
    wait_until(customer, lambda: giggle.spoilt(lost) == 1)
    giggle.arm(operation="query", kind="drop", times=1000, project_id=other_id)
    found["network away"] = card_complaints(customer, "card_network_away")
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_no_failure_shuts_anybody_out(customer: Page, customers_app: CustomersApp, giggle: Giggle) -> None:
    """A failed step, a link that stays dead, a key and a project nobody knows, and a wish for silence."""
    watch = f"{customers_app.url}/watch?project="
    giggle.arm(operation="work", kind="step-fails", sub_step="GenerateMusic", error="music generation failed")
    project_id = giggle.start("a song that fails")
    open_page(customer, watch + project_id)
    found = {"step failed": card_complaints(customer, "card_step_failed")}
    press(customer, "retry")
    in_place(customer, "card_pay_unknown").get_by_role("button").click(timeout=PATIENCE_MS)
    giggle.arm(operation="asset", kind="status", status=403, times=1000)
    found["link expired"] = card_complaints(customer, "card_link_expired")
    open_page(customer, watch + "65cf262d-nobody-knows")
    found["unknown project"] = card_complaints(customer, "card_unknown_project")
    giggle.arm(operation="query", kind="status", status=401, project_id="65cf262d-another-key")
    open_page(customer, watch + "65cf262d-another-key")
    found["key refused"] = card_complaints(customer, "card_key_refused")
    giggle.arm(operation="query", kind="status", status=429, project_id="65cf262d-too-many")
    open_page(customer, watch + "65cf262d-too-many")
    found["rate limited"] = card_complaints(customer, "card_not_seen_yet")
    customers_app.put_forward(120)
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_no_problem_on_the_form_shuts_anybody_out(customer: Page, giggle: Giggle) -> None:
    """What is missing, a file that is no picture, and a request that Giggle does not accept."""
    wrong = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    customer.locator(".st-key-create_upload input[type=file]").set_input_files(wrong)
    found = {"no picture": card_complaints(customer, "create_problem_picture")}
    in_place(customer, "create_submit").get_by_role("button").click()
    found["blank"] = card_complaints(customer, "create_problem_prompt")
    describe_a_song(customer, "a song that is not accepted")
    giggle.arm(operation="create", kind="envelope", code=400, msg="content moderation failed")
    in_place(customer, "create_submit").get_by_role("button").click()
    found["not accepted"] = card_complaints(customer, "card_request_refused")
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize("path", ["", "settings"])
def test_on_a_narrow_phone_the_choices_of_a_row_stand_in_one_row(
    visit: Visit, app: App, path: str, locale: str
) -> None:
    page = visit(width=360, height=740, locale=locale).new_page()
    open_page(page, f"{app.url}/{path}")
    rows = page.locator(".stMain [role=radiogroup]")
    expect(rows).not_to_have_count(0)
    for row in rows.all():
        tops = {round(choice.bounding_box()["y"]) for choice in row.get_by_role("radio").all() if choice.is_visible()}
        assert len(tops) <= 1, row.inner_text()

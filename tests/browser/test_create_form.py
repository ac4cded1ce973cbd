"""The create form under a person's hands: live, forgiving, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from running_app import App, describe_a_song, fill, in_place, open_page, settle
from typist import kept, use_own_lyrics, words_in, write

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]

FOCUS_AT_ONCE = """key => new Promise(focused => {
  const look = () => {
    const field = document.querySelector(`.st-key-${key} textarea`);
    if (field) { field.focus(); focused(); } else requestAnimationFrame(look);
  };
  look();
})"""


@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1), (390, 844, 2)])
def test_the_main_button_is_near(visit: Visit, app: App, width: int, height: int, screens: int) -> None:
    page = visit(width=width, height=height).new_page()
    open_page(page, app.url)
    box = in_place(page, "create_submit").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height * screens
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_lyrics_are_counted_while_they_are_written(page: Page) -> None:
    use_own_lyrics(page)
    write(page, "create_lyrics", "Rain on the roof\nand tea")
    expect(page.get_by_text("Lines: 2 · words: 6")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type(" for two")
    expect(page.get_by_text("Lines: 2 · words: 8")).to_be_visible()
    assert words_in(page, "create_lyrics") == "Rain on the roof\nand tea for two"


def test_words_typed_before_the_browser_has_told_what_it_keeps_stay_and_are_kept(visit: Visit, app: App) -> None:
    page = visit().new_page()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/BidiComponent*.js", hold)
    with page.expect_request("**/BidiComponent*.js"):
        page.goto(app.url, wait_until="commit")
    page.evaluate(FOCUS_AT_ONCE, "create_prompt")
    page.keyboard.type("a waltz about rain")
    assert page.evaluate("window.mvStudioStorage === undefined")
    (code,) = late
    code.continue_()
    settle(page)
    assert words_in(page, "create_prompt") == kept(page, "prompt") == "a waltz about rain"


def test_words_that_the_browser_keeps_are_there_before_anything_can_be_typed_over_them(page: Page, app: App) -> None:
    use_own_lyrics(page)
    fill(page, "create_lyrics", "a march")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/BidiComponent*.js", hold, times=1)
    with page.expect_request("**/BidiComponent*.js"):
        page.goto(app.url, wait_until="commit")
    expect(in_place(page, "create_submit")).to_be_visible()
    expect(page.locator(".st-key-create_song textarea")).to_have_count(0)
    late[0].continue_()
    write(page, "create_lyrics", " in the rain")
    expect(in_place(page, "create_lyrics").locator("textarea")).to_have_value("a march in the rain")
    assert kept(page, "lyrics") == "a march in the rain"


def test_on_a_slow_machine_no_key_is_lost_while_the_page_comes_up(visit: Visit, app: App) -> None:
    context = visit()
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(app.url, wait_until="commit")
    page.evaluate(FOCUS_AT_ONCE, "create_prompt")
    page.keyboard.type("a waltz about rain", delay=10)
    page.wait_for_function("window.mvStudioStorage?.isHeard")
    settle(page)
    assert words_in(page, "create_prompt") == kept(page, "prompt") == "a waltz about rain"


def test_a_double_click_makes_one_project(page: Page) -> None:
    describe_a_song(page, "a waltz about rain")
    in_place(page, "create_submit").get_by_role("button").dblclick()
    page.wait_for_url("**/watch?project=*")
    page.get_by_role("link", name="My videos").first.click()
    page.wait_for_url("**/videos")
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('mv-studio.video.'))")
    videos = "Object.keys(localStorage).filter(key => key.startsWith('mv-studio.video.')).length"
    assert page.evaluate(videos) == 1


def test_on_a_phone_the_first_problem_comes_into_view(visit: Visit, app: App) -> None:
    page = visit(width=390, height=700).new_page()
    open_page(page, app.url)
    fill(page, "create_prompt", "a waltz")
    in_place(page, "create_submit").get_by_role("button").click()
    problem = in_place(page, "create_problem_picture")
    expect(problem).to_be_in_viewport()
    expect(problem).to_have_attribute("role", "alert")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize(
    ("path", "key", "button"),
    [("", "create_upload", "create.upload_button"), ("videos", "videos_import", "videos.import_button")],
)
def test_an_uploader_speaks_the_visitors_language(
    visit: Visit, app: App, locale: str, path: str, key: str, button: str
) -> None:
    """One button with our name, also for a screen reader; none of Streamlit's own words; and it opens the chooser."""
    page = visit(locale=locale).new_page()
    open_page(page, f"{app.url}/{path}")
    if path == "videos":
        page.locator(".stMain summary").last.click()
    uploader = in_place(page, key)
    expect(uploader).to_be_visible()
    # What opens moves, and a press whose end meets another element than its begin is no click.
    page.wait_for_function("document.getAnimations().every((each) => each.playState !== 'running')")
    settle(page)
    expect(uploader.get_by_role("button")).to_have_count(1)
    ours = uploader.get_by_role("button", name=say_in(locale[:2], button), exact=True)
    with page.expect_file_chooser():
        ours.click()
    expect(uploader.get_by_text("Upload", exact=True)).to_be_hidden()
    expect(uploader.get_by_text("per file")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_frame_the_corner_where_a_host_lays_its_badge_is_left_free(visit: Visit, app: App, width: int) -> None:
    page = visit(width=width, height=560).new_page()  # so low that the bar hangs at the lower edge
    host = f'<body style="margin:0"><iframe src="/" style="border:0;width:{width}px;height:560px"></iframe>'
    page.route("**/host", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto(f"{app.url}/host")
    button = page.frame_locator("iframe").locator(".st-key-create_submit button")
    expect(button).to_be_visible()
    page.wait_for_function(
        """() => {
          const framed = document.querySelector("iframe").contentDocument;
          const button = framed.querySelector(".st-key-create_submit button");
          return button && framed.documentElement.classList.contains("mv-framed")
            && button.getBoundingClientRect().bottom <= 560 - 48; }"""
    )

"""What is typed fluently stays, wherever its writer goes next, and wherever that is, they get there.

On a machine slowed fourfold. `MV_TYPING_ROUNDS=20` makes each journey twenty times, and as often on this one as it is;
without it all journeys are made once, one after the other.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, film_of, in_place, open_page, send, settle
from typist import KEY_MS, Line, expect_kept, kept, slow_down, use_own_lyrics, words_in, write

Visit = Callable[..., BrowserContext]
Step = Callable[[Page], None]

ROUNDS = range(int(os.environ.get("MV_TYPING_ROUNDS", "1")))
PRESS_MS = 80
"""For how long a person holds a mouse button down."""
SONG = {"title": "Rain", "style": "a slow waltz", "lyrics": "Rain on the roof\nand tea for two"}


RATES = {"slowed fourfold": 4} | ({"as it is": 1} if "MV_TYPING_ROUNDS" in os.environ else {})


@pytest.fixture(params=RATES.values(), ids=list(RATES))
def rate(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(autouse=True, params=ROUNDS)
def round_number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def writer(page: Page, rate: int) -> Page:
    """A visitor at the form for own lyrics."""
    slow_down(page, rate)
    use_own_lyrics(page)
    return page


def write_a_song(page: Page) -> None:
    """Fill in the form, and stay in its last field."""
    for name, words in SONG.items():
        write(page, f"create_{name}", words, key_ms=KEY_MS)


def expect_the_song(page: Page) -> None:
    for name, words in SONG.items():
        expect(in_place(page, f"create_{name}").locator("textarea, input").first).to_have_value(words)
        expect_kept(page, name, words)


def to_page(name: str) -> Step:
    def go(page: Page) -> None:
        page.get_by_role("link", name=name).first.click(delay=PRESS_MS)
        page.wait_for_url(f"**/{name.rsplit(maxsplit=1)[-1].lower()}")

    return go


def press(key: str, *, shows: str) -> Step:
    """Press a button of the form; `shows` is the place that tells that it was heard."""

    def go(page: Page) -> None:
        in_place(page, key).get_by_role("button").click(delay=PRESS_MS)
        expect(in_place(page, shows)).to_be_visible()

    return go


def back_to_the_form(page: Page) -> None:
    page.get_by_role("link", name="Create").first.click(delay=PRESS_MS)
    expect(in_place(page, "create_lyrics")).to_be_visible()


def to_the_other_mode(page: Page) -> None:
    in_place(page, "create_music_generate_type").get_by_role("radio").first.click(delay=PRESS_MS)
    expect(in_place(page, "create_prompt")).to_be_visible()


def to_the_other_language(page: Page) -> None:
    in_place(page, "frame_language").get_by_role("button").click(delay=PRESS_MS)
    expect(in_place(page, "frame_language")).to_contain_text("English")


def nowhere(page: Page) -> None:
    """Stay."""


JOURNEYS: dict[str, tuple[Step, Step]] = {
    "the other mode": (to_the_other_mode, use_own_lyrics),
    "My videos": (to_page("My videos"), back_to_the_form),
    "Settings": (to_page("Settings"), back_to_the_form),
    "one of our songs": (
        press("create_example_seaside", shows="create_bring_back"),
        press("create_bring_back", shows="create_lyrics"),
    ),
    "a missing picture": (press("create_submit", shows="create_problem_picture"), nowhere),
    "one of our pictures": (press("create_sample_city", shows="create_frame"), nowhere),
    "an empty form": (
        press("create_start_over", shows="create_bring_back"),
        press("create_bring_back", shows="create_start_over"),
    ),
    "the other language": (to_the_other_language, nowhere),
}


@pytest.mark.skipif("MV_TYPING_ROUNDS" not in os.environ, reason="all of them are made at once below")
@pytest.mark.parametrize(("there", "back"), JOURNEYS.values(), ids=list(JOURNEYS))
def test_a_click_right_after_the_last_key_goes_there_and_the_words_stay(writer: Page, there: Step, back: Step) -> None:
    write_a_song(writer)
    there(writer)
    back(writer)
    expect_the_song(writer)


def test_a_page_reloaded_or_closed_right_after_the_last_key_comes_back_with_all_of_it(writer: Page, app: App) -> None:
    write_a_song(writer)
    writer.reload()
    expect_the_song(writer)
    write(writer, "create_lyrics", " again", key_ms=KEY_MS)
    writer.close()
    page = writer.context.new_page()
    open_page(page, app.url)
    expect(in_place(page, "create_lyrics").locator("textarea")).to_have_value(SONG["lyrics"] + " again")
    assert words_in(page, "create_title") == SONG["title"]


def test_all_of_it_at_once(writer: Page) -> None:
    """From each field to the next place without a rest, and the words are what they were at the end of it all."""
    write_a_song(writer)
    for there, back in JOURNEYS.values():
        there(writer)
        back(writer)
        if there is to_the_other_language:
            in_place(writer, "frame_language").get_by_role("button").click()
            expect(in_place(writer, "frame_language")).not_to_contain_text("English")
            settle(writer)  # the button is there long before the form under it
        write(writer, "create_lyrics", " again", key_ms=KEY_MS)
    expect(in_place(writer, "create_lyrics").locator("textarea")).to_have_value(
        SONG["lyrics"] + " again" * len(JOURNEYS)
    )
    assert words_in(writer, "create_title") == SONG["title"]


def test_the_main_button_sends_what_stands_in_the_field(writer: Page) -> None:
    """And the film, another like it, and *Back* from there all lead to the same words."""
    in_place(writer, "create_sample_city").get_by_role("button").click()
    expect(in_place(writer, "create_frame")).to_be_visible()
    write_a_song(writer)
    send(writer)
    film_of(writer)
    writer.go_back()
    expect_the_song(writer)
    writer.go_forward()
    film_of(writer)
    in_place(writer, "watch_another").get_by_role("button").click(delay=PRESS_MS)
    expect_the_song(writer)


def test_an_input_method_in_the_middle_of_a_word_is_not_disturbed(writer: Page) -> None:
    """Nothing is handed over before the word is whole; what there is of it outlives a reload."""
    keyboard = writer.context.new_cdp_session(writer)
    write(writer, "create_lyrics", "a", key_ms=KEY_MS)  # whose pause ends in the middle of the word
    for so_far in ("y", "yu", "yuye", "雨夜"):
        keyboard.send(
            "Input.imeSetComposition", {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)}
        )
        writer.wait_for_timeout(350)
        assert words_in(writer, "create_lyrics") == "a" + so_far
    assert kept(writer, "lyrics") == "a雨夜"
    keyboard.send("Input.insertText", {"text": "雨夜"})
    expect(writer.get_by_text("Lines: 1")).to_be_visible()
    assert words_in(writer, "create_lyrics") == "a雨夜"
    keyboard.send("Input.imeSetComposition", {"text": "guang", "selectionStart": 5, "selectionEnd": 5})
    writer.reload()
    expect(in_place(writer, "create_lyrics").locator("textarea")).to_have_value("a雨夜guang")


def test_each_of_two_tabs_keeps_its_open_field_and_the_last_one_typed_is_kept(writer: Page, app: App) -> None:
    write(writer, "create_lyrics", "the first tab", key_ms=KEY_MS)
    other = writer.context.new_page()
    open_page(other, app.url)
    expect(in_place(other, "create_lyrics").locator("textarea")).to_have_value("the first tab")
    write(other, "create_lyrics", " and the second", key_ms=KEY_MS)
    write(other, "create_title", "Two", key_ms=KEY_MS)
    write(writer, "create_style", "folk", key_ms=KEY_MS)
    to_the_other_mode(writer)
    use_own_lyrics(writer)
    assert words_in(writer, "create_lyrics") == "the first tab"
    expect_kept(writer, "music_generate_type", "custom")
    writer.reload()
    for name, words in (("lyrics", "the first tab and the second"), ("title", "Two"), ("style", "folk")):
        expect(in_place(writer, f"create_{name}").locator("textarea, input").first).to_have_value(words)


def test_words_outlive_the_server_also_those_in_fields_out_of_sight(visit: Visit, rate: int, tmp_path: Path) -> None:
    app = App(tmp_path).start()
    try:
        page = visit().new_page()
        open_page(page, app.url)
        slow_down(page, rate)
        use_own_lyrics(page)
        write_a_song(page)
        to_the_other_mode(page)
        write(page, "create_prompt", "a waltz", key_ms=KEY_MS)
        app.stop()
        field = in_place(page, "create_prompt").locator("textarea")
        expect(field).to_be_disabled(timeout=PATIENCE_MS)
        app.start()
        expect(field).to_be_enabled(timeout=2 * PATIENCE_MS)
        write(page, "create_prompt", " about rain", key_ms=KEY_MS)
        page.wait_for_function("window.mvStudioStorage.isOlder", timeout=PATIENCE_MS)
        settle(page)
        assert words_in(page, "create_prompt") == kept(page, "prompt") == "a waltz about rain"
        use_own_lyrics(page)
        expect_the_song(page)
        to_the_other_mode(page)
        expect(field).to_have_value("a waltz about rain")
    finally:
        app.stop()


def test_words_whose_message_is_overtaken_by_the_click_are_kept(visit: Visit, app: App, rate: int) -> None:
    """On a line that stutters both come at once, and Streamlit drops what the page that is left had to say."""
    page = visit().new_page()
    line = Line(page)
    open_page(page, app.url)
    slow_down(page, rate)
    use_own_lyrics(page)
    write(page, "create_title", "Rain", key_ms=KEY_MS)
    settle(page)
    with line.stuttering():
        write(page, "create_title", " at night", key_ms=KEY_MS)
        page.get_by_role("link", name="Settings").first.click(delay=PRESS_MS)
    page.wait_for_url("**/settings")
    settle(page)
    back_to_the_form(page)
    expect(in_place(page, "create_title").locator("input")).to_have_value("Rain at night")
    write(page, "create_title", " and day", key_ms=KEY_MS)
    assert kept(page, "title") == "Rain at night and day"

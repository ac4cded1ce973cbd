"""A song of one's own in a real browser: brought, looked at, heard, and made into a film that plays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, film_of, in_place, open_page, play, send, settle
from songs_to_bring import song
from test_uploads import assert_says_only

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]
LRC = "[00:01.00]Harbour lights\n[00:03.00]海边的夏天\n"


def choose_mode(page: Page, language: str) -> None:
    in_place(page, "create_music_generate_type").get_by_text(say_in(language, "create.mode_upload")).click()
    expect(in_place(page, "create_song_upload")).to_be_visible()
    settle(page)


def bring(page: Page, content: bytes, name: str) -> None:
    settle(page)
    file = {"name": name, "mimeType": "audio/mpeg", "buffer": content}
    page.locator(".st-key-create_song_upload input[type=file]").set_input_files(file)


@pytest.mark.parametrize(
    ("locale", "width", "aspect", "kind", "has_words"),
    [("en-US", 1280, "aspect_wide", "mp3", True), ("zh-CN", 390, "aspect_tall", "m4a", False)],
)
def test_from_a_song_to_a_film(
    visit: Visit, app: App, locale: str, width: int, aspect: str, kind: str, *, has_words: bool
) -> None:
    language = locale[:2]
    page = visit(width=width, height=844, locale=locale).new_page()
    open_page(page, app.url)
    choose_mode(page, language)
    bring(page, song(40.0, kind, loud_from_s=20.0), f"Harbour Lights.{kind}")
    player = page.locator(".mv-song")
    expect(player).to_be_visible()
    in_place(page, "create_length").get_by_text(say_in(language, "create.length_30s")).click()
    part = player.get_by_role("slider", name=say_in(language, "create.song_part"))
    expect(part).to_have_attribute("aria-valuetext", "0:10 – 0:40")
    part.press("Home")
    part.press("PageUp")
    part.press("ArrowLeft")
    expect(part).to_have_attribute("aria-valuetext", "0:09 – 0:39")
    expect(page.get_by_text(say_in(language, "create.song_part_chosen"))).to_be_visible()
    player.get_by_role("button", name=say_in(language, "create.song_play")).click()
    page.wait_for_function("document.querySelector('.mv-song audio').currentTime > 9.1")
    player.get_by_role("button", name=say_in(language, "create.song_pause")).click()
    if has_words:
        page.locator(".st-key-create_song_lyrics summary").click()
        words = {"name": "a.lrc", "mimeType": "text/plain", "buffer": LRC.encode()}
        page.locator(".st-key-create_lyrics_upload input[type=file]").set_input_files(words)
        expect(in_place(page, "create_lyrics").locator("textarea")).to_have_value(LRC.strip())
    in_place(page, "create_aspect").get_by_text(say_in(language, f"create.{aspect}")).click()
    in_place(page, "create_samples").get_by_role("button").first.click()
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_page(page, app.url)  # nothing of it is lost on the way
    expect(part).to_have_attribute("aria-valuetext", "0:09 – 0:39")
    send(page)
    expect(page.get_by_role("heading", name="Harbour Lights")).to_be_visible()
    expect(page.get_by_text(say_in(language, "steps.own_song")).first).to_be_visible()
    film_of(page)
    play(page)


def test_the_part_is_dragged_by_hand(page: Page) -> None:
    choose_mode(page, "en")
    bring(page, song(60.0), "a.mp3")
    in_place(page, "create_length").get_by_text(say_in("en", "create.length_30s")).click()
    part = page.locator(".mv-song-part")
    expect(part).to_have_attribute("aria-valuenow", "0")
    box = page.locator(".mv-song-wave").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(part).to_have_attribute("aria-valuenow", "15")
    expect(page.get_by_text(say_in("en", "create.song_part_chosen"))).to_be_visible()
    expect(part).to_have_attribute("aria-valuenow", "15")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_file_that_is_no_song_and_one_that_is_too_big_say_so(
    visit: Visit, app: App, tmp_path: Path, locale: str
) -> None:
    language = locale[:2]
    page = visit(locale=locale).new_page()
    open_page(page, app.url)
    choose_mode(page, language)
    bring(page, b"this is no song\n" * 999, "notes.mp3")
    expect(in_place(page, "create_problem_song")).to_contain_text(
        say_in(language, "problems.song_not_audio"), timeout=PATIENCE_MS
    )
    settle(page)
    huge = tmp_path / "huge.wav"
    with huge.open("wb") as file:
        file.truncate(80 * 2**20)
    page.locator(".st-key-create_song_upload input[type=file]").set_input_files(huge)
    assert_says_only(page, say_in(language, "create.song_too_big"), "create_song_upload")

"""What a person does, in a real browser, with the demo studio: from an idea to a film that plays."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from running_app import (
    PATIENCE_MS,
    App,
    describe_a_song,
    fill,
    film_of,
    in_place,
    name_it,
    open_page,
    play,
    send,
)

from mvapp.text import say_in

Visit = Callable[..., BrowserContext]


def photo(width: int, height: int) -> bytes:
    """A photograph of sorts."""
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def test_from_an_upload_to_a_film_in_the_list(visit: Visit, app: App, tmp_path: Path) -> None:
    """Describe, upload, press, watch it move, play it; close the tab and find it in the list."""
    visitor = visit()
    page = visitor.new_page()
    open_page(page, app.url)
    fill(page, "create_prompt", "Upbeat pop, sunny, a summer at the sea")
    picture = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo(1600, 900)}
    page.locator(".st-key-create_upload input[type=file]").set_input_files(picture)
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()
    project_id = send(page)
    assert project_id.startswith("demo-")
    expect(page.get_by_role("list", name=say_in("en", "steps.list")).locator("li")).to_have_count(10)
    page.wait_for_function("/^[1-9][0-9]? % · /.test(document.title)", timeout=PATIENCE_MS)
    film_of(page)
    play(page)
    assert page.title().startswith("Ready · ")
    with page.expect_download() as saved:
        in_place(page, "watch_download").get_by_role("button").click()
    assert saved.value.suggested_filename.endswith(".mp4")
    assert b"ftyp" in saved.value.path().read_bytes()[:16]
    page.close()
    page = visitor.new_page()
    open_page(page, f"{app.url}/videos")
    expect(in_place(page, f"video_{project_id}").locator("img")).to_be_visible()
    in_place(page, f"video_open_{project_id}").get_by_role("button").click()
    film_of(page)


def test_the_wait_belongs_to_ones_own_picture_and_song_and_ends_with_one_button(page: Page) -> None:
    """The picture is there at once, the song plays before the film, nothing jumps; then the focus is on *Play*."""
    page.add_init_script(
        """window.jumps = 0; new PerformanceObserver((seen) => { for (const one of seen.getEntries())
        if (document.querySelector(".mv-screen") && !document.querySelector(".st-key-film")) window.jumps += one.value;
        }).observe({type: "layout-shift"})"""
    )
    page.reload()
    describe_a_song(page, "a song to hear early")
    send(page)
    screen = page.locator(".mv-screen img").first
    expect(screen).to_be_visible()
    page.wait_for_function("document.querySelector('.mv-screen img')?.naturalWidth > 0")
    song = in_place(page, "wait_song").locator("audio")
    expect(song).to_be_visible()
    assert page.evaluate("document.querySelector('.st-key-wait_song audio').canPlayType('audio/mp4')")
    film = film_of(page)
    play_button = page.get_by_role("button", name=say_in("en", "watch.play"))
    expect(play_button).to_be_focused()
    assert page.evaluate("window.jumps") < 0.01
    assert film.get_attribute("poster")
    expect(page.get_by_text(say_in("en", "watch.ready"))).to_have_count(1)
    expect(in_place(page, "watch_copy")).to_have_count(0)  # an address that only this machine can open
    play_button.click()
    page.wait_for_function("document.querySelector('.st-key-film video').currentTime > 0.2")
    expect(play_button).to_be_hidden()
    page.evaluate("document.querySelector('.st-key-film video').pause()")


def test_a_film_that_is_cancelled_is_over_and_the_words_are_kept(page: Page) -> None:
    describe_a_song(page, "a song to be stopped", name="slow job")
    send(page)
    in_place(page, "watch_cancel").get_by_role("button").first.click()
    in_place(page, "watch_cancel_do").get_by_role("button").click()
    card = in_place(page, "card_cancelled")
    expect(card).to_contain_text(say_in("en", "cards.charged.never"))
    in_place(page, "card_make_again").get_by_role("button").click()
    expect(in_place(page, "create_prompt").locator("textarea")).to_have_value("a song to be stopped")


def test_own_lyrics_in_chinese_on_a_phone(visit: Visit, app: App) -> None:
    """Nothing hangs over the edge, the portrait film fits the screen, and no word is left in English."""
    page = visit(width=390, height=844, locale="zh-CN").new_page()
    open_page(page, app.url)
    in_place(page, "create_music_generate_type").get_by_text(say_in("zh", "create.mode_custom")).click()
    fill(page, "create_title", "海边的夏天")
    fill(page, "create_style", "民谣")
    fill(page, "create_lyrics", "海风吹过夏天\n我们走在沙滩\n浪花唱着歌\n星星亮了")
    in_place(page, "create_samples").get_by_role("button").first.click()
    in_place(page, "create_aspect").get_by_text(say_in("zh", "create.aspect_tall")).click()
    send(page)
    expect(page.get_by_text(say_in("zh", "watch.safe_to_close"))).to_be_visible()
    film = film_of(page)
    box = film.bounding_box()
    assert box is not None
    assert box["height"] <= 844 * 0.8
    assert abs(box["width"] / box["height"] - 9 / 16) < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("heading", name="海边的夏天")).to_be_visible()
    expect(in_place(page, "watch_download")).to_contain_text(say_in("zh", "watch.download"))


def test_a_reload_at_any_stage_comes_back_to_the_same_job(page: Page) -> None:
    """The address is enough; what was done stays done."""
    describe_a_song(page, "a song that is interrupted", name="Interrupted")
    project_id = send(page)
    for step in ("Writing the song", "Planning the shots"):
        done = page.locator(".mv-notches .mv-done").filter(has_text=step)
        got_there = done.or_(in_place(page, "film").locator("video"))  # a quick studio is further by then
        expect(got_there).to_be_visible()
        page.reload()
        expect(got_there).to_be_visible()
    assert project_id in page.url
    expect(page.get_by_role("heading", name="Interrupted")).to_be_visible()
    film_of(page)
    page.reload()
    film_of(page)


def test_the_first_request_of_a_fresh_server_may_be_a_deep_link(visit: Visit, tmp_path: Path) -> None:
    """On a cold server Streamlit would run the page without the router."""
    fresh = App(tmp_path).start()
    try:
        page = visit().new_page()
        open_page(page, f"{fresh.url}/watch?project=demo-unknown")
        expect(page.get_by_text(say_in("en", "cards.unknown_demo.title"))).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text(say_in("en", "app.mark_demo"))).to_be_visible()
        assert page.url.endswith("/watch?project=demo-unknown")
    finally:
        fresh.stop()


def test_a_server_that_dies_in_the_middle_loses_nothing(visit: Visit, tmp_path: Path) -> None:
    """The open tab reconnects by itself, the studio goes on where it was, the film comes, and the list still has it."""
    mortal = App(tmp_path, MV_DEMO_STEP_S="0.8").start()
    try:
        page = visit().new_page()
        open_page(page, mortal.url)
        describe_a_song(page, "a song that outlives its server")
        project_id = send(page)
        expect(page.locator(".mv-notches .mv-done").first).to_be_visible(timeout=PATIENCE_MS)
        mortal.stop()
        mortal.start()
        film_of(page)
        play(page)
        open_page(page, f"{mortal.url}/videos")
        expect(in_place(page, f"video_{project_id}")).to_be_visible()
    finally:
        mortal.stop()


def test_asked_first_nothing_is_paid_before_the_yes(page: Page) -> None:
    describe_a_song(page, "an expensive song")
    in_place(page, "create_ask_first").locator("label").first.click()
    send(page)
    card = in_place(page, "card_payment_due")
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    in_place(page, "card_pay").get_by_role("button").click()
    film_of(page)
    expect(page.get_by_text(say_in("en", "watch.receipt"), exact=True)).to_be_visible()


def test_a_failed_step_is_retried_and_a_refused_payment_goes_on(page: Page) -> None:
    """Both troubles in one job: each card says what happened, and its button works."""
    describe_a_song(page, "a song with bad luck", name="no credits, fail once")
    send(page)
    in_place(page, "card_go_on").get_by_role("button").click(timeout=PATIENCE_MS)
    expect(in_place(page, "card_step_failed")).to_contain_text("Filming the shots", timeout=PATIENCE_MS)
    in_place(page, "card_retry").get_by_role("button").click()
    film_of(page)


def test_another_like_this_brings_the_form_back(page: Page) -> None:
    describe_a_song(page, "a song to be made twice", name="Twice")
    send(page)
    film_of(page)
    in_place(page, "watch_another").get_by_role("button").click()
    expect(in_place(page, "create_prompt").locator("textarea")).to_have_value("a song to be made twice")


def test_back_leads_to_the_page_before_with_its_film(page: Page, app: App) -> None:
    """Each page is one step: the film is there again after a look elsewhere, and the form's address stays bare."""
    describe_a_song(page, "a song to come back to")
    project_id = send(page)
    film_of(page)
    in_place(page, "watch_another").get_by_role("button").click()
    expect(in_place(page, "create_prompt").locator("textarea")).to_have_value("a song to come back to")
    page.go_back()
    page.wait_for_url(f"**/watch?project={project_id}")
    film_of(page)
    page.go_back()
    expect(in_place(page, "create_submit")).to_be_visible()
    assert page.url.rstrip("/") == app.url
    page.go_forward()
    page.wait_for_url(f"**/watch?project={project_id}")
    film_of(page)


def test_the_language_is_remembered_and_nothing_typed_is_lost(visit: Visit, app: App) -> None:
    """Switch on the page, come back later: the first frame already speaks it."""
    visitor = visit()
    page = visitor.new_page()
    open_page(page, app.url)
    fill(page, "create_prompt", "words to keep")
    in_place(page, "frame_language").get_by_role("button").click()
    expect(in_place(page, "create_submit")).to_contain_text(say_in("zh", "create.submit"))
    expect(in_place(page, "create_prompt").locator("textarea")).to_have_value("words to keep")
    page.wait_for_function("document.cookie.includes('mv-studio-language=zh')")
    page = visitor.new_page()
    open_page(page, app.url)
    expect(in_place(page, "create_submit")).to_contain_text(say_in("zh", "create.submit"))
    expect(in_place(page, "create_prompt").locator("textarea")).to_have_value("words to keep")


def test_who_asked_for_it_hears_when_the_film_is_ready(page: Page, app: App) -> None:
    """The wish is kept by the browser; the chime rings once, and not for a film that is opened again."""
    open_page(page, f"{app.url}/settings")
    in_place(page, "settings_sound").locator("label").click()
    page.wait_for_function("localStorage.getItem('mv-studio.preferences')?.includes('true')")
    open_page(page, app.url)
    describe_a_song(page, "a song with a bell")
    project_id = send(page)
    film_of(page)
    page.wait_for_function("(id) => window.mvStudioRung?.has(id)", arg=project_id)
    open_page(page, f"{app.url}/videos")
    in_place(page, f"video_open_{project_id}").get_by_role("button").click()
    film_of(page)
    assert not page.evaluate("(id) => window.mvStudioRung?.has(id) ?? false", project_id)


def test_nobody_sees_another_visitors_list(visit: Visit, app: App) -> None:
    page = visit().new_page()
    open_page(page, f"{app.url}/videos")
    expect(page.get_by_text(say_in("en", "videos.empty_title"))).to_be_visible()


def test_what_a_visitor_types_is_never_alive(page: Page, strangers: list[str]) -> None:
    """A picture, HTML or an address in the name is shown letter by letter, on every page, and leads nowhere."""
    canary = (
        "![x](http://evil.example/a.png) <img src=http://evil.example/b.png> www.evil.example me@evil.example :star:"
    )
    describe_a_song(page, canary)
    name_it(page, canary)
    send(page)
    shown = page.locator("h1")
    expect(shown).to_contain_text("evil.example/a.png) <img")
    assert (shown.text_content() or "").replace("\u2060", "").endswith("www.evil.example me@evil.example :star:")
    film_of(page)
    expect(page.locator("a[href*=evil]")).to_have_count(0)
    page.get_by_role("link", name=say_in("en", "app.videos")).first.click()
    expect(page.get_by_text("evil.example/a.png").first).to_be_visible()
    expect(page.locator("a[href*=evil]")).to_have_count(0)
    assert strangers == []

"""*Use my song* on the create page: the file, its part, its words, and what goes to the studio."""

from collections.abc import Callable

import pytest
from create_page import PAGE, AttentiveStudio, choose, click, jpeg, opened, submit, submitted
from scripted_studio import words
from songs_to_bring import seconds_of, song, tags_of
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.studio.own_songs import own_songs
from mvapp.text import say_in
from mvclient import RequestRefused, Unreachable
from mvclient.uploading import Asset

LRC = "[00:01.00]one\n[00:35.00]two"


class SongStudio(AttentiveStudio):
    """Takes songs as well."""

    def __init__(self) -> None:
        super().__init__()
        self.songs: list[tuple[str, bytes]] = []
        self.upload_error: Exception | None = None

    def upload_asset(self, path: object, *, name: str, on_progress: Callable[[int, int], None]) -> Asset:
        if self.upload_error is not None:
            raise self.upload_error
        content = path.read_bytes()  # type: ignore[attr-defined]  # a Path
        on_progress(len(content), len(content))
        self.songs.append((name, content))
        return Asset("asset-7")


@pytest.fixture
def giggle(giggle: AttentiveStudio, monkeypatch: pytest.MonkeyPatch) -> SongStudio:
    from mvapp.studio.connection import Connection  # noqa: PLC0415 - replaced as the fixture above replaces it

    studio = SongStudio()
    monkeypatch.setattr(Connection, "api", lambda self, **_: studio)
    return studio


def uploader(app: AppTest, key: str):
    return next(one for one in app.file_uploader if one.key.startswith(key))


def bring(app: AppTest, content: bytes, name: str = "Harbour Lights.mp3") -> AppTest:
    uploader(app, "create_song_file").set_value((name, content, "audio/mpeg")).run()
    assert not app.exception
    return app


def with_song(content: bytes | None = None, *, language: str = "en") -> AppTest:
    """The page with a song and a picture."""
    app = choose(opened(language), "music_generate_type", "upload")
    bring(app, content if content is not None else song(40.0))
    uploader(app, "create_upload").set_value(("me.jpg", jpeg(), "image/jpeg")).run()
    return app


def player(app: AppTest) -> bool:
    return any(one.key == "create_song_player" for one in app.get("bidi_component"))


def test_the_song_goes_first_and_the_request_names_it(giggle: SongStudio) -> None:
    content = song(4.0)
    app = with_song(content)
    assert player(app)
    submit(app)
    assert giggle.songs == [("Harbour Lights.mp3", content)]
    asked = giggle.requests[0]
    assert (asked.music_generate_type, asked.music_asset_id) == ("upload", "asset-7")
    assert asked.project_name == "Harbour Lights"


def test_a_taster_sends_the_loudest_half_minute_or_the_chosen_one(giggle: SongStudio) -> None:
    app = choose(with_song(song(80.0, loud_from_s=45.0)), "length", "30s")
    assert say_in("en", "create.song_part_suggested") in words(app)
    submit(app)
    name, content = giggle.songs[0]
    assert name == "Harbour Lights.m4a"
    assert seconds_of(content) == pytest.approx(30.0, abs=0.1)
    assert giggle.requests[0].length == "30s"


def test_a_short_song_is_sent_whole_as_a_taster(giggle: SongStudio) -> None:
    content = song(31.0)
    submit(choose(with_song(content), "length", "30s"))
    assert giggle.songs[0][1] == content


def test_without_a_song_nothing_is_sent_and_the_page_says_what_is_missing(giggle: SongStudio) -> None:
    app = click(choose(opened(), "music_generate_type", "upload"), "submit")
    assert say_in("en", "problems.song_blank") in words(app)
    assert giggle.calls == []


def test_a_song_outlives_other_modes_and_pages(giggle: SongStudio) -> None:
    app = with_song()
    choose(app, "music_generate_type", "prompt")
    choose(app, "music_generate_type", "upload")
    app.switch_page("pages/settings.py").run()
    app.switch_page(PAGE).run()
    assert player(app)
    submit(app)
    assert len(giggle.songs) == 1


def test_a_file_that_is_no_song_says_so_and_the_earlier_song_stays() -> None:
    app = bring(with_song(), b"no song at all" * 99, "notes.mp3")
    assert say_in("en", "problems.song_not_audio") in words(app)
    assert say_in("en", "create.song_kept") in words(app)
    assert player(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_song_that_is_gone_is_asked_for_by_its_name(giggle: SongStudio, language: str) -> None:
    app = with_song(language=language)
    own_songs().drop(app.session_state["create.draft"].song)
    click(app, "submit")
    assert "Harbour Lights" in words(app)
    assert say_in(language, "problems.song_gone") in words(app)
    assert giggle.calls == []


def test_taking_it_away_deletes_it_here(giggle: SongStudio) -> None:
    app = with_song()
    name = app.session_state["create.draft"].song
    assert own_songs().find(name)
    click(app, "song_remove")
    assert own_songs().find(name) is None
    assert not player(app)


def test_words_go_along_to_the_demo_studio_and_not_to_giggle(giggle: SongStudio) -> None:
    app = with_song()
    assert say_in("en", "create.song_without_words") in words(app)
    session_state = app.session_state
    session_state[session.STUDIO] = "demo"
    app.run()
    app.text_area(key="create_lyrics").set_value(LRC).run()
    assert say_in("en", "create.song_lyrics_timed", lines=2) in words(app)
    submit(app)
    assert tags_of(giggle.songs[0][1])["lyrics"] == LRC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_of_lyrics_fills_the_field_in_whatever_encoding(encoding: str) -> None:
    app = choose(opened(), "music_generate_type", "upload")
    text = "[00:01.00]海边的夏天\n[00:05.00]我们走在沙滩"
    uploader(app, "create_lyrics_file").set_value(("a.lrc", text.encode(encoding), "text/plain")).run()
    assert app.text_area(key="create_lyrics").value == text


def test_a_file_that_holds_no_text_says_so_and_changes_nothing() -> None:
    app = choose(opened(), "music_generate_type", "upload")
    app.text_area(key="create_lyrics").set_value("mine").run()
    uploader(app, "create_lyrics_file").set_value(("a.lrc", b"\x00\xff\x00\x80" * 50, "text/plain")).run()
    assert say_in("en", "problems.lyrics_not_lyrics") in words(app)
    assert app.text_area(key="create_lyrics").value == "mine"


@pytest.mark.parametrize("operation", ["presign", "register", "submit"])
def test_a_refusal_is_a_card_with_a_way_back_and_the_form_is_kept(giggle: SongStudio, operation: str) -> None:
    refused = RequestRefused("no", operation=operation, http_status=400, code="400", giggle_message="unknown mode")
    if operation == "submit":
        giggle.start_error = refused
    else:
        giggle.upload_error = refused
    app = submit(with_song())
    assert say_in("en", "cards.own_song_refused.title") in words(app)
    assert "unknown mode" in words(app)
    assert say_in("en", "cards.charged.nothing") in words(app)
    app.button(key="card_use_demo").click().run()
    assert player(app)


def test_a_song_that_does_not_get_there_began_nothing_and_can_be_sent_again(giggle: SongStudio) -> None:
    giggle.upload_error = Unreachable("away", operation="put_file")
    app = submit(with_song())
    assert say_in("en", "cards.not_started.title") in words(app)
    assert giggle.requests == []
    giggle.upload_error = None
    app.button(key="card_try_again").click().run()
    submitted(app)
    assert len(giggle.requests) == 1


def test_where_giggle_takes_no_songs_the_choice_is_not_there(
    giggle: SongStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MV_OWN_SONGS", "off")
    app = opened()
    assert say_in("en", "create.mode_upload") not in app.segmented_control(key="create_music_generate_type").options


def test_who_had_chosen_a_song_before_keeps_it_and_reads_why_it_cannot_be_sent(
    giggle: SongStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = with_song()
    monkeypatch.setenv("MV_OWN_SONGS", "off")
    click(app, "submit")
    assert say_in("en", "create.song_not_taken") in words(app)
    assert player(app)
    assert giggle.calls == []
    assert giggle.songs == []

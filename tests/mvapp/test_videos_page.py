"""The visitor's own list: kept by the browser, shown on its page, carried elsewhere as a file."""

import json
from dataclasses import asdict
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_studio import PROJECT, ScriptedStudio, finished, open_page, words
from streamlit.testing.v1 import AppTest

from mvapp import session, videos_list
from mvapp.session import local_time
from mvapp.studio.jobs import jobs
from mvapp.text import say_in
from mvapp.videos_list import MAX_IMPORT_MB, VideoEntry, export_json

LINE = {
    "project_id": PROJECT,
    "name": "Seaside **Memories**",
    "aspect": "9:16",
    "created_at": 1_760_000_000.0,
    "state": "ready",
    "form": {"prompt": "waves", "aspect": "9:16"},
}


def opened(stored: dict[str, object] | None, *, language: str = "en") -> AppTest:
    """The page as the browser's second run sees it, with what localStorage holds."""
    app = open_page("pages/videos.py", language=language)
    if stored is not None:
        app.session_state[session.STORED] = stored
        app.run()
    assert not app.exception
    return app


def stored_now(app: AppTest) -> dict[str, object]:
    return {name: text for name, (_, text) in app.session_state[session.UNSAVED].writes.items()}


def test_before_the_browser_has_told_there_is_a_skeleton_and_no_empty_state() -> None:
    app = opened(None)
    assert say_in("en", "videos.empty_title") not in words(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_list_shows_the_way(language: str) -> None:
    app = opened({}, language=language)
    assert say_in(language, "videos.empty_title") in words(app)
    app.button(key="videos_make_first").click().run()
    assert not app.exception


def test_a_line_shows_name_state_and_opens(studio: ScriptedStudio) -> None:
    """The name is the visitor's: shown letter by letter."""
    app = opened({f"video.{PROJECT}": LINE})
    shown = words(app)
    assert "Seaside \\*\\*Memories\\*\\*" in shown
    assert "Ready" in shown
    assert "9:16" in shown
    app.button(key=f"video_open_{PROJECT}").click().run()
    assert app.query_params["project"] == PROJECT


OLDER = LINE | {"project_id": "older", "name": "Older", "created_at": 1_750_000_000.0}
NEWER = LINE | {"project_id": "newer", "name": "Newer", "created_at": 1_770_000_000.0}
THREE = {"video.older": OLDER, f"video.{PROJECT}": LINE, "video.newer": NEWER}
MANY = {
    f"video.v{n}": LINE | {"project_id": f"v{n}", "name": f"Song {n}", "form": {"prompt": "waves"}} for n in range(13)
}
MANY["video.v7"] |= {"form": {"lyrics": "Harbour LIGHTS"}}


def shown(app: AppTest) -> list[str]:
    return [str(button.key).removeprefix("video_open_") for button in app.button if "video_open_" in str(button.key)]


@pytest.mark.parametrize(
    ("wanted", "found"), [("song 12", ["v12"]), ("lights harbour", ["v7"]), ("nothing like it", []), ("", 12)]
)
def test_a_long_list_is_searched_by_names_and_words(
    studio: ScriptedStudio, wanted: str, found: list[str] | int
) -> None:
    app = opened(dict(MANY))
    app.text_input(key="videos_search").set_value(wanted).run()
    assert not app.exception
    assert shown(app) == found or len(shown(app)) == found
    assert (say_in("en", "videos.search_nothing") in words(app)) is (found == [])


def test_a_short_list_needs_no_search(studio: ScriptedStudio) -> None:
    app = opened({key: MANY[key] for key in list(MANY)[:12]})
    assert "videos_search" not in {field.key for field in app.text_input}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_films_stand_side_by_side_until_that_ends(studio: ScriptedStudio, language: str) -> None:
    studio.play(finished())
    app = opened(dict(THREE), language=language)
    app.button(key="video_compare_older").click().run()
    assert say_in(language, "videos.compare_choose", name="Older") in words(app)
    assert "video_beside_older" not in {button.key for button in app.button}
    app.button(key="video_beside_newer").click().run()
    assert not app.exception
    assert {"**Older**", "**Newer**"} <= {text.value for text in app.markdown}
    app.button(key="videos_compare_end").click().run()
    assert sorted(shown(app)) == sorted(["newer", "older", PROJECT])
    assert "videos_compare_end" not in {button.key for button in app.button}


def test_reuse_brings_the_form_back(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": LINE})
    app.button(key=f"video_reuse_{PROJECT}").click().run()
    assert not app.exception
    assert app.text_area(key="create_prompt").value == "waves"


def test_rename_and_remove_reach_the_browser(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": LINE})
    app.text_input(key=f"video_name_{PROJECT}").input("New name")
    next(button for button in app.button if button.label == "Rename").click().run()
    written = json.loads(str(stored_now(app)[f"video.{PROJECT}"]))
    assert (written["name"], written["form"]) == ("New name", LINE["form"])
    app.button(key=f"video_remove_{PROJECT}").click().run()
    assert stored_now(app)[f"video.{PROJECT}"] is None
    assert say_in("en", "videos.empty_title") in words(app)


def places(app: AppTest) -> list[str]:
    keys = [str(button.key) for button in app.button]
    return [key for key in keys if key.startswith("video_open_") or key == "videos_put_back"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_removed_video_is_put_back_as_it_was_and_where_it_was(studio: ScriptedStudio, language: str) -> None:
    app = opened(dict(THREE), language=language)
    app.button(key=f"video_remove_{PROJECT}").click().run()
    assert stored_now(app)[f"video.{PROJECT}"] is None
    assert places(app) == ["video_open_newer", "videos_put_back", "video_open_older"]
    assert say_in(language, "videos.removed", name="Seaside \\*\\*Memories\\*\\*") in words(app)
    app.button(key="videos_put_back").click().run()
    assert json.loads(str(stored_now(app)[f"video.{PROJECT}"])) == LINE
    assert places(app) == ["video_open_newer", f"video_open_{PROJECT}", "video_open_older"]


def test_only_the_last_removal_can_be_taken_back_and_only_on_this_page(studio: ScriptedStudio) -> None:
    app = opened(dict(THREE))
    app.button(key=f"video_remove_{PROJECT}").click().run()
    app.button(key="video_remove_newer").click().run()
    assert places(app) == ["videos_put_back", "video_open_older"]
    app.switch_page("pages/settings.py").run()
    app.switch_page("pages/videos.py").run()
    assert places(app) == ["video_open_older"]


def test_a_name_that_is_too_long_is_cut_behind_a_whole_sign(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": {**LINE, "name": "x" * 118 + "👩‍👩‍👧"}})
    assert app.text_input(key=f"video_name_{PROJECT}").value == "x" * 118


def test_a_video_can_be_added_by_its_number(studio: ScriptedStudio) -> None:
    app = opened({})
    app.text_input(key="videos_add_id").input(f"  {PROJECT} ")
    next(button for button in app.button if button.label == "Add").click().run()
    assert f"video_open_{PROJECT}" in {button.key for button in app.button}


def test_a_number_with_a_space_is_refused() -> None:
    app = opened({})
    app.text_input(key="videos_add_id").input("two words")
    next(button for button in app.button if button.label == "Add").click().run()
    assert say_in("en", "videos.add_wrong") in words(app)


def test_without_a_key_a_giggle_video_says_what_to_do() -> None:
    assert say_in("en", "videos.state_away") in words(opened({f"video.{PROJECT}": LINE}))


def test_a_list_goes_to_another_browser_and_no_video_is_lost(studio: ScriptedStudio) -> None:
    file = json.dumps({"mv-studio-videos": [LINE, {"project_id": "p-2", "name": 7, "aspect": "4:3", "state": "?"}]})
    app = opened({})
    app.file_uploader(key="videos_import").upload("list.json", file.encode(), "application/json").run()
    assert "New videos on your list: 2" in words(app).splitlines(), "and nothing else to say"
    kept = {name: json.loads(str(text)) for name, text in stored_now(app).items() if name.startswith("video.")}
    assert kept[f"video.{PROJECT}"] == LINE
    assert (kept["video.p-2"]["name"], kept["video.p-2"]["aspect"], kept["video.p-2"]["state"]) == ("", "", "making")


@pytest.mark.parametrize("file", ["", "[]", "{}", '{"mv-studio-videos": 7}', '{"mv-studio-videos": [1]}', "\x00"])
def test_a_file_that_is_no_list_is_refused_kindly(file: str) -> None:
    app = opened({})
    app.file_uploader(key="videos_import").upload("list.json", file.encode(), "application/json").run()
    assert say_in("en", "videos.import_wrong") in words(app)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "New videos on your list: 498 · already there: 2 · could not be read: 3"
                " · not taken, because a list holds 500: 9,501"
            ),
        ),
        ("zh", "新增视频：498 部 · 列表里已有：2 部 · 无法读取：3 条 · 列表最多 500 部，未导入：9,501 部"),
    ],
)
def test_an_import_says_what_became_of_every_line(language: str, said: str) -> None:
    """Ten thousand lines, some known, some twice, some no videos: as many as a list holds are taken."""
    lines: list[object] = [{"project_id": f"p-{number}", "name": "x"} for number in range(10_000)]
    lines += [lines[7], None, {"project_id": "two words"}, {"name": "no number"}]
    app = opened({"video.p-3": LINE, "video.other": LINE}, language=language)
    file = json.dumps({"mv-studio-videos": lines}).encode()
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    assert not app.exception
    assert said in words(app).splitlines()
    assert sum(name.startswith("video.") for name in stored_now(app)) == 498


def test_of_two_lines_of_one_video_the_first_counts_and_the_first_lines_are_taken() -> None:
    lines = [{"project_id": f"p-{number % 600}", "name": f"name {number}"} for number in range(1200)]
    app = opened({"video.other": LINE})
    file = json.dumps({"mv-studio-videos": lines}).encode()
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    kept = {name: json.loads(str(text)) for name, text in stored_now(app).items() if name.startswith("video.")}
    assert {name: entry["name"] for name, entry in kept.items()} == {f"video.p-{n}": f"name {n}" for n in range(499)}


@pytest.mark.parametrize(
    ("number", "meant"), [(7, "7"), ("7", "7"), (True, None), (7.5, None), (None, None), (["7"], None), ("", None)]
)
def test_a_number_may_be_one_or_text(number: object, meant: str | None) -> None:
    entry = videos_list._read_line({"project_id": number})
    assert (entry.project_id if entry is not None else None) == meant


def test_a_list_that_is_more_than_full_takes_nothing_more() -> None:
    app = opened({f"video.p-{number}": LINE for number in range(502)})
    file = json.dumps({"mv-studio-videos": [{"project_id": f"new-{number}"} for number in range(5)]}).encode()
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    assert "New videos on your list: 0 · not taken, because a list holds 500: 5" in words(app)
    assert not any(name.startswith("video.new") for name in stored_now(app))


def test_a_list_of_a_newer_version_is_taken_for_what_it_says() -> None:
    newer = {
        **LINE,
        "created_at": 1_760_000_000_123,
        "mood": "blue",
        "form": {"prompt": "waves", "stems": [1, {"a": 2}]},
    }
    app = opened({})
    file = json.dumps({"version": 9, "mv-studio-videos": [newer]}).encode()
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    kept = json.loads(str(stored_now(app)[f"video.{PROJECT}"]))
    assert kept == {**LINE, "created_at": 1_760_000_000.123, "form": {"prompt": "waves"}}


def test_an_exported_list_comes_back_as_it_was(studio: ScriptedStudio) -> None:
    one = VideoEntry(PROJECT, "Sea 👨‍👩‍👧", "9:16", 1_760_000_000.0, "ready", {"lyrics": "a\nb", "instrumental": True})
    assert videos_list._read_line(json.loads(export_json([one]))["mv-studio-videos"][0]) == one


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (1_760_000_000, 1_760_000_000.0),
        (1_760_000_000.5, 1_760_000_000.5),
        (1_760_000_000_000, 1_760_000_000.0),
        (1_760_000_000_000_000, 1_760_000_000.0),
        (1_760_000_000_000_000_000, 1_760_000_000.0),
        ("1760000000", 1_760_000_000.0),
        (946_684_800, 946_684_800.0),
        (946_684_799, 0.0),
        (4_102_444_800, 4_102_444_800.0),
        (4_102_444_801, 0.0),
        (0, 0.0),
        (-1, 0.0),
        (1e300, 0.0),
        (10**400, 0.0),
        (float("nan"), 0.0),
        (float("inf"), 0.0),
        (True, 0.0),
        (None, 0.0),
        ("2026-02-17", 0.0),
        ([1], 0.0),
    ],
)
def test_a_time_is_read_in_the_unit_it_was_told_in(told: object, meant: float) -> None:
    entry = videos_list._read("p", {"created_at": told})
    assert entry is not None
    assert entry.created_at == pytest.approx(meant, abs=1e-3)


@pytest.mark.parametrize("at", [1e300, -1e300, 1e18, float("nan"), float("inf"), -62135596800.0 - 1, 253402300800.0])
def test_a_time_that_no_calendar_holds_is_not_shown(at: float) -> None:
    assert local_time(at) == ""


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "Europe", "x" * 5000, "\0", ""])
def test_a_time_zone_that_is_none_is_universal_time(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setattr("mvapp.watch.player.st.context", SimpleNamespace(timezone=zone))
    assert local_time(1_760_000_000.0) == "2025-10-09 08:53"


@pytest.mark.parametrize(
    ("pasted", "number"),
    [
        (PROJECT, PROJECT),
        (f"\u200b{PROJECT}\ufeff\n", PROJECT),
        (f"https://mv.example/watch?project={PROJECT}", PROJECT),
        (f"http://localhost:8501/watch?embed=true&project={PROJECT}#top", PROJECT),
        ("x" * 200, "x" * 200),
        ("x" * 201, ""),
        ("two words", ""),
        ("two\u3000words", ""),
        ("http://[", "http://["),
        ("a?b&c=%", "a?b&c=%"),
    ],
)
def test_a_number_is_understood_as_it_is_pasted(studio: ScriptedStudio, pasted: str, number: str) -> None:
    """Also as the whole address of its page."""
    app = opened({})
    app.text_input(key="videos_add_id").input(pasted)
    next(button for button in app.button if button.label == "Add").click().run()
    assert not app.exception
    assert say_in("en", "videos.add_done" if number else "videos.add_wrong") in words(app)
    assert [name for name in stored_now(app) if name.startswith("video.")] == ([f"video.{number}"] if number else [])


HOSTILE: dict[str, object] = {
    "huge name": {"name": "x" * 1_000_000, "created_at": 1e300},
    "surrogate": {"name": "a\ud800b", "form": {"prompt": "c\udfff"}},
    "wrong types": {"name": [], "aspect": {}, "created_at": {}, "state": [], "form": "x"},
    "deep": {"form": {"prompt": json.loads("[" * 400 + "]" * 400)}},
    "huge form": {"form": {"lyrics": "y" * 1_000_000, "title": None, "instrumental": 1e999}},
    "unseen": {"name": "\u200b\u202e", "created_at": -1},
    "markup": {"name": "<img src=x onerror=1> ![a](http://b) :red[c] $d$", "created_at": 1e12},
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_list_written_by_anybody_is_drawn(studio: ScriptedStudio, language: str) -> None:
    """Numbers with odd signs, two spellings of one number, wrong types everywhere: a line each."""
    numbers = ["p?a=1&b#c", "'\"<b>`", "影片", "../../x", "%20", "p", "\u200bp"]
    stored = {f"video.{number}": value for number, value in zip(numbers, HOSTILE.values(), strict=True)}
    app = opened({**stored, "video.two words": LINE, "video." + "x" * 201: LINE}, language=language)
    opens = sorted(str(button.key) for button in app.button if str(button.key).startswith("video_open_"))
    assert opens == sorted(f"video_open_{number}" for number in numbers[:-1])
    assert say_in(language, "videos.untitled") in words(app)
    assert "<img" not in words(app).replace("\\<", "")
    app.button(key="video_open_p?a=1&b#c").click().run()
    assert not app.exception
    assert app.query_params["project"] == "p?a=1&b#c"


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_the_form_of_any_line_opens(studio: ScriptedStudio, kind: str) -> None:
    entry = videos_list._read("p", {"form": {"prompt": 7, "aspect": [], "length": {}}, **dict(HOSTILE[kind])})
    assert entry is not None
    app = open_page("pages/create.py")
    app.session_state[session.PREFILL] = dict(entry.form)
    app.run()
    assert not app.exception
    assert len(json.dumps(asdict(entry)).encode()) < 25_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
LINES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("project_id", "name", "aspect", "created_at", "state", "form", "new"), JSON)
)


@given(line=JSON | LINES)
def test_any_line_is_an_entry_or_none(line: object) -> None:
    entry = videos_list._read_line(line)
    if entry is not None:
        assert 0 < len(entry.project_id) <= 200
        assert len(entry.name) <= 120
        assert local_time(entry.created_at)
        assert videos_list._read_line(json.loads(export_json([entry]).encode())["mv-studio-videos"][0]) == entry


def test_five_hundred_videos_open_with_twelve_of_them(studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at, and nothing written, that is not shown."""
    written: list[object] = []
    monkeypatch.setattr(videos_list, "export_json", lambda found: written.append(found) or "")
    studio.play(finished())
    app = opened({f"video.p-{number:03}": {**LINE, "created_at": 1.7e9 + number} for number in range(500)})
    shown = [str(button.key) for button in app.button if str(button.key).startswith("video_open_")]
    assert shown == [f"video_open_p-{number:03}" for number in range(499, 487, -1)]
    assert {project_id for _, project_id in jobs()._jobs} == {f"p-{number:03}" for number in range(488, 500)}
    assert written == []
    app.button(key="videos_show_more").click().run()
    assert not app.exception
    assert len([button for button in app.button if str(button.key).startswith("video_open_")]) == 24
    assert len(jobs()) == 24


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_that_is_too_large_says_the_limit(language: str) -> None:
    """Whoever gets past the browser's own check is told the same, and nothing is read."""
    app = opened({}, language=language)
    file = b" " * (MAX_IMPORT_MB * 1024 * 1024) + b'{"mv-studio-videos": []}'
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    assert say_in(language, "videos.import_too_big", limit=5) in words(app)


@pytest.mark.parametrize("value", [None, 7, "x", [], {"form": 1, "created_at": "soon", "name": None}])
def test_what_somebody_else_wrote_into_the_browser_breaks_nothing(value: object) -> None:
    opened({f"video.{PROJECT}": value, "video.": LINE, "preferences": value, "draft": value})

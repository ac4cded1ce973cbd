"""What a visitor has filled in, as one value: kept, stored, brought back, and turned into a request."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from os.path import commonprefix
from typing import Any, Final

from mvapp.create import lyrics as lyrics_of
from mvapp.graphemes import cut
from mvapp.studio.demo import SAMPLES
from mvclient import MVRequest
from mvclient.modes import MODES
from mvclient.request import ASPECTS, MAX_SCENE_CHARACTERS, PROJECT_TYPES, VOCAL_GENDERS
from mvclient.visible_text import is_blank

CHOICES: dict[str, tuple[str | int, ...]] = {
    "music_generate_type": tuple(MODES),
    "vocal_gender": VOCAL_GENDERS,
    "aspect": ASPECTS,
    "length": tuple(PROJECT_TYPES),
    "picture": ("", "upload", "sample", "link", "asset"),
    "sample": ("", *SAMPLES),
    "frame_at": (50, *range(101)),
}
"""The fields with a fixed set of values; the first is the one for most people."""

WITH_LYRICS: Final = ("custom", "upload")
"""The modes with a field of lyrics: those that are sung, or those of a song that one brings, which are only shown."""
TEXTS: Final = (
    "prompt",
    "title",
    "style",
    "lyrics",
    "scene_description",
    "project_name",
    "picture_link",
    "picture_asset",
)
"""The fields to type in."""

_LONGEST: Final = {"scene_description": MAX_SCENE_CHARACTERS}
_LONGEST_TEXT: Final = 20_000
_ON_ONE_LINE: Final = ("title", "style", "scene_description", "project_name")
_MAY_BE_A_PICTURE: Final = "picture_link"
_LONGEST_NAME = 40
_MOST_WORDS = 6
_MOST_CHARACTERS = 20


@dataclass(frozen=True)
class Draft:
    """The create form; fields named as in `MVRequest` mean the same. Pictures themselves are not in it."""

    music_generate_type: str = "prompt"
    prompt: str = ""
    vocal_gender: str = "auto"
    instrumental: bool = False
    title: str = ""
    style: str = ""
    lyrics: str = ""
    aspect: str = "16:9"
    picture: str = ""
    """Which picture counts: "" for none yet, else "upload", "sample", "link" or "asset"."""
    upload: str = ""
    """The name of the visitor's own picture, made up by us."""
    song: str = ""
    """The name of the visitor's own song, made up by us."""
    song_title: str = ""
    """What its file was called, without the ending."""
    part_at: int = -1
    """The second of that song at which its half minute begins; -1 where it is loudest, until somebody chooses."""
    sample: str = ""
    picture_link: str = ""
    picture_asset: str = ""
    scene_description: str = ""
    frame_at: int = 50
    """Where in a picture that is larger than the film's frame that frame lies, in percent of the way from left to right
    or from top to bottom; in the middle until somebody moves it, and then the picture is cut before it is sent."""
    subtitle_enabled: bool = False
    lyrics_shown: bool = True
    """The same for lyrics of one's own, which are shown unless somebody says no."""
    length: str = "full"
    project_name: str = ""
    ask_first: bool = False

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Draft":
        """A draft from stored or handed-over values; what does not fit is left at its default.

        `reference_image` and `reference_image_url`, as a request names its picture, are understood as well.
        """
        kept: dict[str, Any] = {}
        for field in fields(cls):
            value, default = values.get(field.name), field.default
            fits = isinstance(value, type(default)) and value in CHOICES.get(field.name, (value,))
            if fits:
                kept[field.name] = cut(value, _LONGEST_TEXT) if isinstance(value, str) else value
        if kept.get("music_generate_type") in WITH_LYRICS and "lyrics_shown" not in kept:
            kept["lyrics_shown"] = kept.get("subtitle_enabled", True)  # as a request names both
        link, asset = str(values.get("reference_image_url") or ""), str(values.get("reference_image") or "")
        if asset in CHOICES["sample"][1:]:
            kept |= {"picture": "sample", "sample": asset}
        elif asset:
            kept |= {"picture": "asset", "picture_asset": asset}
        elif link.lower().startswith(("http://", "https://")):
            kept |= {"picture": "link", "picture_link": link}
        return cls(**kept)

    def to_values(self) -> dict[str, Any]:
        """Only what differs from an empty form, as JSON can hold it."""
        empty = asdict(Draft())
        return {name: value for name, value in asdict(self).items() if value != empty[name]}

    @property
    def is_framed(self) -> bool:
        """Whether somebody moved the film's frame on the picture."""
        return self.frame_at != Draft.frame_at

    @property
    def has_words(self) -> bool:
        """Whether there is anything in it that would hurt to lose."""
        words = (self.prompt, self.title, self.style, self.lyrics, self.scene_description, self.project_name)
        return any((*words, self.song))

    @property
    def brings_song(self) -> bool:
        """Whether the song is the visitor's own, so that nobody writes one."""
        return "music_asset_id" in MODES[self.music_generate_type].sent

    @property
    def music_asset_id(self) -> str:
        """What stands for the visitor's own song in a request until the studio has it."""
        return self.song

    def tidied(self) -> "Draft":
        """The same without what copying and pasting brought along."""
        short: dict[str, Any] = {name: one_line(getattr(self, name)) for name in _ON_ONE_LINE}
        return replace(self, prompt=lyrics_of.tidy_lines(self.prompt), lyrics=lyrics_of.tidy(self.lyrics), **short)

    def request(self, *, unnamed: str, reference_image: str = "", reference_image_url: str = "") -> MVRequest:
        """The request that this form stands for.

        Args:
            unnamed: the project's name if nothing in the form lends itself to one.
            reference_image: an asset id; give this or the next.
            reference_image_url: an http(s) link or raw Base64.

        Raises:
            InvalidRequest: with every problem of the form at once.
        """
        song: dict[str, Any] = {name: getattr(self, name) for name in MODES[self.music_generate_type].sent}
        shown = self.lyrics_shown if self.music_generate_type in WITH_LYRICS else self.subtitle_enabled
        return MVRequest(
            project_name(self) or unnamed,
            self.music_generate_type,
            self.aspect,
            reference_image=reference_image,
            reference_image_url=reference_image_url,
            scene_description=self.scene_description,
            subtitle_enabled=shown,
            length=self.length,
            **song,
        )


def one_line(text: str) -> str:
    """A text as it is sent where line breaks and double spaces mean nothing."""
    return "" if is_blank(text) else " ".join(lyrics_of.tidy_lines(text).split())


def longest(name: str) -> int:
    """How many characters (code points) of a text are sent at most."""
    return _LONGEST.get(name, _LONGEST_TEXT)


def fitted(name: str, before: str, after: str) -> str:
    """What a field holds of a text: all of it if there is room; else what was there before, and what fits of the rest.

    Args:
        name: the field, one of `TEXTS`.
        before: what was in it.
        after: the same with something typed or pasted into it.
    """
    sent = one_line(after) if name in _ON_ONE_LINE else after
    if len(sent) <= longest(name) or name == _MAY_BE_A_PICTURE:
        return after
    behind = commonprefix([before[::-1], sent[::-1]])[::-1]  # noqa: RUF071 - texts, not paths
    return cut(sent[: len(sent) - len(behind)], longest(name) - len(behind)) + behind


def project_name(draft: Draft) -> str:
    """The name typed, else the title or the name of the song's file, else its first words; "" when there are none."""
    if not is_blank(draft.project_name):
        return draft.project_name.strip()
    fields = MODES[draft.music_generate_type].sent
    if draft.brings_song:
        return cut(draft.song_title.strip(), _LONGEST_NAME)
    if "title" in fields and not is_blank(draft.title):
        return draft.title.strip()
    return _first_words(next(iter(lyrics_of.sung_lines(draft.lyrics)), "") if "lyrics" in fields else draft.prompt)


def _first_words(text: str) -> str:
    """The beginning of a text, cut where a phrase or a word ends."""
    phrase = re.split(r"[,.;:!?，。；：！？、\n]", text.strip(), maxsplit=1)[0].strip()
    words = " ".join(phrase.split()[:_MOST_WORDS])
    if " " not in words:
        return cut(words, _MOST_CHARACTERS)
    return words if len(words) <= _LONGEST_NAME else cut(words, _LONGEST_NAME).rsplit(" ", 1)[0]

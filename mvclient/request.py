"""What a person asks for, checked before anything is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from mvclient.errors import InvalidRequest, PictureError, Problem
from mvclient.modes import MODES
from mvclient.visible_text import has_unseen, is_blank

ASPECTS = ("16:9", "9:16")
VOCAL_GENDERS = ("auto", "female", "male")
PROJECT_TYPES = {"full": "mv", "30s": "aimv-30"}
"""Our length to Giggle's project type."""
MAX_SCENE_CHARACTERS = 200
MAX_ASSET_ID_CHARACTERS = 200
_NO_ASSET_ID = re.compile(r"[\s<>\"']|://|^(?:javascript|vbscript|data|file|blob|mailto):", re.IGNORECASE)
"""Blanks, a link, and what a page that shows the id some day might take for code."""
"""Giggle's ids have 36; what is much longer is a picture in the wrong field."""

_ALWAYS_SENT = ("music_generate_type", "aspect", "scene_description", "subtitle_enabled")
_TEXT_FIELDS = (
    "project_name", "reference_image", "reference_image_url", "scene_description", "prompt", "lyrics", "style", "title",
    "music_asset_id",
)  # fmt: skip
_YES_NO_FIELDS = ("subtitle_enabled", "instrumental")
_AUTHORITY = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_HOST = re.compile(r"""(?!https?:?$)(?:\[[0-9a-f:.]+\]|[^\s\\%"<>^`{|}\[\]:]+)(?::\d{0,5})?""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MVRequest:
    """A request that cannot be wrong: making one with wrong fields raises `InvalidRequest` with all problems."""

    project_name: str
    """The project's name at Giggle, not blank."""
    music_generate_type: str
    """`prompt` (describe the music), `custom` (bring lyrics) or `upload` (bring the song)."""
    aspect: str
    """`16:9` or `9:16`."""
    reference_image: str = ""
    """A Giggle asset id, never the picture itself; or, instead, `reference_image_url`."""
    reference_image_url: str = field(default="", repr=False)
    """An http(s) link to a picture, or the picture itself as raw Base64."""
    scene_description: str = ""
    """Up to 200 characters."""
    subtitle_enabled: bool = False
    """Whether the film shows the lyrics."""
    prompt: str = ""
    """Mode `prompt`: what the music should be."""
    vocal_gender: str = "auto"
    """Mode `prompt`: `male`, `female` or `auto`."""
    instrumental: bool = False
    """Mode `prompt`: without a voice."""
    lyrics: str = ""
    """Mode `custom`: the words."""
    style: str = ""
    """Mode `custom`: the style of the music."""
    title: str = ""
    """Mode `custom`: the song's title."""
    length: str = "full"
    """`full` or `30s`."""
    music_asset_id: str = ""
    """Mode `upload`: the id of the song, see `MVTrusteeAPI.upload_asset`."""

    def __post_init__(self) -> None:
        """Refuse anything wrong, all at once."""
        problems = list(_type_problems(self))
        unreadable = frozenset(problem.field for problem in problems)
        problems += [
            *_choice_problems(self, unreadable),
            *_text_problems(self, unreadable),
            *self._picture_problems(unreadable),
            *self._song_problems(unreadable),
        ]
        if problems:
            raise InvalidRequest(problems)

    def _picture_problems(self, unreadable: frozenset[str]) -> list[Problem]:
        if unreadable & {"reference_image", "reference_image_url"}:
            return []
        has_asset, has_picture = not is_blank(self.reference_image), not is_blank(self.reference_image_url)
        if has_asset and has_picture:
            return [
                Problem(
                    "reference_image",
                    "two_pictures",
                    "Give one picture, not two: reference_image (asset id) or reference_image_url (link or Base64).",
                )
            ]
        if not has_asset and not has_picture:
            return [
                Problem(
                    "reference_image",
                    "no_picture",
                    "A picture is missing: reference_image (asset id) or reference_image_url (link or raw Base64).",
                )
            ]
        if has_asset:
            return self._asset_problems(
                "reference_image", "A picture itself, or a link to it, goes into reference_image_url."
            )
        try:
            # Line breaks inside Base64 have a plain meaning: none.
            object.__setattr__(self, "reference_image_url", clean_picture_reference(self.reference_image_url))
        except PictureError as error:
            return [Problem("reference_image_url", error.reason, error.message)]
        return []

    def _song_problems(self, unreadable: frozenset[str]) -> list[Problem]:
        if unreadable & {"music_generate_type", "music_asset_id"} or is_blank(self.music_asset_id):
            return []
        mode = MODES.get(self.music_generate_type)
        if mode is None or "music_asset_id" not in mode.sent:
            return []
        return self._asset_problems("music_asset_id", "A song itself is sent by upload_asset, which tells its id.")

    def _asset_problems(self, name: str, instead: str) -> list[Problem]:
        asset = getattr(self, name).strip()
        is_long = len(asset) > MAX_ASSET_ID_CHARACTERS
        if is_long or not asset.isprintable() or _NO_ASSET_ID.search(asset):
            return [
                Problem(
                    name,
                    "not_an_asset_id",
                    f"{name} is a Giggle asset id: at most {MAX_ASSET_ID_CHARACTERS} characters, no spaces. {instead}",
                )
            ]
        object.__setattr__(self, name, asset)
        return []

    def create_body(self) -> dict[str, Any]:
        """The body of the create call."""
        return {
            "name": self.project_name,
            "type": PROJECT_TYPES[self.length],
            "aspect": self.aspect,
            "mode": "trustee",
        }

    def submit_body(self, project_id: str) -> dict[str, Any]:
        """The body of the submit call: only the fields of the mode, and one picture."""
        picture = "reference_image_url" if is_blank(self.reference_image) else "reference_image"
        names = (*_ALWAYS_SENT, picture, *MODES[self.music_generate_type].sent)
        return {"project_id": project_id, **{name: getattr(self, name) for name in names}}


def clean_picture_reference(text: str) -> str:
    """Check a link or raw Base64 picture and return it ready to send.

    Raises:
        PictureError: `data_prefix`, `not_a_link`, `user_in_link`, `not_a_picture`, `damaged` and the reasons of
            `mvclient.images`.
    """
    text = text.strip()
    if re.match(r"data:", text, re.IGNORECASE):
        raise PictureError(
            "The picture starts with a data:…;base64, prefix; send the raw Base64 behind the comma only.",
            reason="data_prefix",
        )
    if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return _checked_link(text)
    from mvclient.images import sendable_base64  # noqa: PLC0415 - Pillow only when there is a picture

    return sendable_base64(text)


def _checked_link(text: str) -> str:
    """A link to a picture as it is, or refuse it; what it means if it is not whole is not ours to guess."""
    authority = _AUTHORITY.match(text)
    if authority and "@" in authority[1]:
        raise PictureError(
            "The link to the picture carries a user's name; give one that needs none.", reason="user_in_link"
        )
    if authority is None or not _HOST.fullmatch(authority[1]) or is_blank(authority[1]) or has_unseen(text):
        raise PictureError(
            "The link to the picture is not a complete http:// or https:// address.", reason="not_a_link"
        )
    return text


def _type_problems(request: MVRequest) -> list[Problem]:
    wrong_texts = [
        Problem(name, "not_text", f"{name} must be text.")
        for name in (*_TEXT_FIELDS, "music_generate_type", "aspect", "vocal_gender", "length")
        if not isinstance(getattr(request, name), str)
    ]
    wrong_answers = [
        Problem(name, "not_a_yes_or_no", f"{name} must be True or False.")
        for name in _YES_NO_FIELDS
        if not isinstance(getattr(request, name), bool)
    ]
    return wrong_texts + wrong_answers


def _choice_problems(request: MVRequest, unreadable: frozenset[str]) -> list[Problem]:
    choices = {
        "music_generate_type": tuple(MODES),
        "aspect": ASPECTS,
        "vocal_gender": VOCAL_GENDERS,
        "length": tuple(PROJECT_TYPES),
    }
    return [
        Problem(name, "not_a_choice", f"{name} must be one of {', '.join(allowed)}.")
        for name, allowed in choices.items()
        if name not in unreadable and getattr(request, name) not in allowed
    ]


def _text_problems(request: MVRequest, unreadable: frozenset[str]) -> list[Problem]:
    mode = None if "music_generate_type" in unreadable else MODES.get(request.music_generate_type)
    required = mode.required if mode is not None else ()
    problems = [
        Problem(name, "blank", f"{name} must not be blank.")
        for name in ("project_name", *required)
        if name not in unreadable and is_blank(getattr(request, name))
    ]
    length = 0 if "scene_description" in unreadable else len(request.scene_description)
    if length > MAX_SCENE_CHARACTERS:
        problems.append(
            Problem(
                "scene_description",
                "too_long",
                f"scene_description has {length} characters; at most {MAX_SCENE_CHARACTERS} are allowed.",
            )
        )
    return problems

"""What may be asked for: the fields of create and submit, checked one by one."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mvdemo.pictures import checked_picture
from mvdemo.refusal import Refusal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTHS = {"mv": "full", "aimv-30": "30s"}
ASPECTS = ("16:9", "9:16")
GENDERS = ("male", "female", "auto")
SAMPLES = ("sample-beach", "sample-city", "sample-meadow")
SOUND = re.compile(r"audio/[\w.+-]{1,60}|application/(?:ogg|octet-stream)|video/mp4", re.ASCII)
"""The kinds of file that a song can be said to be; what it is shows when it is heard."""
SCENE_LIMIT = 200
TEXT_LIMIT = 20_000
"""Characters: far above any song, far below what would fill the disk."""


@dataclass(frozen=True)
class Creation:
    """A valid create request; `length` is "full" or "30s"."""

    name: str
    length: str
    is_sketch: bool


@dataclass(frozen=True)
class Submission:
    """A valid submit request, without its picture; the fields of the other mode are empty."""

    mode: str
    aspect: str
    scene: str = ""
    subtitles: bool = False
    prompt: str = ""
    vocal_gender: str = "auto"
    instrumental: bool = False
    lyrics: str = ""
    style: str = ""
    title: str = ""
    music_asset_id: str = ""


Fields = dict[str, Any]


def read_creation(fields: Fields) -> Creation:
    """Check the body of create; raise Refusal with a sentence about the first field that is wrong."""
    _choice(fields, "mode", ("trustee",))
    # Checked, but not kept: submit says it again, and the film is made as submit says.
    _choice(fields, "aspect", ASPECTS)
    length = LENGTHS[_choice(fields, "type", tuple(LENGTHS))]
    return Creation(_required_text(fields, "name"), length, read_sketch(fields))


def read_sketch(fields: Fields) -> bool:
    """Our own extension: `"sketch": true` on create or submit makes a free sketch."""
    return _flag(fields, "sketch")


def read_submission(fields: Fields) -> Submission:
    """Check the body of submit except its picture; raise Refusal about the first field that is wrong."""
    mode = _choice(fields, "music_generate_type", tuple(MODES))
    aspect = _choice(fields, "aspect", ASPECTS)
    scene = _text(fields, "scene_description")
    if len(scene) > SCENE_LIMIT:
        raise Refusal(f"scene_description has {len(scene)} characters; at most {SCENE_LIMIT} are allowed.")
    subtitles = _flag(fields, "subtitle_enabled")
    return Submission(
        mode, aspect, scene, subtitles, **{name: read(fields, name) for name, read in MODES[mode].items()}
    )


def read_presigning(fields: Fields) -> str:
    """The kind of file that is to be put somewhere, which must be one of sound."""
    _required_text(fields, "file_name")
    content_type = _required_text(fields, "content_type")
    if fields.get("is_public") is not True:
        raise Refusal("is_public must be true.")
    if not SOUND.fullmatch(content_type):
        raise Refusal(
            f"content_type {quoted(content_type)} is not taken: the demo studio keeps songs only, such as audio/mpeg. "
            "A picture goes into reference_image_url as raw Base64."
        )
    return content_type


def read_registration(fields: Fields) -> tuple[str, str]:
    """Which file is to be an asset, and its name."""
    return _required_text(fields, "object_key"), _required_text(fields, "name")


def read_picture(fields: Fields) -> str | bytes:
    """The picture of a submit: the name of a sample, or the bytes of a JPEG, PNG or WebP."""
    asset, inline = _text(fields, "reference_image").strip(), _picture_text(fields)
    if asset and inline:
        raise Refusal("Give reference_image or reference_image_url, not both.")
    if asset:
        if asset not in SAMPLES:
            known = ", ".join(SAMPLES)
            raise Refusal(
                f"There is no asset {quoted(asset)} in the demo studio; it knows {known}. "
                "Your own picture goes into reference_image_url as raw Base64.",
                code=404,
            )
        return asset
    if not inline:
        raise Refusal("A picture is missing: give reference_image or reference_image_url.")
    if re.match(r"https?://", inline, re.IGNORECASE):
        raise Refusal(
            "The demo studio never fetches anything from the network, so it cannot use a link to a picture. "
            "Send the picture itself as raw Base64, or use a sample: " + ", ".join(SAMPLES) + "."
        )
    if inline[:5].lower() == "data:":
        raise Refusal("reference_image_url must be raw Base64 without a data:image/…;base64, prefix.")
    try:
        content = base64.b64decode("".join(inline.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("reference_image_url is neither a link nor valid Base64.") from None
    return checked_picture(content)


def _picture_text(fields: Fields) -> str:
    value = fields.get("reference_image_url")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal("reference_image_url must be text.")
    return value.strip()


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(f"{name} must be text.")
    if len(value) > TEXT_LIMIT:
        raise Refusal(f"{name} is too long: the demo studio takes at most {TEXT_LIMIT} characters.")
    # JSON can carry half a surrogate pair, which no file and no font can hold.
    return value.encode("utf-8", "replace").decode("utf-8")


def _required_text(fields: Fields, name: str) -> str:
    value = _text(fields, name)
    if not value.strip():
        raise Refusal(f"{name} is required and must not be blank.")
    return value


def _choice(fields: Fields, name: str, choices: tuple[str, ...], *, default: str = "") -> str:
    value = fields.get(name)
    if value is None or value == "":
        if default:
            return default
        raise Refusal(f"{name} is required: {_listed(choices)}.")
    if not isinstance(value, str) or value not in choices:
        raise Refusal(f"{name} {quoted(value)} is unknown; use {_listed(choices)}.")
    return value


def _flag(fields: Fields, name: str) -> bool:
    value = fields.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refusal(f"{name} must be true or false.")
    return value


def _listed(choices: tuple[str, ...]) -> str:
    return " or ".join(f'"{choice}"' for choice in choices)


def _vocal_gender(fields: Fields, name: str) -> str:
    return _choice(fields, name, GENDERS, default="auto")


MODES: dict[str, dict[str, Callable[[Fields, str], Any]]] = {
    "prompt": {"prompt": _required_text, "vocal_gender": _vocal_gender, "instrumental": _flag},
    "custom": {"lyrics": _required_text, "style": _required_text, "title": _required_text},
    "upload": {"music_asset_id": _required_text},
}
"""By `music_generate_type`: what is read of a submit, and how."""

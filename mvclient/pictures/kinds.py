"""Which kind a file is, by its first bytes; and what to do with those that cannot be used."""

from __future__ import annotations

import re

from mvclient.errors import PictureError

_KINDS = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        # A phone's MPO is a JPEG with more JPEGs behind it: the first one is the photo.
        (rb"\xff\xd8\xff", "jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "png"),
        (rb"RIFF....WEBP", "webp"),
        (rb"GIF8[79]a", "gif"),
        (rb"BM", "bmp"),
        (rb"....ftyp(?:avi[fs]|m[is]f1(?:....){1,16}?avi[fs])", "avif"),
        (rb"....ftyp(?:he[iv][cmsx]|m[is]f1)", "heic"),
        (rb"\0\0\0\x0cJXL |\xff\x0a", "jpeg_xl"),
        (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "jpeg_2000"),
        (rb"II[*+]\0|MM\0[*+]", "tiff"),
        (rb"8BPS\0", "psd"),
        (rb"\0\0[\x01\x02]\0[^\0]\0", "ico"),
        (rb"(?:\xef\xbb\xbf)?\s*<(?:.{0,2000}?<)?svg[\s>]", "svg"),
        (rb".{0,1000}?%PDF-", "pdf"),
        (rb"....(?:ftyp|moov|mdat|wide)|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|FLV\x01|OggS", "video"),
    )
)

_REFUSALS = {
    "heic": "This is a HEIC photo. On an iPhone, choose Settings, Camera, Formats, Most Compatible, or share the photo "
    "as JPEG; on a Mac, open it in Preview and export it as JPEG.",
    "jpeg_xl": "This is a JPEG XL picture; save it as JPEG or PNG.",
    "jpeg_2000": "This is a JPEG 2000 picture; save it as JPEG or PNG.",
    "tiff": "This is a TIFF or a camera's raw file; save it as JPEG or PNG.",
    "psd": "This is a Photoshop file; export it as JPEG or PNG.",
    "ico": "This is an icon; use a larger picture as JPEG or PNG.",
    "svg": "This is a drawing (SVG); export it as PNG, at least 1024 pixels wide.",
    "pdf": "This is a PDF; export the page, or take a picture of it, as JPEG or PNG.",
    "video": "This is a video; save one picture of it as JPEG or PNG.",
}


def kind_of(contents: bytes) -> str:
    """One of `jpeg`, `png`, `webp`, `gif`, `bmp`, `avif`.

    Raises:
        PictureError: it is of another kind; its `reason` names a kind that we know, or is `not_a_picture`.
    """
    kind = next((kind for pattern, kind in _KINDS if pattern.match(contents)), "not_a_picture")
    if kind == "not_a_picture":
        raise PictureError(
            "This is not a picture. Use a JPEG, PNG, WebP, AVIF, GIF or BMP file.", reason="not_a_picture"
        )
    if kind in _REFUSALS:
        raise PictureError(_REFUSALS[kind], reason=kind)
    return kind

"""What a file says of its colours, turned into sRGB: profiles, and PNG's numbers as profiles."""

from __future__ import annotations

import contextlib
import io
import struct
from typing import TYPE_CHECKING

from mvclient.pictures.limits import MAX_PROFILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

_SPACES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}
_SPACE_IN_PROFILE = slice(16, 20)

_D65 = (0.3127, 0.3290)
_C = (0.310, 0.316)
_SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), _D65)
_PRIMARIES = {
    1: _SRGB,
    4: ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), _D65),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    7: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65),
    22: ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), _D65),
}
"""ITU-T H.273: red, green, blue and white, as x and y."""
_GAMMAS = {1: 2.4, 4: 2.2, 5: 2.8, 6: 2.4, 8: 1.0, 14: 2.4, 15: 2.4}
"""ITU-T H.273: how bright a value is meant on a screen, where that is a plain power."""
_LIKE_SRGB, _LIKE_PQ = 13, 16
_SDR_WHITE_NITS, _HDR_WHITE_NITS = 203, 1000
_CURVE_POINTS = 1024
_D50_XYZ = (0.96420, 1.0, 0.82491)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_ABOUT_SRGB = 0.05
"""A gamma as near as this to 2.2, without primaries, is meant as sRGB."""

_Matrix = tuple[tuple[float, ...], ...]
_Primaries = tuple[tuple[float, float], ...]


def embedded_profile(profile: bytes | memoryview | None, mode: str) -> bytes | None:
    """The profile, if it is one for pictures of such channels; else None."""
    if not profile or len(profile) > MAX_PROFILE_BYTES or profile[_SPACE_IN_PROFILE] != _SPACES.get(mode):
        return None
    return bytes(profile)


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn an L, RGB or CMYK picture with such a profile into RGB."""
    from PIL import ImageCms  # noqa: PLC0415 - only when needed

    if profile:
        if image.mode == "L" and profile[_SPACE_IN_PROFILE] == _SPACES["RGB"]:
            image = image.convert("RGB")
        # A broken profile: the plain conversion is close enough.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")


def profile_of_cicp(said: bytes) -> bytes | None:
    """The profile that a PNG's cICP chunk stands for; None if it is sRGB or nothing that we know."""
    primaries, curve, _, full_range = said
    if primaries not in _PRIMARIES or not full_range or (primaries, curve) == (1, _LIKE_SRGB):
        return None
    if curve in _GAMMAS:
        gamma = _GAMMAS[curve]
        return _profile(_PRIMARIES[primaries], lambda value: value**gamma)
    light = {_LIKE_SRGB: _srgb_light, _LIKE_PQ: _pq_light}.get(curve)
    return _profile(_PRIMARIES[primaries], light) if light else None


def profile_of_gamma(gamma: bytes, primaries: bytes | None) -> bytes | None:
    """The profile that a PNG's gAMA and cHRM chunks stand for; None if it is sRGB or nonsense."""
    hundred_thousandths = int.from_bytes(gamma)
    if not hundred_thousandths:
        return None
    power = 100_000 / hundred_thousandths
    white_and_colors = struct.unpack(">8I", primaries) if primaries else ()
    pairs = [(x / 100_000, y / 100_000) for x, y in zip(white_and_colors[::2], white_and_colors[1::2], strict=True)]
    if not pairs and abs(power - 2.2) < _ABOUT_SRGB:
        return None
    named = (*pairs[1:], pairs[0]) if pairs else _SRGB
    try:
        return _profile(named, lambda value: value**power)
    except (ZeroDivisionError, struct.error):  # primaries that are no colours
        return None


def _srgb_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _pq_light(value: float) -> float:
    """SMPTE ST 2084's light: white paper at a half, what is brighter pressed into the rest, as Chromium does."""
    root: float = value ** (1 / 78.84375)
    nits = 10_000 * (max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    light, brightest = nits / _SDR_WHITE_NITS, _HDR_WHITE_NITS / _SDR_WHITE_NITS
    pressed: float = min(1.0, light / 2, light * (1 + light / brightest**2) / (1 + light))
    return pressed


def _profile(primaries: _Primaries, light: Callable[[float], float]) -> bytes:
    """An ICC profile for these primaries, and for values that mean so much light; all from 0 to 1."""
    curve = struct.pack(
        f">4s2I{_CURVE_POINTS}H",
        *(b"curv", 0, _CURVE_POINTS),
        *(round(65535 * light(point / (_CURVE_POINTS - 1))) for point in range(_CURVE_POINTS)),
    )
    columns = zip(*_to_d50(primaries), strict=True)
    colors = {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    tags = {b"wtpt": _xyz(_D50_XYZ), **colors, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, body = struct.pack(">I", len(tags)), b""
    begin = 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += struct.pack(">4s2I", name, begin + len(body), len(tag))
        body += tag
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i",
        *(begin + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"),
        *(round(65536 * value) for value in _D50_XYZ),
    )
    return head.ljust(128, b"\0") + table + body


def _xyz(values: tuple[float, ...]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *(round(65536 * value) for value in values))


def _to_d50(primaries: _Primaries) -> _Matrix:
    """The matrix from linear red, green and blue to XYZ under the light of ICC's profiles."""
    *colors, white = [(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]
    unscaled = tuple(zip(*colors, strict=True))
    amounts = _applied(_inverse(unscaled), white)
    matrix = tuple(tuple(value * amount for value, amount in zip(row, amounts, strict=True)) for row in unscaled)
    seen, wanted = _applied(_BRADFORD, white), _applied(_BRADFORD, _D50_XYZ)
    scaled = tuple(tuple(value * to / by for value in row) for row, to, by in zip(_BRADFORD, wanted, seen, strict=True))
    return _product(_product(_inverse(_BRADFORD), scaled), matrix)


def _applied(matrix: _Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix)


def _product(left: _Matrix, right: _Matrix) -> _Matrix:
    return tuple(zip(*(_applied(left, column) for column in zip(*right, strict=True)), strict=True))


def _inverse(matrix: _Matrix) -> _Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    adjugate = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(value / determinant for value in row) for row in adjugate)

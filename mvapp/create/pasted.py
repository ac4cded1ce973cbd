"""What people paste into the picture's link field, understood the way it was meant."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote, unquote_to_bytes

from mvapp.unseen import without_unseen
from mvclient import PictureError
from mvclient.request import clean_picture_reference
from mvclient.visible_text import is_blank

# A picture as text

_IN_A_LINK: Final = re.compile(r"https?://[^\s\"'<>()]{1,300}data:", re.IGNORECASE)
_DATA: Final = re.compile(r"data:(?P<kind>[\w.+/-]{0,80}(?:;[^,;\"'<>()]{0,80}){0,4}),", re.IGNORECASE)
_PAYLOAD: Final = re.compile(r"[^\"'<>()\\`]*")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+")
_SHORTEST_BASE64: Final = 60
_SHORTEST_LINE: Final = 20
_BEGINS_A_PICTURE: Final = re.compile(r"(?<![A-Za-z0-9+/_-])(?:[/_]9j[/_]|iVBORw0KGgo|UklGR|R0lGOD|AAAA..Z0eX)")
"""JPEG, PNG, WebP, GIF, and HEIC or AVIF, as Base64 begins with them."""


def picture_bytes(text: str) -> bytes | None:
    """The picture itself, if that is what was pasted, in whatever wrapping: a `data:` address or Base64; else None."""
    text = without_unseen(text)
    if re.search("data%3a", text, re.IGNORECASE):
        text = unquote(text)
    data = None if _IN_A_LINK.search(text) else _DATA.search("".join(text.split()))
    if data is not None:
        payload = _PAYLOAD.match(data.string, data.end())
        found = payload[0] if payload else ""
        if "base64" in data["kind"].lower():
            return _decoded(unquote(found))
        return unquote_to_bytes(found) if data["kind"].lower().startswith("image/") else None
    if "://" in text:
        return None
    # JSON writes a slash, a plus and a line break in its own way.
    plain = re.sub(r"\\u002b", "+", unquote("".join(text.split())), flags=re.IGNORECASE)
    plain = re.sub(r"\\[nr]", "", plain).replace("\\/", "/")
    begun = _BEGINS_A_PICTURE.search(plain)
    if begun is not None and len(plain) - begun.start() >= _SHORTEST_BASE64:
        return _decoded(plain[begun.start() :])
    plain = re.sub(r"^base64[,:]", "", plain.strip("\"'`<>(),;"), flags=re.IGNORECASE)
    is_base64 = len(plain) >= _SHORTEST_BASE64 and _BASE64.fullmatch(plain.rstrip("="))
    return _decoded(plain) if is_base64 and max(map(len, text.split())) >= _SHORTEST_LINE else None


def _decoded(text: str) -> bytes:
    """What stands at the beginning of a text as Base64 of either alphabet; b"" for nothing that can be read."""
    found = _BASE64.match(text)
    raw = found[0].replace("-", "+").replace("_", "/") if found else ""
    raw = raw[:-1] if len(raw) % 4 == 1 else raw
    return b64decode(raw + "=" * (-len(raw) % 4))


# A link to a picture

_LONGEST_TEXT: Final = 10_000
"""More is no link, and nothing to search for one."""
_AMPERSAND: Final = re.compile(r"&(?:(?:amp|#38|#x26);)+", re.IGNORECASE)
_ADDRESS: Final = r"\(\s?<?((?:[^()\s<>]|\([^()\s]*\))+)"
_EMBEDDED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"<img\b[^>]{0,999}?\ssrc\s?=\s?[\"']?\s?([^\"'\s>]+)",
        rf"!\[[^\]]{{0,500}}\]{_ADDRESS}",
        rf"\]{_ADDRESS}",
        r"\[img[^\]]{0,99}\]\s?([^\s\[]+)",
    )
)
"""An image in HTML, an image and a link in Markdown, an image in the language of forums."""
_FOREIGN: Final = re.compile(r"\W*(?:javascript|vbscript|file|data|ftps?|sftp|blob|filesystem):(?!\s)", re.IGNORECASE)
_SCHEME: Final = re.compile(r"(https?|ｈｔｔｐｓ?)\s?[:：]\s?[/\\／]{1,4}", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"(?:https?:?[/\\]{2})+", re.IGNORECASE)
_PICTURE: Final = r"\.(?:jpe?g|png|webp|avif|gif|bmp|heic)"
_HOST: Final = r"(?:[\w-]{1,63}\.){1,9}[^\W\d_]{2,63}(?::\d{1,5})?/"
_WITHOUT_SCHEME: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:^|(?<=[\s\"'(<:：,，、]))//(?=[\w-]+\.)",
        r"(?<![a-z0-9_@./\\-])(?=www\.\w)",
        rf"^\W*(?={_HOST})",
        rf"(?<![\w@:./\\-])(?={_HOST}\S{{0,999}}?{_PICTURE})",
    )
)
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("。"): "."}
"""What an input method writes instead of ASCII."""
_NO_LINK: Final = r"<>\"`“”‘’「」『』《》【】、，。；！？"
_END: Final = re.compile(rf"[\s{_NO_LINK}]|'(?=[\s<>),;]|$)")
_IS_WHOLE: Final = re.compile(rf"[^/?#]*/[^?#]*(?:{_PICTURE}$|[?#])", re.IGNORECASE)
_WITH_BLANKS: Final = re.compile(
    rf"[^/?#]+/[^\t\r\n{_NO_LINK}]*?{_PICTURE}(?=$|[\s?#)）{_NO_LINK}])(?:[?#][^\s{_NO_LINK}]*)?", re.IGNORECASE
)
_BEFORE_WORDS: Final = re.compile(rf"[^/?#]+/[^?#]*{_PICTURE}(?=[^\x00-\x7f])", re.IGNORECASE)
_BRACKETS: Final = ("()", "[]", "{}", "（）")
_CANNOT_TRAVEL: Final = re.compile(r"[\s\"<>]|[^\x00-\x7f]")


def sendable_link(text: str) -> str:
    """The link that is meant, and nothing else: a picture as text would go out with all that is written in it.

    Raises:
        PictureError: `two_links`, `not_a_link` or `user_in_link`.
    """
    link = picture_link(text)
    if not link.lower().startswith(("http://", "https://")):
        raise PictureError("This is not a link to a picture.", reason="not_a_link")
    return clean_picture_reference(link)


def picture_link(text: str) -> str:
    """The link that is meant, freed of what it was copied with; what is no link comes back without its blanks.

    A host is left as it is, and so is every sign that can travel: a signed link stays signed.

    Raises:
        PictureError: `two_links`, when nothing tells which of them is meant.
    """
    text = _AMPERSAND.sub("&", without_unseen(text[:_LONGEST_TEXT]).strip())
    parts = next((found for pattern in _EMBEDDED if (found := pattern.findall(text))), [text])
    links = list(dict.fromkeys(link for part in parts for link in _links(part)))
    if len(links) > 1:
        raise PictureError("There are several links, and only one picture can be used.", reason="two_links")
    return links[0] if links else quote(text, safe="!#$%&'()*+,/:;=?@[]~")


def _links(text: str) -> Iterator[str]:
    """Every link in a text."""
    if _FOREIGN.match(text):
        return
    begins: list[re.Match[str]] = []
    for scheme in _SCHEME.finditer(text):
        is_inside = begins and begins[-1].end() < scheme.start() and text[scheme.start() - 1] in "=/&?"
        if not is_inside:
            begins.append(scheme)
    if not begins and (bare := next((found for one in _WITHOUT_SCHEME if (found := one.search(text))), None)):
        yield _link("https", text[bare.end() :], text[: bare.end()])
    ends = [*(scheme.start() for scheme in begins[1:]), len(text)]
    for scheme, end in zip(begins, ends, strict=False):
        rest = text[scheme.end() : end].strip()
        if not scheme[0].isascii():
            rest = without_unseen(rest.translate(_NARROW))
        if "\\" in scheme[0]:
            rest = rest.replace("\\", "/")
        if not is_blank(rest):
            yield _link(scheme[1].translate(_NARROW), rest, text[: scheme.start()])


def _link(scheme: str, text: str, before: str) -> str:
    """The link that begins with a scheme and a text; `before`: what stands in front of it."""
    text = _DOUBLED.sub("", text, count=1) if _DOUBLED.match(text) else text
    text = re.sub(r"^[^/?#\s]*(?=/)", lambda host: re.sub("[。．｡]", ".", host[0]), text)
    if text.isascii() and " " not in text and not _IS_WHOLE.match(text.split("\n")[0].strip()):
        text = "".join(text.split())  # one link, broken into lines
    for opening, closing in _BRACKETS:
        if before.count(opening) > before.count(closing):
            text = _inside(text, opening, closing)
    link = _END.split(text, maxsplit=1)[0]
    if "/" not in link and re.match(r"\s+[\w-]*[./]", text[len(link) :]):
        return f"{scheme}://{text}"  # a blank inside of the host is not ours to guess
    if not _IS_WHOLE.match(link):
        whole = _WITH_BLANKS.match(text) or _BEFORE_WORDS.match(link)
        link = whole[0] if whole else link
    link = _without_wrapping(link, before)
    host = re.split("[/?#]", link, maxsplit=1)[0]
    path = _CANNOT_TRAVEL.sub(lambda sign: quote(sign[0]), link[len(host) :])
    return f"{scheme}://{host}{path.replace('](', '%5D(')}"  # which would read as a frame of another link


def _inside(text: str, opening: str, closing: str) -> str:
    """The text up to where a bracket closes that was opened before."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == opening) - (sign == closing)
        if depth < 0:
            return text[:position]
    return text


def _without_wrapping(link: str, before: str) -> str:
    """A link without what closes the quote, the bracket or the sentence that it stands in."""
    opened = before.rstrip()[-1:]
    # The end of a link with a query may be the end of a signature.
    marks = ",;'" if "?" in link and not re.search(r"\w", before) else ",;'.:!?"
    while link:
        last = link[-1]
        is_closing = any(last == closing and link.count(last) > link.count(opening) for opening, closing in _BRACKETS)
        if not (is_closing or last in marks or (last == opened and last in "*_~|")):
            break
        link = link[:-1]
    return link

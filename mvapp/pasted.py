"""What people paste into the picture's link field, understood the way it was meant."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from urllib.parse import quote

__all__ = ["picture_bytes", "picture_link"]

_DATA = re.compile(r"^data:image/[\w.+-]+(?:;[\w=.-]+)*;base64,", re.IGNORECASE)
_WRAPPING = "<>[]\"'“”‘’「」《》，。,;"
_SHORTEST_BASE64 = 60


def picture_bytes(text: str) -> bytes | None:
    """The picture itself, if that is what was pasted: a `data:` address or plain Base64; None if it is not."""
    whole = re.sub(r"\s+", "", text)
    raw = _DATA.sub("", whole)
    if raw == whole and (len(raw) < _SHORTEST_BASE64 or not re.fullmatch(r"[A-Za-z0-9+/_-]+=*", raw)):
        return None
    raw = raw.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(raw + "=" * (-len(raw) % 4))
    except NotBase64:
        return b""


def picture_link(text: str) -> str:
    """A link without the brackets, quotes, spaces and breaks it was copied with; `www.…` gets its `https://`."""
    markdown = re.search(r"\]\((https?://[^)\s]+)", text)
    link = markdown[1] if markdown else text.strip().strip(_WRAPPING).strip()
    if link.startswith("(") and link.endswith(")"):
        link = link[1:-1].strip()
    link = re.sub(r"[\r\n\t]+", "", link)
    if re.match(r"^(?:www\.|[\w-]+(?:\.[\w-]+)+/)", link):
        link = f"https://{link}"
    return quote(link, safe="!#$%&'()*+,/:;=?@[]~")

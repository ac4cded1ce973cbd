"""What the other side said, made harmless and, where we know it, said in the visitor's language."""

import re
from typing import Final

from mvapp import session
from mvapp.graphemes import cut
from mvapp.languages import language_of
from mvapp.text import say
from mvapp.unseen import without_unseen

LONGEST: Final = 300
"""Characters of a foreign text that are shown."""

_KNOWN: Final[tuple[tuple[str, str], ...]] = (
    (r"(insufficient|not enough) (credit|balance|fund)|(credit|balance)s? (is|are) not|余额不足|积分不足", "credits"),
    (r"invalid api key|unauthori[sz]ed|api key|密钥", "key"),
    (r"moderation|sensitive|nsfw|policy|违规|敏感|审核", "moderation"),
    (r"link to a picture|never fetches", "picture_link"),
    (r"no such project|project not found|项目不存在", "project"),
    (r"too many requests|请求过于频繁", "too_many"),
    (r"no asset|asset .*not (found|exist)", "asset"),
    (r"rehears|asked for|on purpose|magic", "rehearsed"),
    (r"cannot be played as a song|no sound in this file", "song_unplayable"),
    (r"song.* is silent", "song_silent"),
    (r"song is longer", "song_long"),
    (r"song is shorter", "song_short"),
    (r"no song .*assets", "song_asset"),
    (r"image|picture|图片", "picture"),
    (r"music|song|lyric|歌", "music"),
    (r"timed? ?out|deadline|超时", "timeout"),
    (r"busy|overload|try again later|繁忙", "busy"),
    (r"video|render|film|视频", "film"),
)


def shown(text: str) -> str:
    """A foreign text on one line, without characters that cannot be seen, and not too long."""
    clean = " ".join(without_unseen(text, instead=" ").split())
    return clean if len(clean) <= LONGEST else cut(clean, LONGEST - 1) + "…"


def is_foreign(text: str) -> bool:
    """Whether a text is in another language than the visitor's."""
    return language_of(text) != session.language()


def translated(text: str) -> str:
    """What a known text means, in the visitor's language; "" for one that we do not know."""
    for pattern, meaning in _KNOWN:
        if re.search(pattern, text, re.IGNORECASE):
            return say(f"cards.known.{meaning}")
    return ""

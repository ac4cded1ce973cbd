"""The parts of a song as people mark them: "(Chorus)", "副歌：", "**Verse 1**", "〔サビ〕", "Strophe 2:"."""

import re
from collections.abc import Iterator
from typing import Final

_ALONE: Final = (
    r"intro|verse|(?:pre|post)[ -]?chorus|chorus|refrain|bridge|interlude|instrumental|outro",
    r"前奏|主歌|[导導]歌|[预預]副歌|副歌|[桥橋]段|[间間]奏|尾奏",
    r"イントロ|[A-DＡ-Ｄ]メロ|(?:大|ラス|ラスト|落ち)?サビ|ヴァース|コーラス|ブリッジ|アウトロ|後奏",
    r"인트로|벌스|\d ?절|프리 ?코러스|코러스|후렴구?|브[릿리]지|간주|아웃트?로",
    r"estrofa|pre-?coro|coro|estribillo|estrofe|pré-refr[ãa]o|refrão",
    r"couplet|pré-refrain|strophe|kehrreim|strofa|ritornello|zwrotka|refren",
    r"куплет|предприпев|припев|điệp khúc|phiên khúc",
)
"""Names that nobody sings: a line with nothing else is a section, with or without a mark."""
_MARKED: Final = (
    r"hook|break(?:down)?|build(?:[ -]?up)?|drop|(?:\w{1,12} )?solo|coda|ending|tag|rap|spoken(?: word)?|verso?",
    r"尾[声聲]|[过過][门門]|[过過]渡|[说說]唱|念白|[独獨]白|旁白|[结結]尾|전주|후주|훅|랩|사비|싸비",
    r"introducci[óo]n|introdu[çc][ãa]o|introduction|introduzione|puente|ponte|pont|interludio|finale?|fin",
    r"brücke|vorspiel|zwischenspiel|nachspiel|schluss|вступление|бридж|проигрыш|кода",
)
"""Words that may be sung: a section only in brackets, with a colon or the like, or with a number."""
_MARKS: Final = frozenset("()（）[]【】［］〔〕{}「」『』〈〉《》<>*#=_~|:：")
_BEFORE: Final = r"(?:(?:\d{1,2}(?:st|nd|rd|th|er|e|è|ème)?|first|second|third|final|last|repeat)[ .)-]{0,2})?"
_NUMBER: Final = r"(?: ?[一二三四五六]|[ #-]{0,2}\d{1,2}|[ #-]{1,2}(?:[ivx]{1,4}|[a-d]|one|two|three|four))?"
_TIMES: Final = r"(?:[ ,(（]{0,2}(?:[x×*] ?\d|\d ?[x×]|repeat)[)）]?)?"
_NAME_ALONE: Final = f"{_BEFORE}(?:{'|'.join(_ALONE)}){_NUMBER}{_TIMES}"
_NAME: Final = f"{_BEFORE}(?:{'|'.join(_ALONE + _MARKED)}){_NUMBER}{_TIMES}"
_IS_ALONE: Final = re.compile(_NAME_ALONE, re.IGNORECASE)
_LINE: Final = re.compile(rf"(?P<open>[\W_]{{0,12}})(?P<name>{_NAME})(?P<close>[\W_]{{0,12}})", re.IGNORECASE)
_BEGINNINGS: Final = tuple(
    re.compile(rf"\s{{0,9}}{mark}\s{{0,9}}(?=\S)", re.IGNORECASE)
    for mark in (
        rf"[\[【［〔] ?(?P<name>{_NAME}(?: ?[:：-][^\]】］〕]{{1,30}})?)[\]】］〕] ?[:：]?",
        rf"[(（] ?(?P<name>{_NAME_ALONE}) ?[)）] ?[:：]?",
        rf"(?P<name>{_NAME_ALONE}) ?[:：]",
    )
)


def with_plain_sections(lyrics: str) -> str:
    """The lyrics with each mark of a section on a line of its own and in square brackets, in its own words.

    Models do not sing what stands in those brackets, and take round ones for a second voice.
    """
    return "\n".join(plain for line in lyrics.splitlines() for plain in _plain(line))


def _plain(line: str) -> Iterator[str]:
    """The sections that a line begins with, and what is left of it."""
    position = 0
    while (section := _section(line, position)) is None:
        begun = next((found for mark in _BEGINNINGS if (found := mark.match(line, position))), None)
        if begun is None:
            yield line[position:]
            return
        yield f"[{begun['name'].strip()}]"
        position = begun.end()
    yield f"[{section}]"


def _section(line: str, position: int) -> str | None:
    """The name of the section that the rest of a line is; None if it is none."""
    whole = _LINE.fullmatch(line, position)
    if whole is None:
        return None
    name, around = whole["name"], whole["open"] + whole["close"]
    is_plain = _IS_ALONE.fullmatch(name) or any(map(str.isdecimal, name)) or not _MARKS.isdisjoint(around)
    return name if is_plain else None

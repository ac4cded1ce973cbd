"""Magic titles: words in a project's name or title that make something happen on a stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvdemo.project import Project


@dataclass(frozen=True)
class Magic:
    """One trick: its name, the words that call it, what happens, and what the caller is told."""

    name: str
    english: str
    chinese: str
    effect: str
    told_in_english: str = ""
    told_in_chinese: str = ""


FAILS_ONCE = Magic(
    "fails-once",
    "fail once",
    "失败一次",
    "VideoGeneration fails the first time; a retry of that step works.",
    "The camera jammed. What is done is kept; try this step again.",
    "摄影机卡住了。已完成的部分都保留着，请重试这一步。",
)
NO_CREDITS = Magic(
    "no-credits",
    "no credits",
    "积分不足",
    "The first payment is refused (not enough credits, nothing charged); the second one works.",
    "Not enough credits in this account. Nothing was charged.",
    "账户积分不足，没有扣费。",
)
SLOW = Magic(
    "slow",
    "slow job",
    "慢工出细活",
    "Every sub-step takes at least 12 seconds, two minutes in all (advance timed).",
)
MAGIC: tuple[Magic, ...] = (FAILS_ONCE, NO_CREDITS, SLOW)

SLOW_STEP_S = 12.0
FAILING_SUB_STEP = "VideoGeneration"


def is_called(magic: Magic, project: Project) -> bool:
    """Whether the project's name or title holds the magic words, and they have not done their work yet."""
    return magic.name not in project.magic_done and _language(magic, project) != ""


def told(magic: Magic, project: Project) -> str:
    """What the caller is told, in the language of the magic words."""
    return magic.told_in_chinese if _language(magic, project) == "zh" else magic.told_in_english


def _language(magic: Magic, project: Project) -> str:
    words = f"{project.name}\n{project.title}".casefold()
    if magic.chinese in words:
        return "zh"
    return "en" if magic.english in words else ""

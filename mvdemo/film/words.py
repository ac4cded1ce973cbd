"""The few words the demo studio itself writes into a film, in the language of the visitor's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.music.lyrics import is_chinese

if TYPE_CHECKING:
    from mvdemo.film.order import FilmOrder

_WORDS = {
    "mark": ("Demo studio", "演示工作室"),
    "sketch": ("Sketch · demo studio", "小样 · 演示工作室"),
    "made": ("Made on this machine by the demo studio", "由演示工作室在这台电脑上制作"),
    "made_sketch": ("A sketch, made on this machine by the demo studio", "小样，由演示工作室在这台电脑上制作"),
    "untitled": ("Untitled", "无题"),
}


def is_chinese_order(order: FilmOrder) -> bool:
    """Tell whether the order's words are Chinese, the visitor's longest text counting most."""
    words = (order.title, order.name, order.lyrics or order.prompt, order.style, order.scene)
    return is_chinese(" ".join(words))


def say(key: str, order: FilmOrder) -> str:
    """One of the studio's own phrases in the order's language."""
    return _WORDS[key][is_chinese_order(order)]


def mark_text(order: FilmOrder) -> str:
    """The mark that every frame carries."""
    return say("sketch" if order.is_sketch else "mark", order)


def made_text(order: FilmOrder) -> str:
    """The sentence of the end card and of the file's metadata."""
    return say("made_sketch" if order.is_sketch else "made", order)


def title_text(order: FilmOrder) -> str:
    """The title on screen."""
    words = " ".join((order.title or order.name).split())
    return words or say("untitled", order)

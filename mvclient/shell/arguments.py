"""What can be said on the command line. Every flag of Giggle's own script is here, with the same meaning."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

from mvclient.modes import MODES
from mvclient.request import ASPECTS, PROJECT_TYPES, VOCAL_GENDERS
from mvclient.shell.exits import DONE, MEANINGS, WRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANUAL = """\
the key:
  It is read from GIGGLE_API_KEY, or asked for on a terminal without being shown. It is never an argument, because
  others on this machine can read those. Another address of the API: GIGGLE_API_BASE.

to try it without an account, with the demo studio of MV Studio, which charges nothing:
  python -m mvdemo                                         (in a terminal of its own; it says its address)
  export GIGGLE_API_BASE=http://127.0.0.1:8790 GIGGLE_API_KEY=any-key
  mv-studio make --picture me.jpg --prompt "upbeat pop, sunny" --save film.mp4

what it costs:
  About 580 credits (5.80 USD) a film, charged by Giggle after the music. `make` pays by itself; --ask asks first.
  A project is paid at most once without your word, whatever breaks: what was sent is written into a ledger, the same
  that the app keeps (in your data folder, or --ledger FILE, MV_DATA_DIR, MV_LEDGER_URL).

in a pipe:
  Each look is one line of JSON, an error is the last one: {"error": {…}}. Words for people go to standard error.

exit codes:
"""
_WIDEST = 24
_HARMLESS: Final = re.compile(
    r"--[a-z-]{1,30}|[^\W\d_]{1,15}|\S{1,40}\.(?:jpe?g|png|webp|avif|gif|bmp|mp[34]|m4a|wav|flac|ogg|txt)"
)
"""What may be said again of what was typed: a flag, a short word of letters alone, the name of a file."""


class _Parser(argparse.ArgumentParser):
    """A parser that repeats nothing which was typed: it may be a key."""

    def error(self, message: str) -> NoReturn:
        typed = r"(unrecognized arguments|invalid choice|value): (?:'.*'(?= \(choose)|.*)"
        told = re.sub(typed, r"\1", message, flags=re.DOTALL)
        if "unrecognized" in message:
            words = [word for word in message.partition(": ")[2].split() if _HARMLESS.fullmatch(word)]
            told = " ".join([f"{told}:" if words else told, *words])
            if any(not word.startswith("-") for word in words):
                told += ' - put what has spaces into quotes, such as "my photo.jpg"'
        if any(re.match(r"--?(api[-_]?)?key\b", argument) for argument in sys.argv[1:]):
            told = "a key is never an argument: set GIGGLE_API_KEY, or wait to be asked"
        self.exit(WRONG, f"{self.prog}: {told}\n")


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; leave with a sentence where it makes no sense."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command is None:
        parser.exit(WRONG, parser.format_help())
    if asked.command == "help":
        _tell_help(parser, asked.about)
    if hasattr(asked, "project") and not (asked.project or asked.project_id):
        _parser().error("name the project's number")
    if hasattr(asked, "project"):
        asked.project_id = (asked.project or asked.project_id).strip()
    return asked


def _tell_help(parser: _Parser, about: str) -> NoReturn:
    if about:
        parser.parse_args([about, "--help"])
    sys.stdout.write(parser.format_help())
    parser.exit(DONE)


def _parser() -> _Parser:
    codes = "\n".join(f"  {code:<5}{meaning}" for code, meaning in MEANINGS.items())
    parser = _Parser(
        prog="mv-studio",
        description="Music videos from the command line: a song and a picture go in, a film comes out.",
        epilog=_MANUAL + codes,
        formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, max_help_position=_WIDEST),
        allow_abbrev=False,
    )
    parser.add_argument("--pretty", action="store_true", help="JSON with line breaks")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for names, what, parents, more in COMMANDS:
        name, *others = names
        command = commands.add_parser(
            name, aliases=others, help=what, description=_sentence(what), parents=[_PARTS[part]() for part in parents],
            epilog=_MORE.get(name), allow_abbrev=False,
        )  # fmt: skip
        command.set_defaults(command=name)
        for flags, options in more:
            command.add_argument(*flags, **options)
    return parser


def _sentence(what: str) -> str:
    return f"{what[0].upper()}{what[1:]}."


def _part() -> _Parser:
    return _Parser(add_help=False, allow_abbrev=False)


def _song() -> _Parser:
    part = _part()
    song = part.add_argument_group("the song, one of three ways")
    song.add_argument("--mode", choices=tuple(MODES), help="which way; told by what else is given")
    song.add_argument("--prompt", default="", metavar="TEXT", help="describe the music")
    song.add_argument("--vocal-gender", default="auto", choices=VOCAL_GENDERS, help="with --prompt: whose voice")
    song.add_argument("--instrumental", action="store_true", help="with --prompt: no voice")
    song.add_argument("--lyrics", default="", metavar="TEXT", help="your own words; needs --style and --title")
    song.add_argument("--lyrics-file", metavar="FILE", help="the same from a text file")
    song.add_argument("--style", default="", metavar="TEXT", help="with lyrics: the style of the music")
    song.add_argument("--title", default="", metavar="TEXT", help="with lyrics: the song's title")
    song.add_argument("--song", metavar="FILE", help="your own song: MP3, M4A, WAV, FLAC or OGG; it is uploaded first")
    song.add_argument("--music-asset-id", default="", metavar="ID", help="the same, uploaded before")
    picture = part.add_argument_group("the picture, one of three ways")
    picture.add_argument("--picture", metavar="FILE", help="a photo: JPEG, PNG, WebP, AVIF, GIF or BMP")
    picture.add_argument("--reference-image", default="", metavar="ID", help="a picture that Giggle has")
    picture.add_argument("--reference-image-url", default="", metavar="LINK", help="a link, or raw Base64")
    film = part.add_argument_group("the film")
    film.add_argument("--project-name", "--name", default="", metavar="TEXT", help="its name; by default from the song")
    film.add_argument("--aspect", default=ASPECTS[0], choices=ASPECTS, help="its shape (default %(default)s)")
    film.add_argument("--length", default="full", choices=tuple(PROJECT_TYPES), help="(default %(default)s)")
    film.add_argument("--scene-description", "--scene", default="", metavar="TEXT", help="what is to be seen")
    film.add_argument("--subtitle", action="store_true", help="show the words")
    film.add_argument("--project-id", default="", metavar="ID", help="send it to a project whose song never arrived")
    return part


def _project() -> _Parser:
    part = _part()
    part.add_argument("project", nargs="?", default="", metavar="PROJECT", help="the project's number")
    part.add_argument("--project-id", default="", metavar="ID", help="the same")
    return part


def _wait() -> _Parser:
    part = _part()
    part.add_argument("--save", metavar="FILE", help="download the film to this file")
    part.add_argument("--interval", type=_seconds, default=3.0, metavar="S", help="seconds between looks (default 3)")
    wish = part.add_mutually_exclusive_group()
    wish.add_argument("--ask", action="store_true", help="ask before paying; whoever says no pays nothing")
    wish.add_argument("--pay", action="store_true", help="pay without asking")
    return part


def _output() -> _Parser:
    part = _part()
    part.add_argument("--pretty", action="store_true", default=argparse.SUPPRESS, help="JSON with line breaks")
    part.add_argument("--json", action="store_true", help="JSON on a terminal too")
    part.add_argument("--ledger", default="", metavar="FILE", help="another payment ledger than the app's")
    return part


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:  # noqa: PLR2004 - the hour of a watch
        raise ValueError(text)
    return seconds


_seconds.__name__ = "number of seconds"

_MORE: Final = {
    "watch": (
        "It pays by itself, once, when the music is done, if the film was begun here by `make` without --ask. It asks "
        "first with --ask, for what was begun by `start` or `make --ask`, and for a project that this ledger did not "
        "see made; a no, or nobody there to answer, pays nothing and ends it with code 5. --pay pays without asking. A "
        "payment that was refused or not confirmed is never repeated by it: it ends with code 5 and says what to do."
    ),
}
"""What a command's help says at its end."""

_PARTS = {"song": _song, "project": _project, "wait": _wait, "output": _output}
_NO_WAIT = (("--no-wait",), {"action": "store_true", "help": "do not watch it"})
_Flags = tuple[tuple[str, ...], dict[str, Any]]

COMMANDS: Final[tuple[tuple[tuple[str, ...], str, tuple[str, ...], tuple[_Flags, ...]], ...]] = (
    (("make", "workflow"), "make a film: send the song and the picture, pay, wait for it",
     ("song", "wait", "output"), (_NO_WAIT,)),
    (("start", "create-submit", "submit"), "send the song and the picture, and do not wait", ("song", "output"), ()),
    (("watch",), "wait for a film, and pay when it is asked for", ("project", "wait", "output"), ()),
    (("query",), "look once at a project",
     ("project", "wait", "output"), ((("--poll",), {"action": "store_true", "help": "wait for it, as watch does"}),)),
    (("pay",), "pay a project, once", ("project", "output"),
     ((("--again",), {"action": "store_true", "help": "after a refused or unconfirmed payment; may charge twice"}),)),
    (("retry",), "start a failed project again from the step that failed, and watch it",
     ("project", "wait", "output"),
     ((("--current-step", "--step"), {"default": "", "metavar": "STEP", "help": "by default the one that failed"}),
      _NO_WAIT)),
    (("upload",), "send a song to Giggle and print its id, which costs nothing", ("output",),
     ((("song",), {"metavar": "FILE", "help": "MP3, M4A, WAV, FLAC or OGG"}),)),
    (("keys",), "ask Giggle whether it takes the key, which costs nothing", ("output",),
     ((("action",), {"choices": ("check",)}),)),
    (("help",), "show this help, or that of a command", (),
     ((("about",), {"nargs": "?", "default": "", "metavar": "COMMAND", "help": "such as make"}),)),
)  # fmt: skip
"""The names of each command (Giggle's script has some of the others), what it does, its parts, and its own flags."""

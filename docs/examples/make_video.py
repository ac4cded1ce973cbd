"""Make one music video from a script, with `mvclient` alone; the whole command line is `mv-studio --help`.

    python docs/examples/make_video.py me.jpg "upbeat pop, sunny, about a day at the sea"
    python docs/examples/make_video.py me.jpg --lyrics words.txt --style folk --title Seaside
    python docs/examples/make_video.py --go-on PROJECT

The key is read from GIGGLE_API_KEY, another address of the API from GIGGLE_API_BASE. It asks before it pays, unless
`--pay` says yes beforehand, and prints the link to the film at the end.
"""

# ruff: noqa: INP001, T201 - a script, which prints

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from mvclient import MVError, MVRequest, MVTrusteeAPI, Progress
from mvclient.images import picture_as_base64

COST = "A film usually costs about 580 credits (5.80 USD)."


class Stopped(Exception):
    """What ends the run and is not the client's to say; its text is one sentence."""


def main() -> int:
    """The exit code: 0 with a film, 1 with a sentence about what went wrong."""
    asked = read_arguments()
    try:
        api = MVTrusteeAPI()
        project_id = asked.go_on or api.start(request_from(asked), on_created=tell_number)
        film = followed(api, project_id, (lambda _progress: True) if asked.pay else may_pay)
    except (MVError, Stopped) as error:
        # An MVError's text is what happened, what to do next, and the project's number once there is one.
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped looking. The job goes on at Giggle; --go-on with its number picks it up.", file=sys.stderr)
        return 1
    print(film)
    return 0


def read_arguments() -> argparse.Namespace:
    """Read the command line; leave with a sentence where it makes no sense."""
    parser = argparse.ArgumentParser(description="Make one music video.")
    parser.add_argument("picture", nargs="?", help="a photo: JPEG, PNG, WebP, AVIF, GIF or BMP")
    parser.add_argument("prompt", nargs="?", default="", help="what the music should be")
    parser.add_argument("--lyrics", metavar="FILE", help="your own words instead; needs --style and --title")
    parser.add_argument("--style", default="", help="with --lyrics: the style of the music")
    parser.add_argument("--title", default="", help="with --lyrics: the song's title")
    parser.add_argument("--name", default="My video", help="the project's name (default: %(default)s)")
    parser.add_argument("--scene", default="", help="what is to be seen, up to 200 characters")
    parser.add_argument("--portrait", action="store_true", help="9:16 instead of 16:9")
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--pay", action="store_true", help="pay without asking")
    # A ledger in memory dies with the script. A later run cannot know what an earlier one sent, so it never pays
    # unasked; with `MVTrusteeAPI(ledger=SQLiteLedger(file))` it would know.
    answer.add_argument("--go-on", metavar="PROJECT", help="watch an earlier project instead of making a new one")
    asked = parser.parse_args()
    if not asked.go_on and not asked.picture:
        parser.error("name a picture, or a project to go on with")
    return asked


def request_from(asked: argparse.Namespace) -> MVRequest:
    """Build the request; it raises with all its problems at once, before anything is sent."""
    picture = picture_as_base64(asked.picture)  # upright, at most 2048 x 2048, without place or camera
    return MVRequest(
        asked.name,
        "custom" if asked.lyrics else "prompt",
        "9:16" if asked.portrait else "16:9",
        reference_image_url=picture,
        scene_description=asked.scene,
        prompt=asked.prompt,
        lyrics=lyrics_from(asked.lyrics) if asked.lyrics else "",
        style=asked.style,
        title=asked.title,
    )


def lyrics_from(file: str) -> str:
    """Read the words of the song."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        reason = f"The file with the lyrics cannot be read as UTF-8 text: {file}"
    raise Stopped(reason)


def followed(api: MVTrusteeAPI, project_id: str, approve: Callable[[Progress], bool]) -> str:
    """Watch to the end, say what is new, and return the link that saves the film."""
    said, progress = "", None
    for progress in api.watch(project_id, approve=approve):
        news = in_words(progress)
        if news != said:
            print(news, flush=True)
            said = news
    # A watch that ends without an error ends with a finished snapshot.
    return progress.video.download_url if progress and progress.video else ""


def in_words(progress: Progress) -> str:
    """One line about a look."""
    if progress.unreachable_since is not None:
        return "Giggle cannot be reached just now; the job goes on there."
    if progress.paused_until is not None:
        return "Giggle asks for a pause."
    if progress.payment_due:
        is_sent = progress.payment is not None and progress.payment.state == "sending"
        return "The payment is on its way." if is_sent else "The song is ready; a payment is due."
    return f"{progress.fraction:4.0%}  {progress.running.name if progress.running else progress.status}".rstrip()


def may_pay(progress: Progress) -> bool:
    """Ask the person, once: a no ends the run instead of being asked again at the next look."""
    doubt = "" if progress.was_there else " Whether it was paid before is not known here."
    print(f"{COST}{doubt} Pay for it now? [y/N] ", end="", flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    print()
    raise Stopped(f"Not paid from here. The song is kept: --go-on {progress.project_id}")


def tell_number(project_id: str) -> None:
    """Print the number as soon as there is one: it is all that is needed to go on."""
    print(f"Project {project_id}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Makes the film that the first screen shows a newcomer, in each language, into mvapp/create/first_films.

    python tools/sample_film.py

Run it anew when the demo studio's films have changed. The demo studio makes one of the create page's own examples in
full quality; ten seconds of it are kept, small, with a still for before they are there. Needs no browser, no network.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import av

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mvapp.create.examples import EXAMPLES  # noqa: E402 - found by the path above
from mvapp.create.request_from_form import request_from_form  # noqa: E402 - the same
from mvapp.create.sample_film import film, poster  # noqa: E402 - the same
from mvapp.languages import LANGUAGES  # noqa: E402 - the same
from mvclient import MVTrusteeAPI  # noqa: E402 - the same
from mvdemo import DemoStudio  # noqa: E402 - the same

SECONDS = 10
WIDTH, HEIGHT = 640, 360
FADE_S = 0.4
STILL_S = 3.0
POSTER_WIDTH = 480


def made(studio: DemoStudio, code: str, example: str) -> Path:
    """The whole film of an example, as a visitor of this language would have it made."""
    draft = next(one for one in EXAMPLES if one.key == example).draft(code)
    request = request_from_form(draft, None, unnamed="", knows_samples=True, fetches_links=False)
    api = MVTrusteeAPI("demo", base_url=studio.base_url, ledger=None)
    project_id = api.start(request)
    for _ in api.watch(project_id, approve=lambda _progress: True):
        pass
    whole = studio.film(project_id)
    if whole is None:
        raise SystemExit(f"The demo studio made no film of {example}.")
    return whole


def cut(whole: Path, start_s: float, target: Path) -> None:
    """Keep ten seconds of a film, at half its size; its sound comes and goes softly."""
    options = {"preset": "veryslow", "crf": "29", "profile": "high", "movflags": "+faststart"}
    with av.open(str(whole)) as source, av.open(str(target), "w", options={"movflags": "+faststart"}) as kept:
        pictures = kept.add_stream("libx264", rate=source.streams.video[0].average_rate, options=options)
        pictures.width, pictures.height, pictures.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = kept.add_stream("aac", rate=44100, options={"b": "80000"}, layout="stereo")
        resampler = av.AudioResampler("fltp", "stereo", 44100)
        frames = samples = 0
        for packet in source.demux(video=0, audio=0):
            for frame in packet.decode():
                if not start_s <= (frame.time or 0.0) < start_s + SECONDS:
                    continue
                if isinstance(frame, av.VideoFrame):
                    small = frame.reformat(WIDTH, HEIGHT, interpolation="LANCZOS")
                    small.pts, small.time_base = frames, 1 / pictures.average_rate
                    frames += 1
                    kept.mux(pictures.encode(small))
                    continue
                for heard in resampler.resample(frame):
                    level = min(1.0, (samples / 44100) / FADE_S, (SECONDS - samples / 44100) / FADE_S)
                    softer = av.AudioFrame.from_ndarray(heard.to_ndarray() * max(0.0, level), "fltp", "stereo")
                    softer.sample_rate, softer.pts, softer.time_base = 44100, samples, Fraction(1, 44100)
                    samples += heard.samples
                    kept.mux(sound.encode(softer))
        kept.mux(pictures.encode(None))
        kept.mux(sound.encode(None))


def still(kept: Path, target: Path) -> None:
    """A moment of the ten seconds, for before they are there."""
    with av.open(str(kept)) as source:
        shown = next(frame for frame in source.decode(video=0) if (frame.time or 0.0) >= STILL_S)
        picture = shown.to_image()
        picture.thumbnail((POSTER_WIDTH, POSTER_WIDTH))
        picture.save(target, "WEBP", quality=72, method=6)


def main() -> None:
    """Make them, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--example", default="city", help="of the create page's examples (%(default)s)")
    parser.add_argument("--start", type=float, default=8.5, help="second of the film to begin with (%(default)s)")
    parser.add_argument("--profile", default="show", help="how well the demo studio films (%(default)s)")
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES), help="all of them unless told")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = DemoStudio(Path(folder), profile=chosen.profile, step_s=0.0).start()
        try:
            for code in chosen.languages:
                cut(made(studio, code, chosen.example), chosen.start, film(code))
                still(film(code), poster(code))
                print(film(code).name, film(code).stat().st_size, poster(code).name, poster(code).stat().st_size)
        finally:
            studio.stop()


if __name__ == "__main__":
    main()

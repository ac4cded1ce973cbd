"""What `--help` and the server's own front page say about everything that no flag shows."""

from __future__ import annotations

from mvdemo.intake import SAMPLES
from mvdemo.magic import MAGIC


def _magic_lines() -> str:
    return "\n".join(f'  "{trick.english}" or "{trick.chinese}"\n      {trick.effect}' for trick in MAGIC)


MANUAL = f"""\
pictures
  Send your own as raw Base64 (JPEG, PNG, WebP), or name a sample as reference_image:
  {", ".join(SAMPLES)}. A link to a picture is refused: nothing is fetched.

magic titles, anywhere in a project's name or a song's title
{_magic_lines()}

free sketches
  "sketch": true in the body of create or submit, or the key "sketch": no payment, the film says so.
"""

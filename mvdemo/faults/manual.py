"""What `--help` and the server's own front page say about everything that no flag shows."""

from __future__ import annotations

import json
import textwrap

from mvdemo.faults.kinds import CALLS, KINDS, OPERATIONS, REQUIRED, Kind, Parameter
from mvdemo.faults.magic import MAGIC
from mvdemo.intake import SAMPLES


def _indented(text: str, indent: str) -> str:
    return textwrap.fill(text, 96, initial_indent=indent, subsequent_indent=indent)


def _magic_lines() -> str:
    return "\n".join(
        f'  "{trick.english}" or "{trick.chinese}"\n{_indented(trick.effect, "      ")}' for trick in MAGIC
    )


def _kind_lines(kind: Kind) -> str:
    told = "; ".join(_parameter_words(parameter) for parameter in kind.parameters)
    operations = ", ".join(kind.operations).replace(", ".join(CALLS), "any call of a project")
    lines = [f"  {kind.name} ({operations})", _indented(kind.effect + ".", "      ")]
    if told:
        lines.append(_indented(told, "      "))
    return "\n".join(lines)


def _parameter_words(parameter: Parameter) -> str:
    words = f"{parameter.name}: {parameter.values}"
    if parameter.default is REQUIRED:
        return words
    return f"{words}, {json.dumps(parameter.default)} if not said" if parameter.default != "" else f"{words}, optional"


def _fault_lines() -> str:
    return "\n".join(_kind_lines(kind) for kind in KINDS.values())


MANUAL = f"""\
how it goes
  create, submit, query, pay and retry work as at Giggle, with any key in the header x-auth.
  Whoever knows a project's id may ask for it: the ids cannot be guessed. After the music a payment
  of 580 make-believe credits is due; then the film is made. One film is made at a time, the others
  show a sub-step "queued". Projects outlive a restart on the same folder; old ones go away.

pictures
  Send your own as raw Base64 (JPEG, PNG, WebP) in reference_image_url, or name a sample in
  reference_image: {", ".join(SAMPLES)}.
  A link to a picture is refused: nothing is ever fetched.

your own song
  In three calls, as at Giggle: ask for an address (asset/get-presigned-url), PUT the file there
  within the hour with the same Content-Type, register it (asset/register). Its asset_id is the
  music_asset_id of a submit with music_generate_type upload and the same key. MP3, M4A, WAV, FLAC
  or OGG; 64 MB and ten minutes at most, of which four are filmed.

free sketches
  "sketch": true in the body of create or submit, or a key such as "sketch" or "sketch-1", makes a
  film without a payment that is marked as a sketch. Giggle knows no such thing.

magic titles: these words anywhere in the project's name or the song's title
{_magic_lines()}

admin routes: all but this text want ?secret=…, as the terminal says it, or a header X-Secret
  GET    /_demo                 this text
  POST   /_demo/faults          arm a fault: {{"operation", "kind", …}}; 400 says what is wrong
  GET    /_demo/faults          all armed faults and how often each was used
  DELETE /_demo/faults          disarm all
  GET    /_demo/projects        the truth: state, charges and calls of each project
  DELETE /_demo/projects/ID     stop and forget a project, with its files

faults
  operation is one of {", ".join(OPERATIONS)}.
  Every kind also takes times (how many calls it spoils, default 1), skip (how many it lets pass
  first) and project_id (only calls for that project). processed says whether the call takes
  effect all the same. A spoilt reply has the header X-Demo-Fault.
{_fault_lines()}

  curl -X POST URL/_demo/faults?secret=SECRET -H 'Content-Type: application/json' \\
       -d '{{"operation": "pay", "kind": "drop", "times": 1}}'
"""

"""The looks of the create page, and the words of its uploaders."""

from base64 import b64encode
from typing import Final

from mvapp.browser.script import quoted, rules, source
from mvapp.create.sample_pictures import thumbnail
from mvapp.frame import uploaders
from mvapp.studio.demo import SAMPLES
from mvapp.text import say

_PICTURES: Final = (
    "image/jpeg,image/png,image/webp,image/avif,image/gif,image/bmp,.jpg,.jpeg,.png,.webp,.avif,.gif,.bmp"
)
_SONGS: Final = "audio/*,.mp3,.m4a,.wav,.flac,.ogg,.oga,.opus"
_LYRICS: Final = "text/plain,.lrc,.txt"
_UPLOADERS: Final = (
    ("upload", "upload", _PICTURES),
    ("upload_again", "upload", _PICTURES),
    ("song_upload", "song", _SONGS),
    ("song_upload_again", "song", _SONGS),
    ("lyrics_upload", "lyrics", _LYRICS),
)
"""By the end of the key of each one's container: what its files are, and what the file chooser offers. HEIC is not
among them, so that Safari on a Mac hands over a JPEG instead."""


def dress() -> None:
    """Give the page its looks; before anything of it is drawn."""
    told = {
        f"create_{name}": uploaders.Uploader(say(f"create.{name}_button"), say(f"create.{kind}_too_big"), accept)
        for name, kind, accept in _UPLOADERS
    }
    shown = {name: quoted(one.name) for name, one in told.items()}
    pictures = ""
    for name in SAMPLES:
        drawn = f"url(data:image/jpeg;base64,{b64encode(thumbnail(name)).decode()})"
        pictures += f".st-key-create_{name.replace('-', '_')} button {{ --picture: {drawn} }}\n"
    rules(source(__file__, "looks.css") + source(__file__, "song_player.css") + pictures, **shown)
    uploaders.look_after(told)

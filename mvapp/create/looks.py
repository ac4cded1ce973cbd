"""The looks of the create page, and the words of its uploader."""

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
"""What the file chooser offers. HEIC is not among them, so that Safari on a Mac hands over a JPEG instead."""


def dress() -> None:
    """Give the page its looks; before anything of it is drawn."""
    names = {"create_upload": say("create.upload_button"), "create_upload_again": say("create.upload_again")}
    shown = {name: quoted(words) for name, words in names.items()}
    pictures = ""
    for name in SAMPLES:
        drawn = f"url(data:image/jpeg;base64,{b64encode(thumbnail(name)).decode()})"
        pictures += f".st-key-create_{name.replace('-', '_')} button {{ --picture: {drawn} }}\n"
    rules(source(__file__, "looks.css") + pictures, **shown)
    uploaders.look_after(names, too_big=say("create.upload_too_big"), accept=_PICTURES)

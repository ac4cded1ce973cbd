"""Our names for the buttons of the uploaders, for a screen reader: Streamlit's own are English only."""

import json
from typing import Final

from mvapp.text import say

__all__ = ["names_script"]

# An uploader comes and goes with what is drawn, so its button is named whenever something was.
_GIVE: Final = """
window.mvStudioUploaders = NAMES;
if (!window.mvStudioNamer) {
  window.mvStudioNamer = () => {
    for (const [key, name] of Object.entries(window.mvStudioUploaders))
      for (const button of document.querySelectorAll(`.st-key-${key} section button:not([kind="minimal"])`))
        if (button.ariaLabel !== name) button.ariaLabel = name;
  };
  new MutationObserver(window.mvStudioNamer).observe(document.body, {childList: true, subtree: true});
}
window.mvStudioNamer();
"""


def names_script() -> str:
    """Script: name the buttons in the visitor's language, those that are drawn later too."""
    names = {
        "create_upload": say("create.upload_button"),
        "create_upload_again": say("create.upload_again"),
        "videos_import": say("videos.import_button"),
    }
    return _GIVE.replace("NAMES", json.dumps(names))

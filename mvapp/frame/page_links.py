"""The links to the pages as a landmark for a screen reader, which also hears on which of them it is."""

import json
from typing import Final

from mvapp.text import say

__all__ = ["landmark_script"]

# Streamlit shows the current page's link to the eye only. The links may be drawn anew at any time, so they are looked
# after whenever something was.
_MARK: Final = """
window.mvStudioPages = {name: NAME, current: CURRENT};
if (!window.mvStudioPageMarker) {
  window.mvStudioPageMarker = () => {
    const {name, current} = window.mvStudioPages;
    for (const row of document.querySelectorAll(".st-key-frame_pages")) {
      if (row.role !== "navigation") row.role = "navigation";
      if (row.ariaLabel !== name) row.ariaLabel = name;
      for (const link of row.querySelectorAll("a")) {
        const mark = link.getAttribute("href")?.split("/").pop() === current ? "page" : null;
        if (link.ariaCurrent !== mark) link.ariaCurrent = mark;
      }
    }
  };
  new MutationObserver(window.mvStudioPageMarker).observe(document.body, {childList: true, subtree: true});
}
window.mvStudioPageMarker();
"""


def landmark_script(current: str) -> str:
    """Script: name the row of links in the visitor's language and mark the one of the page shown.

    Args:
        current: the last part of that page's address; "" for the first page.
    """
    return _MARK.replace("NAME", json.dumps(say("app.pages"))).replace("CURRENT", json.dumps(current))

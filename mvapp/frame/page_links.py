"""The links to the pages as a landmark for a screen reader, which also hears on which of them it is."""

from mvapp.browser.script import run, source
from mvapp.text import say


def mark(current: str) -> None:
    """Name the row of links in the visitor's language and mark the one of the page shown.

    Args:
        current: the last part of that page's address; "" for the first page.
    """
    run(source(__file__, "page_links.js"), {"name": say("app.pages"), "current": current})

"""Browser profiles of visitors: one test has one at a time, and the next finds nothing of the one before in it."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, BrowserContext
from running_app import App

_KEPT = "local_storage,indexeddb,cache_storage,service_workers,file_systems"


class Visitors:
    """What a profile has loaded of Streamlit's scripts stays in it: half of what a first page costs a browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[BrowserContext]] = defaultdict(list)

    def take(self, **how: Any) -> BrowserContext:
        """A profile that nobody has, of a browser like this."""
        idle = self._idle[repr(how)]
        return idle.pop() if idle else self._browser.new_context(**how)

    def give_back(self, context: BrowserContext, **how: Any) -> None:
        """Leave nothing that a page could have kept, and no rule of the test's."""
        for page in context.pages:
            page.close()
        context.set_offline(False)
        context.unroute_all()
        context.clear_permissions()
        context.clear_cookies()
        page = context.new_page()
        line = context.new_cdp_session(page)
        for app in App.started:
            line.send("Storage.clearDataForOrigin", {"origin": app.url, "storageTypes": _KEPT})
        page.close()
        self._idle[repr(how)].append(context)

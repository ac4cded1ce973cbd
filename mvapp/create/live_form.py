"""A hand for the create form in the browser: keeps what is typed there, and hands it over when the typing pauses.

Each text goes into the browser's own storage under its key, at every keystroke, so that a page that is reloaded or
closed right then loses nothing. Streamlit hears of a text when its field is left; counters would stand still until
then, so after a pause this does what Ctrl+Enter does. It also brings a part of the page into view when asked.
"""

import json
from collections.abc import Mapping
from typing import Final

import streamlit as st

from mvapp.browser import storage
from mvapp.create import form
from mvapp.create.draft import TEXTS

__all__ = ["bring_into_view", "listen", "scroll"]

_TARGET: Final = "create.view_target"
_PAUSE_MS: Final = 700
_LONGEST_KEPT: Final = 25_000
"""Somewhat more than a field holds; a picture that was pasted as text is not kept here."""

# A link or an id is only of use when it is whole, so those two fields wait until they are left. While an input method
# puts a word together nothing is handed over: what is drawn anew then would break the word off.
_JS: Final = """
if (!window.mvStudioForm) {
  const NAMES = __NAMES__, KEPT_AS = "__KEPT_AS__", COOKIE = "__COOKIE__";
  const waiting = new Map(), typedHere = new Map();
  let composing = false;

  const nameOf = (field) => field instanceof Element && field.matches("textarea, input[type=text]")
    ? NAMES.find((name) => field.closest(".st-key-create_" + name)) : undefined;

  const keep = (field) => {
    const name = nameOf(field);
    if (!name || field.value.length > __LONGEST__) return;
    typedHere.set(name, field.value);
    try {
      if (field.value) localStorage.setItem(KEPT_AS + name, JSON.stringify(field.value));
      else localStorage.removeItem(KEPT_AS + name);
    } catch (error) { /* private mode, or full */ }
  };

  // Only while no page is in sight: one that is open has what it shows, also for a server that was started anew.
  const leaveMode = (isLeft) => {
    let mode = "";
    try {
      if (isLeft && Object.keys(localStorage).some((key) => key.startsWith(KEPT_AS)))
        mode = localStorage.getItem(KEPT_AS + "music_generate_type") === '"custom"' ? "custom" : "prompt";
    } catch (error) { /* private mode */ }
    document.cookie = `${COOKIE}=${mode}; path=/; max-age=${mode ? 31536000 : 0}; SameSite=Lax`;
  };

  const handOver = (field) => {
    clearTimeout(waiting.get(field));
    waiting.delete(field);
    if (!field.isConnected || composing) return;
    field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", code: "Enter", ctrlKey: true, metaKey: true,
      bubbles: true, cancelable: true}));
  };

  const typed = (field) => {
    const name = nameOf(field);
    if (!name) return;
    keep(field);
    if (name.startsWith("picture_")) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(handOver, __PAUSE_MS__, field));
  };

  const alertsOf = () => {
    for (const problem of document.querySelectorAll("[class*=st-key-create_problem_]:not([role])"))
      problem.role = "alert";
  };

  window.mvStudioForm = {
    scrolls: 0,
    // What was typed here, is the last that the browser has of it, and is neither among these texts nor in its field.
    unheard(texts) {
      const isOurs = ([name, text]) => text !== texts[name] && !this.speaksFor(name, JSON.stringify(text))
        && (localStorage.getItem(KEPT_AS + name) ?? '""') === JSON.stringify(text);
      try {
        const found = [...typedHere].filter(isOurs);
        return found.length ? Object.fromEntries(found) : null;
      } catch (error) { return null; /* private mode */ }
    },
    // Whether a field says by itself what it holds: a text that stands there already, and what a page shows that has
    // been open for longer than its server. Put into it again that could cover what is typed or chosen next.
    speaksFor(name, text, isOlder) {
      const place = document.querySelector(".st-key-create_" + name);
      const held = place?.querySelector("textarea, input[type=text]")?.value;
      return place && (JSON.stringify(held) === text || (isOlder && held !== ""));
    },
  };
  const holdStill = () => { waiting.forEach((timer) => clearTimeout(timer)); waiting.clear(); };

  // Streamlit sends a text by a timer and with the name of the page that is open, but a click on another page at once.
  // On a slow machine the text would come second and take the visitor back; so the click waits behind that timer.
  const sendTextFirst = (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-testid*=NavLink]");
    const opensElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || opensElsewhere || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    holdStill();
    setTimeout(() => link.click());
  };

  document.addEventListener("click", sendTextFirst, true);
  window.addEventListener("popstate", holdStill, true);
  document.addEventListener("input", (event) => typed(event.target));
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", (event) => { composing = false; typed(event.target); });
  window.addEventListener("pagehide", () => { keep(document.activeElement); leaveMode(true); });
  window.addEventListener("pageshow", () => leaveMode(document.hidden));
  document.addEventListener("visibilitychange", () => leaveMode(document.hidden));
  leaveMode(document.hidden);
  new MutationObserver(alertsOf).observe(document.body, {childList: true, subtree: true});
  typed(document.activeElement);  // who was quicker than this
}
"""

_SCROLL_JS: Final = """
if (window.mvStudioForm && __NUMBER__ > window.mvStudioForm.scrolls) {
  window.mvStudioForm.scrolls = __NUMBER__;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => document.querySelector(__SELECTOR__)
    ?.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"}), 150);
}
"""


def bring_into_view(key: str) -> None:
    """Have the browser scroll to the container `key`, or to the first whose key begins with it, after this run."""
    number, _key = st.session_state.get(_TARGET, (0, ""))
    st.session_state[_TARGET] = (number + 1, key)


def listen() -> None:
    """Draw nothing, listen; before the first field of the form, so that no key escapes."""
    values = {
        "NAMES": json.dumps(TEXTS),
        "KEPT_AS": storage.PREFIX + form.KEPT_AS,
        "COOKIE": form.MODE_COOKIE,
        "LONGEST": _LONGEST_KEPT,
        "PAUSE_MS": _PAUSE_MS,
    }
    _run(_JS, values, place="create_listens")


def scroll() -> None:
    """Bring into view what was asked for; below everything else of the form."""
    number, key = st.session_state.get(_TARGET, (0, ""))
    values = {"NUMBER": number, "SELECTOR": json.dumps(f'[class*="st-key-{key}"]')}
    _run(_SCROLL_JS, values, place="create_scrolls")


def _run(script: str, values: Mapping[str, object], *, place: str) -> None:
    for name, value in values.items():
        script = script.replace(f"__{name}__", str(value))
    with st.container(key=place):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)

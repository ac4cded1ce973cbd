"""A hand for the create form in the browser: takes over what is typed as soon as the typing pauses.

Streamlit hears of a text when its field is left. A reload in the middle of a sentence would lose it, and counters would
stand still; so after a pause this does what Ctrl+Enter does. It also brings a part of the page into view when asked.
"""

from typing import Final

import streamlit as st

__all__ = ["bring_into_view", "mount"]

_TARGET: Final = "create.view_target"

# A link or an id is only of use when it is whole, so those two fields wait until they are left.
_JS = """
const form = window.mvStudioForm ??= {waiting: new Map(), composing: false, listens: false, seen: 0};
const PAUSE_MS = 700;

function isOurs(field) {
  return field instanceof Element && field.matches("textarea, input[type=text]")
    && field.closest("[class*=st-key-create_]")
    && !field.closest(".st-key-create_picture_link, .st-key-create_picture_asset");
}

function takeOver(field) {
  clearTimeout(form.waiting.get(field));
  form.waiting.delete(field);
  if (!field.isConnected || form.composing) return;
  field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", code: "Enter", ctrlKey: true, metaKey: true,
    bubbles: true, cancelable: true}));
}

function later(event) {
  if (!isOurs(event.target)) return;
  clearTimeout(form.waiting.get(event.target));
  form.waiting.set(event.target, setTimeout(takeOver, PAUSE_MS, event.target));
}

export default function({data}) {
  if (!form.listens) {
    form.listens = true;
    document.addEventListener("input", later);
    // Before a click elsewhere counts, so that a click on a page's name cannot overtake the last words.
    document.addEventListener("pointerdown", (event) => {
      if (isOurs(document.activeElement) && event.target !== document.activeElement) takeOver(document.activeElement);
    }, {capture: true});
    document.addEventListener("compositionstart", () => { form.composing = true; });
    document.addEventListener("compositionend", (event) => { form.composing = false; later(event); });
    later({target: document.activeElement});  // who was quicker than this
  }
  for (const problem of document.querySelectorAll("[class*=st-key-create_problem_]")) problem.role = "alert";
  if (data.number > form.seen) {
    form.seen = data.number;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    setTimeout(() => document.querySelector(data.selector)
      ?.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"}), 150);
  }
}
"""

_component = st.components.v2.component("mv_studio_form", js=_JS)


def bring_into_view(key: str) -> None:
    """Have the browser scroll to the container `key`, or to the first whose key begins with it, after this run."""
    number, _key = st.session_state.get(_TARGET, (0, ""))
    st.session_state[_TARGET] = (number + 1, key)


def mount() -> None:
    """Draw nothing, listen; below everything else of the form."""
    number, key = st.session_state.get(_TARGET, (0, ""))
    _component(key="create_live", data={"number": number, "selector": f'[class*="st-key-{key}"]'}, height=0)

"""One step in the browser's history for each page, so that *Back* leads to the page before, project and all."""

from typing import Final

__all__ = ["ONE_STEP_EACH"]

# Streamlit goes to another page in two steps: first it changes the query of the page being left, then the path. What
# has only another query is no page that anybody saw, so the next step takes its place.
ONE_STEP_EACH: Final = """
if (!window.mvStudioHistory) {
  window.mvStudioHistory = true;
  const push = history.pushState.bind(history);
  let isHalfway = false;
  history.pushState = (state, title, address) => {
    const here = location.pathname, there = new URL(address ?? location.href, location.href).pathname;
    if (isHalfway) history.replaceState(state, title, address);
    else push(state, title, address);
    isHalfway = there === here;
  };
  window.addEventListener("popstate", () => { isHalfway = false; });
}
"""
"""Script: have the browser count each page once, whatever was changed in its address meanwhile."""

// Streamlit goes to another page in two steps: first it changes the query of the page being left, then the path. What
// has only another query is no page that anybody saw, so the next step takes its place.
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

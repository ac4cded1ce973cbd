if (window.mvStudioForm && given.number > window.mvStudioForm.scrolls) {
  window.mvStudioForm.scrolls = given.number;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => document.querySelector(given.selector)
    ?.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"}), 150);
}

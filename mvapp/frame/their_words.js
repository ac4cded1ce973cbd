// Some names that only a screen reader or a resting pointer tells are Streamlit's own, in English. Those that a page of
// ours can meet are said in the visitor's language; the name of an icon that stands beside its own words is not said.
window.mvStudioTheirWords = given;
if (!window.mvStudioTranslate) {
  const HELP = "Help for ";
  const ours = (name) => window.mvStudioTheirWords[name]
    ?? (name?.startsWith(HELP) ? window.mvStudioTheirWords.help.replace("{}", () => name.slice(HELP.length)) : undefined);
  window.mvStudioTranslate = () => {
    for (const place of document.querySelectorAll("[aria-label], [title]"))
      for (const kind of ["aria-label", "title"]) {
        const name = place.getAttribute(kind), words = ours(name);
        if (words !== undefined && words !== name) place.setAttribute(kind, words);
      }
    for (const icon of document.querySelectorAll("[role=img][aria-label$=' icon'], span[aria-label$=' icon']")) {
      icon.removeAttribute("aria-label");
      icon.setAttribute("aria-hidden", "true");
    }
    const skip = document.querySelector("[data-testid=stSkipToContent]");
    if (skip && skip.textContent !== window.mvStudioTheirWords.skip) skip.textContent = window.mvStudioTheirWords.skip;
  };
  new MutationObserver(window.mvStudioTranslate).observe(document.body,
    {childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title"]});
}
window.mvStudioTranslate();

// An uploader comes and goes with what is drawn, so it is looked after whenever something was. Its error is a sentence
// of Streamlit's or of its HTTP client, in English; ours stands below it, for the eye and for screen readers. A file
// that is chosen while the page has no connection is passed over or waits, both without a word.
window.mvStudioUploaders = {...window.mvStudioUploaders, ...given};
if (!window.mvStudioLookAfter) {
  const causes = [[/ or smaller|status code 413/, "too_big"], [/Only one/, "one_only"], [/status code 503/, "busy"],
    [/status code/, "refused"], [/(?:)/, "broken_off"]];
  const tell = (place, key, words) => {
    let shown = place.querySelector(":scope > .mv-upload-problem");
    if (!words) shown?.remove();
    else if (!shown) {
      shown = document.createElement("div");
      Object.assign(shown, {className: "mv-upload-problem", id: `mv-upload-problem-${key}`, role: "alert"});
      shown.textContent = words;
      place.append(shown);
    } else if (shown.textContent !== words) shown.textContent = words;
  };
  window.mvStudioLookAfter = () => {
    for (const [key, ours] of Object.entries(window.mvStudioUploaders))
      for (const place of document.querySelectorAll(`.st-key-${key}`)) {
        for (const button of place.querySelectorAll("section button")) {
          const name = button.getAttribute("kind") === "minimal" ? ours.remove : ours.name;
          if (button.ariaLabel !== name) button.ariaLabel = name;
        }
        for (const input of place.querySelectorAll("input[type=file]"))
          if (ours.accept && input.accept !== ours.accept) input.accept = ours.accept;
        const chip = place.querySelector("[data-testid=stFileChip]");
        const theirs = place.querySelector("section [role=alert]");
        if (chip) delete place.dataset.mvStudioWaits;
        tell(place, key, ours[theirs ? causes.find(([words]) => words.test(theirs.textContent))[1]
          : place.dataset.mvStudioWaits]);
        if (theirs && chip) chip.setAttribute("aria-describedby", `mv-upload-problem-${key}`);
      }
  };
  const chosen = event => {
    const place = event.target.closest?.(Object.keys(window.mvStudioUploaders).map(key => `.st-key-${key}`).join());
    const section = place?.querySelector("section");
    if (!section) return;
    delete place.dataset.mvStudioWaits;
    const wait = cause => {
      if (section.isConnected && !place.querySelector("[data-testid=stFileChip]")) place.dataset.mvStudioWaits = cause;
      window.mvStudioLookAfter();
    };
    if (section.getAttribute("aria-disabled") === "true") wait("broken_off");
    else setTimeout(wait, 3000, "no_connection");
  };
  for (const how of ["change", "drop"]) document.addEventListener(how, chosen, true);
  new MutationObserver(window.mvStudioLookAfter).observe(document.body, {childList: true, subtree: true});
}
window.mvStudioLookAfter();

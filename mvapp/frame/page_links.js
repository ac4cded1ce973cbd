// Streamlit shows the current page's link to the eye only. The links may be drawn anew at any time, so they are looked
// after whenever something was.
window.mvStudioPages = given;
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

// A link or an id is only of use when it is whole, so those two fields wait until they are left. While an input method
// puts a word together nothing is handed over: what is drawn anew then would break the word off.
if (!window.mvStudioForm) {
  const {names: NAMES, keptAs: KEPT_AS, cookie: COOKIE, longest: LONGEST, pauseMs: PAUSE_MS} = given;
  const waiting = new Map(), typedHere = new Map();
  let composing = false;

  const nameOf = (field) => field instanceof Element && field.matches("textarea, input[type=text]")
    ? NAMES.find((name) => field.closest(".st-key-create_" + name)) : undefined;

  const keep = (field) => {
    const name = nameOf(field);
    if (!name || field.value.length > LONGEST) return;
    typedHere.set(name, field.value);
    try {
      if (field.value) localStorage.setItem(KEPT_AS + name, JSON.stringify(field.value));
      else localStorage.removeItem(KEPT_AS + name);
    } catch { /* private mode, or full */ }
  };

  // Only while no page is in sight: one that is open has what it shows, also for a server that was started anew.
  const leaveMode = (isLeft) => {
    let mode = "";
    try {
      if (isLeft && Object.keys(localStorage).some((key) => key.startsWith(KEPT_AS)))
        mode = JSON.parse(localStorage.getItem(KEPT_AS + "music_generate_type")) ?? given.usualMode;
    } catch { /* private mode, or written by somebody else */ }
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
    waiting.set(field, setTimeout(handOver, PAUSE_MS, field));
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
      } catch { return null; /* private mode */ }
    },
    // Whether a field says by itself what it holds: a text that stands there already, and what a page shows that has
    // been open for longer than its server. Put into it again that could cover what is typed or chosen next.
    speaksFor(name, text, isOlder) {
      const place = document.querySelector(".st-key-create_" + name);
      const held = place?.querySelector("textarea, input[type=text]")?.value;
      return place && (JSON.stringify(held) === text || (isOlder && held !== ""));
    },
  };
  const holdStill = () => { waiting.forEach((timer) => { clearTimeout(timer); }); waiting.clear(); };

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

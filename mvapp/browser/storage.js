// The number of the last write that this page load has done keeps a redrawn component from writing old values again
// over what another tab has written since. Other tabs' changes arrive by the browser's own storage event.
const done = window.mvStudioStorage ??= {number: 0, tell: null, listens: false};

function all(prefix) {
  const found = {};
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(prefix)) continue;
      const name = key.slice(prefix.length), value = localStorage.getItem(key);
      if (name.startsWith("draft.") && window.mvStudioForm?.speaksFor(name.slice(6), value, done.isOlder)) continue;
      found[name] = value;
    }
  } catch { /* private mode: nothing is kept */ }
  return found;
}

export default function({data, setStateValue, setTriggerValue}) {
  const {prefix, writes, session, isHeard, cookies, texts} = data;
  if (done.session !== session) {
    done.isOlder = Boolean(done.session);
    done.session = session;
    done.number = 0;
  }
  done.isHeard = isHeard; // what stands on the page is drawn with what was kept here
  for (const [number, key, value] of writes) {
    if (number <= done.number) continue;
    done.number = number;
    try {
      if (value === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, value);
    } catch { /* private mode, or full */ }
  }
  const secure = location.protocol === "https:" ? "; Secure" : "";
  for (const cookie of cookies) {
    if (document.cookie.split("; ").includes(cookie)) continue;
    document.cookie = `${cookie}; path=/; max-age=31536000; SameSite=Lax${secure}`;
  }
  done.tell = () => setStateValue("stored", JSON.stringify({session, number: done.number, values: all(prefix)}));
  if (done.told !== session) { done.told = session; done.tell(); }
  const unheard = texts && window.mvStudioForm?.unheard(texts);
  if (unheard) setTriggerValue("unheard", unheard);
  if (!done.listens) {
    done.listens = true;
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(prefix + "video.")) done.tell();
    });
  }
}

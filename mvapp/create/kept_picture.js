const opened = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("mv-studio", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("pictures");
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function done(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("pictures", mode);
      const request = act(transaction.objectStore("pictures"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally { database.close(); }
}

async function held(name) {
  const picture = await done("readonly", (pictures) => pictures.get("draft"));
  return picture?.name === name ? picture.base64 : "";
}

// A busy browser is asked the same thing twice in a moment; an answer may be lost to a click on another page.
const answered = {name: "", atMs: 0};
const LONG_ENOUGH_MS = 5000;

async function answer(name, parentElement, setTriggerValue) {
  const sinceMs = performance.now() - answered.atMs;
  if (answered.name === name && sinceMs < LONG_ENOUGH_MS) {
    await new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH_MS - sinceMs));
    if (!parentElement.isConnected) return;
  }
  answered.name = name;
  answered.atMs = performance.now();
  setTriggerValue("found", {name, base64: await held(name)});
}

async function obey({keep, base64, ask, drop}, parentElement, setTriggerValue) {
  if (drop && await held(drop)) await done("readwrite", (pictures) => pictures.delete("draft"));
  if (keep) await done("readwrite", (pictures) => pictures.put({name: keep, base64}, "draft"));
  if (keep || drop) setTriggerValue("kept", {name: keep ?? ""});
  if (ask) await answer(ask, parentElement, setTriggerValue);
}

export default function({data, parentElement, setTriggerValue}) {
  obey(data, parentElement, setTriggerValue).catch(() => {  // private mode, or full
    if (data.ask) setTriggerValue("found", {name: data.ask, base64: ""});
  });
}

"""Small things that only the visitor's browser can do: copy to the clipboard, notice a dead link, ring."""

from typing import Final

import streamlit as st

__all__ = ["copy_button", "film_stopped", "ring", "to_the_top"]

_COPY_JS: Final = """
export default function({data, parentElement}) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(data.text);
    } catch (error) {  // not a secure context, or not allowed: the old way
      const area = document.createElement("textarea");
      area.value = data.text;
      document.body.appendChild(area);
      area.select();
      copied = document.execCommand("copy");
      area.remove();
    }
    button.textContent = copied ? data.done : data.failed;
    setTimeout(() => { button.textContent = data.label; }, 2500);
  };
}
"""
_COPY_CSS: Final = """
button {
  font: inherit; font-size: 0.875rem; color: inherit; cursor: pointer; background: transparent; white-space: nowrap;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.25rem 0.9rem; min-height: 2.5rem;
}
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
_copy = st.components.v2.component("mv_studio_copy", html='<button type="button"></button>', css=_COPY_CSS, js=_COPY_JS)

# Each address is reported once an attempt: a fresh link that fails too must not become a loop.
_FILM_JS: Final = """
const told = window.mvStudioFilm ??= {reported: new Set()};

function report(video) {
  const name = told.attempt + " " + (video.currentSrc || video.src);
  if (!video.error || told.reported.has(name)) return;
  told.reported.add(name);
  told.tell();
}

function bind(video) {
  video.mvStudioBound = true;
  video.addEventListener("error", () => report(video));
}

export default function({data, setTriggerValue}) {
  told.attempt = data.attempt;
  told.tell = () => setTriggerValue("stopped", true);
  const look = () => {
    const video = document.querySelector("." + data.place + " video");
    if (!video) return;
    if (!video.mvStudioBound) bind(video);
    report(video);
  };
  // The player arrives when its code has been loaded, which may be after this.
  const observer = new MutationObserver(look);
  observer.observe(document.querySelector("." + data.place) ?? document.body, {childList: true, subtree: true});
  look();
  return () => observer.disconnect();
}
"""
_film = st.components.v2.component("mv_studio_film", js=_FILM_JS)

_TOP_JS: Final = """
export default function({data}) {
  if (window.mvStudioTop === data.name) return;
  window.mvStudioTop = data.name;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}
"""
_top = st.components.v2.component("mv_studio_top", js=_TOP_JS)

_RING_JS: Final = """
export default function({data}) {
  const rung = window.mvStudioRung ??= new Set();
  if (rung.has(data.id)) return;
  rung.add(data.id);
  if (data.sound) {
    try {
      const sound = new AudioContext();
      [659.25, 783.99, 1046.5].forEach((frequency, number) => {
        const tone = sound.createOscillator(), volume = sound.createGain();
        const at = sound.currentTime + number * 0.16;
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.0001, at);
        volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
        tone.connect(volume).connect(sound.destination);
        tone.start(at);
        tone.stop(at + 1);
      });
    } catch (error) { /* no sound without a click before */ }
  }
  if (data.notify && "Notification" in window) {
    if (data.ask && Notification.permission === "default") Notification.requestPermission();
    else if (Notification.permission === "granted") {
      try { new Notification(data.text, {tag: data.id}); } catch (error) { /* Android wants a service worker */ }
    }
  }
}
"""
_ring = st.components.v2.component("mv_studio_ring", js=_RING_JS)


def copy_button(label: str, text: str, *, done: str, failed: str, key: str) -> None:
    """A button that copies `text`; `done` and `failed` stand on it for a moment afterwards."""
    _copy(key=key, data={"label": label, "text": text, "done": done, "failed": failed}, width="content")


def to_the_top(name: str) -> None:
    """Show the page from its top when it is opened, once for each `name`: Streamlit keeps the last page's place."""
    _top(key="to_the_top", data={"name": name})


def film_stopped(place: str, *, attempt: int) -> bool:
    """Whether the player inside a container could not load its film; told once for each link and attempt.

    Args:
        place: the key of the container that holds the player.
        attempt: how often fresh links were asked for; the same address may fail anew after each.
    """
    data = {"place": f"st-key-{place}", "attempt": attempt}
    result = _film(key=f"{place}_film", data=data, on_stopped_change=_nothing)
    return bool(result.stopped)


def ring(name: str, text: str, *, sound: bool, notify: bool, ask: bool = False) -> None:
    """Play a chime, show a notification, or both; once for each `name`. `ask`: get the permission only."""
    _ring(key=f"ring_{name}", data={"id": name, "text": text, "sound": sound, "notify": notify, "ask": ask})


def _nothing() -> None:
    """A trigger of a component exists only with a callback."""

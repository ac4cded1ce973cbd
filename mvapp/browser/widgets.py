"""Small things that only the visitor's browser can do: show the page from its top, ring."""

from typing import Final

import streamlit as st

__all__ = ["ring", "to_the_top"]

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
    const isInView = document.visibilityState === "visible" && document.hasFocus();
    if (data.ask && Notification.permission === "default") Notification.requestPermission();
    else if (!isInView && Notification.permission === "granted") {
      try { new Notification(data.text, {tag: data.id}); } catch (error) { /* Android wants a service worker */ }
    }
  }
}
"""
_ring = st.components.v2.component("mv_studio_ring", js=_RING_JS)


def to_the_top(name: str) -> None:
    """Show the page from its top when it is opened, once for each `name`: Streamlit keeps the last page's place."""
    _top(key="to_the_top", data={"name": name})


def ring(name: str, text: str, *, sound: bool, notify: bool, ask: bool = False) -> None:
    """Play a chime, show a notification, or both; once for each `name`.

    No notification is shown to who has the page before their eyes. `ask`: get the permission only.
    """
    _ring(key=f"ring_{name}", data={"id": name, "text": text, "sound": sound, "notify": notify, "ask": ask})

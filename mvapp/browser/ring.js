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
    } catch { /* no sound without a click before */ }
  }
  if (data.notify && "Notification" in window) {
    const isInView = document.visibilityState === "visible" && document.hasFocus();
    if (data.ask && Notification.permission === "default") Notification.requestPermission();
    else if (!isInView && Notification.permission === "granted") {
      try { new Notification(data.text, {tag: data.id}); } catch { /* Android wants a service worker */ }
    }
  }
}

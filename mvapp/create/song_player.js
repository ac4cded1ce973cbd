// A song of one's own: its waveform to look at, a button to hear it, and the half minute of it that becomes the film, as
// a slider that is dragged or moved with the arrow keys. Without a part to choose, the waveform itself is the slider.
const TOLD_AFTER_MS = 500, FRESH_MS = 4000, SEEK_S = 5;
const KEYS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10, Home: -1e4, End: 1e4};
const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;

function made(name, kind, parent) {
  const element = document.createElement(name);
  element.className = kind;
  parent.append(element);
  return element;
}

function built(parent) {
  const place = made("div", "mv-song", parent), audio = made("audio", "", place);
  const play = made("button", "mv-song-play", place), wave = made("div", "mv-song-wave", place);
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("preserveAspectRatio", "none");
  shape.setAttribute("aria-hidden", "true");
  shape.append(path);
  wave.append(shape);
  const part = made("div", "mv-song-part", wave), now = made("div", "mv-song-now", wave);
  const times = made("span", "mv-song-times", place);
  play.type = "button";
  audio.preload = "none";
  const state = place.mvStudio = {audio, play, wave, shape, path, part, now, times, at: 0, movedAtMs: -FRESH_MS, timer: 0,
    isHeld: false};
  play.addEventListener("click", () => { toggle(state); });
  for (const event of ["play", "pause", "timeupdate", "ended", "loadedmetadata"])
    audio.addEventListener(event, () => { heard(state); });
  wave.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    wave.setPointerCapture(event.pointerId);
    (state.data.part ? part : wave).focus({preventScroll: true});
    const s = pointed(state, event), length = state.data.part;
    state.isHeld = true;
    state.grip = length && s >= state.at && s <= state.at + length ? s - state.at : length / 2;
    follow(state, s);
  });
  wave.addEventListener("pointermove", (event) => { if (state.isHeld) follow(state, pointed(state, event)); });
  for (const end of ["pointerup", "pointercancel"]) wave.addEventListener(end, () => { state.isHeld = false; });
  wave.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    if (state.data.part) move(state, state.at + step); else seek(state, audio.currentTime + step * SEEK_S);
  });
  return state;
}

const pointed = (state, event) => {
  const {left, width} = state.wave.getBoundingClientRect();
  return state.data.seconds * Math.min(1, Math.max(0, (event.clientX - left) / width));
};

const follow = (state, s) => { if (state.data.part) move(state, s - state.grip); else seek(state, s); };

function move(state, at) {
  const {seconds, part} = state.data;
  state.at = Math.round(Math.min(seconds - part, Math.max(0, at)));
  state.movedAtMs = performance.now();
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    if (!state.audio.paused) state.audio.currentTime = state.at;
    state.tell("moved", state.at);
  }, TOLD_AFTER_MS);
  show(state);
}

function seek(state, s) {
  state.audio.currentTime = Math.min(state.data.seconds, Math.max(0, s));
  heard(state);
}

function toggle(state) {
  const {audio, at, data} = state;
  if (!audio.paused) audio.pause();
  else {
    const isOutside = data.part && (audio.currentTime < at || audio.currentTime >= at + data.part - .3);
    if (isOutside) audio.currentTime = at;
    audio.play().catch(() => { /* its button still says that it does not play */ });
  }
}

function heard(state) {
  const {audio, play, data, at} = state;
  if (data.part && !audio.paused && audio.currentTime >= at + data.part) audio.pause();
  const name = audio.paused ? data.play : data.pause;
  if (play.ariaLabel !== name) play.ariaLabel = name;
  play.classList.toggle("mv-plays", !audio.paused);
  state.now.style.left = `${100 * Math.min(1, audio.currentTime / data.seconds)}%`;
  state.now.hidden = !audio.currentTime;
  show(state);
}

function slider(element, told) {
  for (const name of ["role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext"])
    if (name in told) element.setAttribute(name, told[name]); else element.removeAttribute(name);
}

function show({data, audio, wave, part, times, at}) {
  const {seconds} = data, told = {role: "slider", tabindex: "0", "aria-valuemin": "0"};
  part.hidden = !data.part;
  const end = at + data.part;
  Object.assign(part.style, {left: `${100 * at / seconds}%`, width: `${100 * data.part / seconds}%`});
  slider(part, data.part ? {...told, "aria-label": data.label, "aria-valuemax": Math.round(seconds - data.part),
    "aria-valuenow": at, "aria-valuetext": `${clock(at)} – ${clock(end)}`} : {});
  slider(wave, data.part ? {} : {...told, "aria-label": data.position, "aria-valuemax": Math.round(seconds),
    "aria-valuenow": Math.round(audio.currentTime), "aria-valuetext": clock(audio.currentTime)});
  const words = data.part ? `${clock(at)} – ${clock(end)} · ${clock(seconds)}`
    : `${clock(audio.currentTime)} / ${clock(seconds)}`;
  if (times.textContent !== words) times.textContent = words;
}

export default function({data, parentElement, setTriggerValue}) {
  const state = parentElement.querySelector(".mv-song")?.mvStudio ?? built(parentElement);
  const isOther = state.data?.song !== data.song || !state.data?.part !== !data.part;
  if (state.data?.song !== data.song) {
    state.audio.src = data.address;
    state.shape.setAttribute("viewBox", `0 0 ${data.loudness.length} 100`);
    state.path.setAttribute("d", data.loudness.map((loud, bar) =>
      `M${bar + .5} ${50 - Math.max(2, loud) / 2}V${50 + Math.max(2, loud) / 2}`).join(""));
  }
  state.data = data;
  state.tell = setTriggerValue;
  if (isOther) clearTimeout(state.timer);
  // What was drawn while a hand was on it is older than the hand.
  if (isOther || performance.now() - state.movedAtMs > FRESH_MS) state.at = data.at;
  heard(state);
}

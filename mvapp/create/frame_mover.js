// The film's frame on the picture, as a slider: it is dragged, or moved with the arrow keys, along the side that is free.
const TOLD_AFTER_MS = 500, FRESH_MS = 4000;
const KEYS = {ArrowLeft: -2, ArrowUp: -2, ArrowRight: 2, ArrowDown: 2, PageUp: -10, PageDown: 10, Home: -100, End: 100};

function built(parent) {
  const place = document.createElement("div"), picture = document.createElement("img");
  const frame = document.createElement("div");
  place.className = "mv-frame";
  place.append(picture, frame);
  parent.append(place);
  const state = place.mvStudio = {place, picture, frame, at: 50, movedAtMs: -FRESH_MS, timer: 0, from: null};
  frame.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || !state.data.moves) return;
    event.preventDefault();
    move(state, state.at + step);
  });
  place.addEventListener("pointerdown", (event) => {
    if (!state.data.moves || event.button) return;
    event.preventDefault();
    place.setPointerCapture(event.pointerId);
    frame.focus({preventScroll: true});
    state.from = {x: event.clientX, y: event.clientY, at: state.at};
  });
  place.addEventListener("pointermove", (event) => {
    if (!state.from) return;
    const {free, isAcross} = measures(state.data);
    const way = isAcross ? event.clientX - state.from.x : event.clientY - state.from.y;
    const room = (isAcross ? picture.clientWidth : picture.clientHeight) * free;
    move(state, state.from.at + 100 * way / room);
  });
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => { state.from = null; });
  return state;
}

function measures({width, height, ratio}) {
  const isAcross = width / height > ratio;
  const shown = isAcross ? height * ratio / width : width / ratio / height;
  return {isAcross, shown, free: 1 - shown};
}

function move(state, at) {
  state.at = Math.round(Math.min(100, Math.max(0, at)));
  state.movedAtMs = performance.now();
  clearTimeout(state.timer);
  state.timer = setTimeout(() => state.tell("moved", state.at), TOLD_AFTER_MS);
  show(state);
}

function show({data, picture, frame, place, at}) {
  const {isAcross, shown, free} = measures(data);
  const start = `${free * at}%`, size = `${100 * shown}%`;
  Object.assign(frame.style, isAcross ? {left: start, width: size, top: 0, height: "100%"}
    : {top: start, height: size, left: 0, width: "100%"});
  picture.alt = data.alt;
  place.classList.toggle("mv-moves", data.moves);
  place.style.touchAction = isAcross ? "pan-y" : "none";
  const told = data.moves ? {role: "slider", tabindex: "0", "aria-label": data.label, "aria-valuemin": "0",
    "aria-valuemax": "100", "aria-valuenow": at, "aria-valuetext": `${at} %`,
    "aria-orientation": isAcross ? "horizontal" : "vertical"} : {};
  for (const name of ["role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow",
    "aria-valuetext", "aria-orientation"])
    if (name in told) frame.setAttribute(name, told[name]); else frame.removeAttribute(name);
}

export default function({data, parentElement, setTriggerValue}) {
  const state = parentElement.querySelector(".mv-frame")?.mvStudio ?? built(parentElement);
  const isOther = state.data?.picture !== data.picture || state.data?.ratio !== data.ratio;
  state.data = data;
  state.tell = setTriggerValue;
  if (isOther) clearTimeout(state.timer);
  // What was drawn while a hand was on it is older than the hand.
  if (isOther || performance.now() - state.movedAtMs > FRESH_MS) state.at = data.at;
  if (state.picture.src !== data.picture) state.picture.src = data.picture;
  show(state);
}

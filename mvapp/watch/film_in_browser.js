// What the browser does for the finished film: a link that dies is renewed and the film goes on where it was, a download
// never ends on an error page, and what the clipboard refuses is shown, selected, to be copied by hand.

const RETRIES_MS = [1000, 2000, 4000];
const ASK_AGAIN_MS = 5000;
const MOST_ASKS = 12;
const OLD_MS = 10 * 60 * 1000;
const SAID_MS = 2500;
const HEARD_MS = 400;  // a screen reader hears what changes in a region that it knows
const TRIANGLE = "M8 5v14l11-7z";
const DOWNLOAD_BEGINS_MS = 5000;  // nothing tells when one has begun

class Film {
  constructor(root) {
    this.field = root.querySelector("input");
    this.words = root.querySelector("p");
    this.news = root.querySelector("span");
    this.root = root;
    this.number = null;    // of the renewal that brought the links at hand
    this.place = null;     // where the viewer is
    this.isSettled = false;
    this.isFresh = false;  // whether the link is new and has not played yet
    this.failures = 0;     // since it last played
    this.asking = null;
    this.waiting = [];     // for fresh links
    this.listens = new AbortController();
    // Where it opens the sheet of a phone; on a desktop there are better ways.
    const shares = "share" in navigator && matchMedia("(pointer: coarse)").matches;
    document.documentElement.classList.toggle("mv-shares", shares);
    this.listen(document, "click", (event) => this.clicked(event), true);
    for (const [at, name] of [[document, "visibilitychange"], [window, "focus"]]) {
      this.listen(at, name, () => this.returned());
    }
    // The player arrives when its code has been loaded, which may be after this.
    this.observer = new MutationObserver(() => this.bind());
    this.observer.observe(document.body, {childList: true, subtree: true});
  }

  update(data, tell) {
    const isOver = data.number !== this.number || this.data?.isLooking;
    Object.assign(this, {data, tell});
    if (data.isLooking) {
      this.answered();
      this.say(data.words.renewing, 0);
    } else if (isOver) {
      this.isFresh = this.number !== null;
      this.number = data.number;
      this.since = this.now();
      this.renewed();
    }
    this.field.ariaLabel = data.words.link;
    if (!this.field.hidden) this.field.value = data.copied;
    this.bind();
  }

  end() {
    this.listens.abort();
    this.observer.disconnect();
    this.button?.remove();
    clearTimeout(this.asking?.timer);
  }

  listen(at, name, act, isFirst = false) {
    at.addEventListener(name, act, {capture: isFirst, signal: this.listens.signal});
  }

  get video() { return document.querySelector(`.${this.data.place} video`); }

  // A tab may sleep, and then only one of the two goes on; a clock that is put forward costs a look at Giggle.
  now() { return [Date.now(), performance.now()]; }

  get isOld() {
    const now = this.now();
    return this.data.canRenew && Math.max(...this.since.map((then, which) => now[which] - then)) > OLD_MS;
  }

  say(words, forMs = SAID_MS) {
    clearTimeout(this.silence);
    this.words.textContent = words;
    if (forMs) this.silence = setTimeout(() => { this.words.textContent = ""; }, forMs);
  }

  // Fresh links

  ask(why) {
    if (this.asking) return;
    this.say(this.data.words.renewing, 0);
    const number = this.number;
    let asks = 0;
    // The line to the server may be broken too: then nobody hears, and nobody says so.
    const askOnce = () => {
      asks += 1;
      if (asks > MOST_ASKS) { this.answered(); this.renewed(); return; }
      this.asking = {why, timer: setTimeout(askOnce, ASK_AGAIN_MS)};
      if (asks > 1 && this.video?.error) this.video.load();
      this.tell({number, why});
    };
    askOnce();
  }

  answered() {
    clearTimeout(this.asking?.timer);
    this.asking = null;
  }

  renewed() {
    this.answered();
    this.say("");
    this.failures = 0;
    if (this.video?.error) this.video.load();
    this.waiting.splice(0).forEach((act) => { act(); });
  }

  whenFresh(act, why) {
    this.waiting.push(act);
    this.ask(why);
  }

  returned() {
    const isPlaying = this.video && !this.video.paused && !this.video.ended;
    if (!document.hidden && !isPlaying && this.isOld) this.ask("old");
  }

  // The player

  bind() {
    const video = this.video;
    if (!video || video.mvStudioFilm === this) return;
    video.mvStudioFilm = this;
    video.playsInline = true;
    if (this.data.poster) video.poster = this.data.poster;
    this.offer(video);
    for (const name of ["timeupdate", "seeking", "play", "pause", "volumechange", "ratechange"]) {
      this.listen(video, name, () => this.note(video));
    }
    this.listen(video, "emptied", () => { this.isSettled = false; });
    // Later than Streamlit's own listener, which goes to the start.
    this.listen(video, "loadedmetadata", () => setTimeout(() => this.goOn(video)));
    this.listen(video, "canplay", () => this.plays());
    this.listen(video, "error", () => this.failed(video));
    if (video.error) this.failed(video);
    else if (video.readyState > 0) this.goOn(video);
  }

  // One large button to begin with, which is what the focus goes to when somebody waited.
  offer(video) {
    this.button?.remove();
    const button = this.button = document.createElement("button");
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    icon.setAttribute("viewBox", "0 0 24 24");
    path.setAttribute("d", TRIANGLE);
    icon.append(path);
    button.append(icon);
    Object.assign(button, {className: "mv-play", type: "button", ariaLabel: this.data.words.play});
    button.hidden = Boolean(this.place) || !video.paused;
    button.onclick = () => { video.play().catch(() => { /* its own controls say why */ }); video.focus(); };
    this.listen(video, "play", () => { button.hidden = true; });
    this.listen(video, "ended", () => { button.hidden = false; });
    video.after(button);
    if (this.data.isNews && !this.news.textContent) setTimeout(() => this.tellNews(), HEARD_MS);
  }

  tellNews() {
    if (this.news.textContent) return;
    this.news.textContent = this.data.words.ready;
    if (document.activeElement === document.body) this.button.focus();
  }

  note(video) {
    if (!this.isSettled || !video.isConnected || video.error) return;
    const {currentTime, volume, muted, playbackRate} = video;
    this.place = {currentTime, isPlaying: !video.paused && !video.ended, kept: {volume, muted, playbackRate}};
  }

  goOn(video) {
    if (this.place) {
      Object.assign(video, this.place.kept);
      if (this.place.currentTime > 0) video.currentTime = this.place.currentTime;
      if (this.place.isPlaying) video.play().catch(() => { /* the browser wants a press first */ });
    }
    this.isSettled = true;
  }

  plays() {
    this.failures = 0;
    this.isFresh = false;
    if (this.asking?.why === "dead") { this.answered(); this.say(""); }
  }

  failed(video) {
    this.isSettled = false;
    this.failures += 1;
    const again = () => { if (video.isConnected && video.error) video.load(); };
    if (!navigator.onLine) window.addEventListener("online", again, {once: true, signal: this.listens.signal});
    else if (this.place && this.failures === 1) again();  // a line that broke is not yet a link that ended
    else if (this.isFresh && this.failures <= RETRIES_MS.length) setTimeout(again, RETRIES_MS[this.failures - 1]);
    else this.ask("dead");
  }

  // The buttons

  clicked(event) {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const inside = (key) => event.target.closest?.(`.st-key-${key} :is(a, button)`);
    const act = inside("watch_copy") ? "copy" : inside("watch_share") ? "share" : this.data.saved && isPlain && inside("watch_download") ? "save" : "";
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    this[act]();
  }

  save(isSecond = false) {
    if (!isSecond && this.frame && !this.frame.isOver) return;
    this.say(this.data.words.saving, DOWNLOAD_BEGINS_MS);
    this.frame?.remove();
    const frame = this.frame = document.createElement("iframe");
    frame.hidden = true;
    frame.sandbox = "allow-downloads";
    // A download leaves the frame as it was: what loads is no film.
    frame.onload = () => {
      frame.isOver = true;
      frame.remove();
      if (isSecond) this.say(this.data.words.cannotSave, 0);
      else this.whenFresh(() => this.save(true), "save");
    };
    setTimeout(() => { frame.isOver = true; }, DOWNLOAD_BEGINS_MS);
    frame.src = this.data.saved;
    this.root.append(frame);
  }

  share() {
    if (this.isOld) this.whenFresh(() => this.shareNow(), "old");
    else this.shareNow();
  }

  async shareNow() {
    const {words, fileName, copied, canRenew} = this.data;
    let what = canRenew ? {url: copied} : null;
    try {
      this.say(words.sharing, 0);
      this.film ??= await (await fetch(this.video.currentSrc)).blob();
      const file = new File([this.film], fileName, {type: "video/mp4"});
      if (navigator.canShare({files: [file]})) what = {files: [file]};
    } catch { /* another site's film may not be read by a script: then its link is shared */ }
    if (!what) { this.say(words.cannotShare, 0); return; }
    this.say("");
    // Fetching may have taken longer than a browser believes that somebody pressed.
    await navigator.share(what).catch(({name}) => { if (name === "NotAllowedError") this.say(words.shareAgain, 0); });
  }

  copy() {
    if (this.isOld) this.whenFresh(() => this.copyNow(), "old");
    else this.copyNow();
  }

  async copyNow() {
    const {copied, words} = this.data;
    this.field.hidden = true;
    try {
      await navigator.clipboard.writeText(copied);
    } catch {  // not a secure context, or not allowed: the old way, and then by hand
      Object.assign(this.field, {hidden: false, value: copied});
      this.field.focus();
      this.field.select();
      if (!document.execCommand("copy")) {
        const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
        this.say(matchMedia("(pointer: coarse)").matches ? words.byHold : isMac ? words.byMacKeys : words.byKeys, 0);
        return;
      }
      this.field.hidden = true;
    }
    this.say(words.copied);
  }
}

export default function({data, parentElement, setTriggerValue}) {
  const film = parentElement.mvStudioFilm ??= new Film(parentElement);
  film.update(data, (told) => setTriggerValue("told", told));
  return () => film.end();
}

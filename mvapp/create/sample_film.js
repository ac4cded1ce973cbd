// The film plays once it is there, without a sound, unless its visitor asked for calm; who stops it, or begins to write,
// is not met by it again. Its button is the browser's business: only a press that is at hand may make a sound.
window.mvStudioPoster = given.poster;
if (!window.mvStudioSampleFilm) {
  const film = () => document.querySelector(".st-key-create_sample_film video");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let isLeftAlone = false;
  window.mvStudioSampleFilm = () => {
    const video = film();
    if (!video || video.poster) return;
    video.poster = window.mvStudioPoster;
    video.playsInline = true;
    if (calm.matches || isLeftAlone) return;
    video.muted = true;
    video.play().catch(() => {});  // a browser that saves power
  };
  const withSound = (event) => {
    const button = event.target instanceof Element && event.target.closest(".st-key-create_with_sound button");
    const video = film();
    if (!button || !video) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    isLeftAlone = true;
    Object.assign(video, {muted: false, volume: 1, currentTime: 0, loop: false});
    video.play();
    if (video.clientWidth < 240) (video.requestFullscreen ?? video.webkitEnterFullscreen)?.call(video);
  };
  const paused = (event) => {
    if (event.target === film() && !event.target.ended && !document.hidden) isLeftAlone = true;
  };
  const writes = (event) => {
    if (!event.target.closest?.(".st-key-create_form") || !film()?.muted) return;
    film().pause();
  };
  document.addEventListener("click", withSound, true);
  document.addEventListener("pause", paused, true);
  document.addEventListener("input", writes, true);
  new MutationObserver(window.mvStudioSampleFilm).observe(document.body, {childList: true, subtree: true});
}
window.mvStudioSampleFilm();

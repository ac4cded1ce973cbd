// Two songs at once are none: the film that is begun stops the other.
if (!window.mvStudioBeside) {
  window.mvStudioBeside = true;
  document.addEventListener("play", ({target}) => {
    for (const other of document.querySelectorAll(".st-key-videos_pair video"))
      if (target.closest(".st-key-videos_pair") && other !== target) other.pause();
  }, true);
}

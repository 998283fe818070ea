// The player's controls, media-chrome. Making them keeps the page busy for some 0.2 s: the film is asked for before.

/** Longer than this they do not wait for the film, ms. */
const PATIENCE = 700;

/**
 * Loads them once the film has been asked for.
 * @param {HTMLVideoElement} video
 * @param {boolean} film whether there is one
 */
export function loadControls(video, film) {
  if (!film) return load();
  video.addEventListener('loadstart', load, {once: true});
  setTimeout(load, PATIENCE);
}

function load() {
  // @ts-ignore: minified, without types
  import('../third_party/media-chrome-4.19.4/media-chrome.js');
}

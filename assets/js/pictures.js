// The small pictures over the time range, and posters. The server makes them in the background, and of a film that is
// still being uploaded as it arrives: they are asked for until they are all there.

/** Pause before asking again when the server names none, ms. */
const PAUSE = 4000;
/** How often a picture that never comes is asked for. */
const TRIES = 10;

/**
 * How long until there may be more, ms; undefined: there will be no more.
 * @param {Response|undefined} answer undefined: the server could not be reached
 */
export function pauseAfter(answer) {
  if (!answer || answer.status >= 500 || answer.status === 429) return PAUSE;
  const seconds = Number(answer.headers.get('Retry-After') ?? NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * Asks for something again and again.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {(answer: Response) => Promise<boolean|void>} take true: it is enough
 */
async function poll(url, signal, take) {
  for (let barren = 0; barren < TRIES; barren++) {
    const answer = await fetch(url, {signal}).catch(() => undefined);
    if (signal.aborted) return;
    if (answer?.status === 200) {
      barren = 0;
      if (await take(answer) || signal.aborted) return;
    }
    const pause = pauseAfter(answer);
    if (pause === undefined) return;
    await new Promise((done) => setTimeout(done, pause));
    if (signal.aborted) return;
  }
}

export class Pictures {
  #video;
  #film = new AbortController();

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  /** @param {{thumbnails?: string, poster?: string}} addresses */
  show({thumbnails, poster}) {
    this.clear();
    const {signal} = this.#film;
    if (thumbnails) this.#follow(thumbnails, signal);
    if (poster) {
      poll(poster, signal, async () => {
        this.#video.poster = poster;
        return true;
      });
    }
  }

  /** No film, or another one. */
  clear() {
    this.#film.abort();
    this.#film = new AbortController();
    this.#track()?.remove();
    this.#video.removeAttribute('poster');
  }

  /** @returns {HTMLTrackElement|null} */
  #track() {
    return this.#video.querySelector('track[kind=metadata][label=thumbnails]');
  }

  /**
   * Keeps the track of thumbnails as the server has it.
   * @param {string} url WebVTT
   * @param {AbortSignal} signal
   */
  #follow(url, signal) {
    let shown = '';
    let revision = 0;
    return poll(url, signal, async (answer) => {
      const text = await answer.text();
      if (signal.aborted || text === shown || !text.includes('-->')) return;
      shown = text;
      const track = document.createElement('track');
      // media-chrome looks for this label among tracks that are default; of those browsers load them by themselves.
      Object.assign(track, {kind: 'metadata', label: 'thumbnails', src: `${url}?${revision++}`, default: true});
      this.#track()?.remove();
      this.#video.append(track);
    });
  }
}

/**
 * Loads posters of films to choose again that were not made yet. Until then they show nothing.
 * @param {HTMLElement} root
 */
export function retryPosters(root) {
  const poster = (/** @type {EventTarget|null} */ target) =>
    (target instanceof HTMLImageElement && target.classList.contains('film-choice-poster') ? target : null);
  root.addEventListener('load', ({target}) => poster(target)?.classList.remove('missing'), true);
  root.addEventListener('error', ({target}) => {
    const image = poster(target);
    if (!image) return;
    image.classList.add('missing');
    const tries = Number(image.dataset.tries ?? 0) + 1;
    if (tries > TRIES) return;
    image.dataset.tries = String(tries);
    setTimeout(() => {
      if (image.isConnected) image.src = image.src.replace(/(\?.*)?$/, `?${tries}`);
    }, PAUSE);
  }, true);
}

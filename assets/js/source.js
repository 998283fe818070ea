// Loads the film into the element and keeps it loaded: new versions, network failures, films that don't play.

/** @typedef {import('./types.js').Media} Media */

/** Pauses before loading again, ms; the last one repeats. */
const PAUSES = [300, 1000, 2000, 4000, 8000, 15000];

/**
 * @typedef {object} SourceEvents
 * @property {() => void} stale the server refuses this version: ask it what the room plays now
 * @property {(message: string) => void} failure what the viewer should know
 */

export class Source {
  #video;
  #on;
  /** @type {Media|undefined} */
  #media;
  #failures = 0;
  #timer = 0;
  #told = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {SourceEvents} on
   */
  constructor(video, on) {
    this.#video = video;
    this.#on = on;
    video.addEventListener('error', () => this.#failed());
    video.addEventListener('loadeddata', () => this.#loaded());
    window.addEventListener('online', () => {
      if (this.#failures > 0) this.#again(0);
    });
  }

  /**
   * Loads a film, unless it is loaded already.
   * @param {Media|undefined} media
   * @returns {boolean} whether the element starts over
   */
  show(media) {
    if (media?.url === this.#media?.url && media?.version === this.#media?.version) return false;
    clearTimeout(this.#timer);
    this.#media = media;
    this.#failures = 0;
    this.#told = false;
    this.#load();
    return true;
  }

  /** Whether the film has failed to load and waits for another attempt. */
  failing() {
    return this.#failures > 0;
  }

  #load() {
    if (this.#media) {
      this.#video.src = this.#media.url;
    } else {
      this.#video.removeAttribute('src');
    }
    this.#video.load();
  }

  #loaded() {
    this.#failures = 0;
    const {videoWidth} = this.#video;
    if (videoWidth === 0 && this.#media?.type.startsWith('video/')) {
      this.#tell('This browser plays only the sound of this film: it does not know the format of its picture.');
    }
  }

  async #failed() {
    const media = this.#media;
    const error = this.#video.error;
    if (!media || !error || error.code === MediaError.MEDIA_ERR_ABORTED) return;
    this.#failures++;
    const status = await probe(media.url);
    if (media !== this.#media) return;
    if (status >= 400 && status < 500) {
      this.#on.stale();
    } else if (status >= 200 && status < 300 && error.code !== MediaError.MEDIA_ERR_NETWORK && this.#failures > 2) {
      // The bytes come, and the browser can't make a film of them: only another version helps.
      this.#tell('This browser can’t play this film. Another browser may.');
      return;
    } else if (this.#failures === 4) {
      this.#tell('The film does not load. Goblet keeps trying.');
    }
    this.#again(PAUSES[Math.min(this.#failures, PAUSES.length) - 1]);
  }

  /** @param {number} pause ms */
  #again(pause) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#load(), pause);
  }

  /** @param {string} message told once a film */
  #tell(message) {
    if (!this.#told) this.#on.failure(message);
    this.#told = true;
  }
}

/**
 * The status with which the film is served; 0 when the server can't be reached.
 * @param {string} url
 */
async function probe(url) {
  try {
    return (await fetch(url, {method: 'HEAD', cache: 'no-store'})).status;
  } catch {
    return 0;
  }
}

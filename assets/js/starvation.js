// Tells when an element waits for film that does not come though the room's place is loaded, as before a hole in the film.

import {buffered} from './element.js';

/** So long it may last, ms; doubled each time until the film runs again. */
const PATIENCE = 800;
const PATIENCE_MAX = 8000;

export class Starvation {
  #video;
  #since = 0;
  #patience = PATIENCE;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  /** The film runs. */
  over() {
    this.#since = 0;
    this.#patience = PATIENCE;
  }

  /** The element is ready, if not yet running. */
  fed() {
    this.#since = 0;
  }

  /**
   * One look at an element that is not ready.
   * @param {number} now ms
   * @param {number} target where the room is, s
   * @returns {boolean} whether to put it where the room is
   */
  look(now, target) {
    if (this.#since === 0 || !buffered(this.#video, target)) {
      this.#since = now;
      return false;
    }
    if (now - this.#since <= this.#patience) return false;
    this.#since = now;
    this.#patience = Math.min(PATIENCE_MAX, this.#patience * 2);
    return true;
  }
}

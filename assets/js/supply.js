// Whether the element has film to play on with.

import {ahead} from './element.js';

/** WebKitGTK stays at HAVE_CURRENT_DATA at times though the film is loaded and even plays: so much loaded film, s, is believed more. */
const ENOUGH = 1;
/** A film that plays has moved within this time, ms. */
const STILL = 500;

export class Supply {
  #video;
  #engine;
  #moved = {position: NaN, at: -Infinity};

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./types.js').EngineName} engine
   */
  constructor(video, engine) {
    this.#video = video;
    this.#engine = engine;
  }

  /** One look at the element, some times a second. @param {number} now ms */
  look(now) {
    const {currentTime: position} = this.#video;
    if (position !== this.#moved.position) this.#moved = {position, at: now};
  }

  /** Whether it could play on, or does. @param {number} now ms */
  there(now) {
    const {seeking, readyState, paused} = this.#video;
    if (seeking || readyState >= 3) return !seeking;
    if (this.#engine !== 'webkit' || readyState < 2) return false;
    return ahead(this.#video) >= ENOUGH && (paused || now - this.#moved.at < STILL);
  }
}

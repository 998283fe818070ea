// Whether the element has film to play on with.

import {ahead} from './element.js';

/** WebKitGTK stays at HAVE_CURRENT_DATA at times though the film is loaded and even plays: so much loaded film, s, is believed more. */
const ENOUGH = 1;
/** A film that plays has moved within this time, ms. */
const STILL = 500;
/** It may say, too, that nothing is loaded, of what it plays: a film that has moved for so long, ms, is there. */
const RUNNING = 1500;

export class Supply {
  #video;
  #engine;
  /** Where the film was seen last, when it came there, and since when it has been moving, ms. */
  #moved = {position: NaN, at: -Infinity, since: 0};

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
    const {at, since} = this.#moved;
    if (position !== this.#moved.position) this.#moved = {position, at: now, since: now - at < STILL ? since : now};
  }

  /** Whether it could play on, or does. @param {number} now ms */
  there(now) {
    const {seeking, readyState, paused} = this.#video;
    if (seeking || readyState >= 3) return !seeking;
    if (this.#engine !== 'webkit' || readyState < 2) return false;
    const {at, since} = this.#moved;
    if (!paused && now - at >= STILL) return false;
    return ahead(this.#video) >= ENOUGH || (!paused && now - since >= RUNNING);
  }
}

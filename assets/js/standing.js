// Keeps a paused element at an exact position, so that everyone sees the same frame.

/** Positions nearer than this are the same, s. */
const EXACT = 0.00001;
/** A browser that can't stand exactly at a position, but this near, is not asked again and again, s. */
const CLOSE = 0.25;
/** An element that is this near to its end may run to it, s. */
const TAIL = 1;

export class Standing {
  #video;
  #mover;
  /** @type {number|null} where it was last told to stand, s */
  #told = null;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./mover.js').Mover} mover
   */
  constructor(video, mover) {
    this.#video = video;
    this.#mover = mover;
  }

  /**
   * Stands at a position. May be called at any time, and leads to the same.
   * @param {number} position s
   * @param {number} rate
   */
  at(position, rate) {
    const video = this.#video;
    if (!video.paused) {
      video.pause();
      this.#told = null;
    }
    this.#mover.rate(rate);
    const off = Math.abs(video.currentTime - position);
    if (off <= EXACT || this.#told === position && (video.seeking || off < CLOSE)) return;
    this.#told = position;
    this.#mover.seek(position);
  }

  /** It moves, or was moved: where it was told to stand is void. */
  over() {
    this.#told = null;
  }

  /** Whether it runs and is about to end by itself. */
  ending() {
    const {paused, ended, duration, currentTime} = this.#video;
    return !paused && !ended && duration - currentTime < TAIL;
  }
}

// Keeps a paused element at an exact position, so that everyone sees the same frame.

/** Positions nearer than this are the same, s. */
const EXACT = 0.00001;
/** A browser that can't stand exactly at a position, but this near, is not asked again and again, s. */
const CLOSE = 0.25;
/** Standing farther off, it may show another frame, s: it is asked again so many times, with pauses, ms. */
const OFF = 0.0005;
const TIMES = 3;
const PAUSE = 500;
/** An element that is this near to its end may run to it, s. */
const TAIL = 1;

export class Standing {
  #video;
  #mover;
  #clockwork;
  /** @type {{position: number, times: number, at: number}|null} where it was last told to stand, s, how often, and when, ms */
  #told = null;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./mover.js').Mover} mover
   * @param {import('./clockwork.js').Clockwork} clockwork
   */
  constructor(video, mover, clockwork) {
    this.#video = video;
    this.#mover = mover;
    this.#clockwork = clockwork;
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
    if (off <= EXACT) return;
    const told = this.#told?.position === position ? this.#told : {position, times: 0, at: 0};
    if (told.times > 0 && (video.seeking || off < CLOSE && !this.#worthwhile(told, off))) return;
    this.#told = {position, times: told.times + 1, at: this.#clockwork.now()};
    this.#mover.seek(position);
  }

  /**
   * Firefox may stop at the keyframe before, when it is asked while the film arrives, and WebKitGTK a little after, when
   * it is asked while it comes to rest.
   * @param {{times: number, at: number}} told
   * @param {number} off s
   */
  #worthwhile(told, off) {
    return off >= OFF && told.times <= TIMES && this.#clockwork.now() >= told.at + PAUSE;
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

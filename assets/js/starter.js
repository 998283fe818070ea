// Starts the film on the server's clock: the element seeks first, stands ready, and plays at the moment.

/** A start later than this is planned anew, ms. */
const LATE = 60;
/** How long past its time a start waits for the element, ms. */
const GRACE = 300;
/** The longest lead that a start of our own takes, ms. */
const LONGEST = 3000;
/** Positions nearer than this are the same to a player that starts, s. */
export const SAME = 0.001;

/**
 * A start to come: the element stands paused at position until the server's clock says `at`.
 * sought: whether it had to seek there. since: when it was planned, 0 once the element was ready.
 * @typedef {{position: number, at: number, tries: number, since: number, sought: boolean}} Start
 */

/**
 * @typedef {object} Stage what a start needs of the engine
 * @property {() => number} now server ms
 * @property {() => number} earliest server ms: no start lies before
 * @property {(at: number) => number} target the room's position at a moment, s
 * @property {() => void} planned a start is planned, and the element paused
 * @property {(position: number) => void} seek
 * @property {(lag: 'start'|'restart', late: number) => void} play the moment has come, and passed by late s
 */

export class Starter {
  #video;
  #learned;
  #stage;
  /** @type {Start|null} */
  #start = null;
  #timer = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./calibration.js').Calibration} learned
   * @param {Stage} stage
   */
  constructor(video, learned, stage) {
    this.#video = video;
    this.#learned = learned;
    this.#stage = stage;
  }

  /** Whether a start is to come. */
  get pending() {
    return this.#start !== null;
  }

  /**
   * @param {number} position s
   * @param {number} at server ms
   * @param {number} [tries] starts that were missed before
   */
  plan(position, at, tries = 0) {
    if (this.#start?.position === position && this.#start.at === at) return;
    const sought = Math.abs(this.#video.currentTime - position) > SAME;
    this.#start = {position, at, tries, since: performance.now(), sought};
    this.#learned.spoilt();
    if (!this.#video.paused) this.#video.pause();
    this.#stage.planned();
    if (sought) this.#stage.seek(position);
    this.arm();
  }

  /** Plans a start of our own, just far enough ahead to be ready. @param {number} [tries] */
  ahead(tries = 0) {
    const {lead, restart} = this.#learned.values;
    const ready = this.#stage.now() + Math.min(LONGEST, lead * 2 ** Math.max(0, tries - 1)) + restart;
    const at = Math.max(ready, this.#stage.earliest());
    this.plan(this.#stage.target(at), at, tries);
  }

  /** Waits for the moment of the start, if one is planned, or starts now. May run at any time. */
  arm() {
    const start = this.#start;
    if (!start) return;
    clearTimeout(this.#timer);
    const lag = start.sought ? 'restart' : 'start';
    const wait = start.at - this.#stage.now() - this.#learned.values[lag];
    if (wait > 0.5) {
      // Long timers are late: come back shortly before.
      this.#timer = window.setTimeout(() => this.arm(), wait > 30 ? wait - 12 : wait);
      return;
    }
    const ready = this.#ready();
    if (!ready && -wait < GRACE) {
      this.#timer = window.setTimeout(() => this.arm(), GRACE + wait);
      return;
    }
    this.#start = null;
    if (ready && -wait > LATE && start.tries < 3 && !document.hidden) {
      this.ahead(start.tries + 1);
    } else {
      this.#stage.play(lag, -wait / 1000);
    }
  }

  /** The element may be ready now. */
  settled() {
    const start = this.#start;
    if (start && start.since > 0 && this.#ready()) {
      this.#learned.ready(performance.now() - start.since);
      start.since = 0;
    }
    this.#learned.seeked(performance.now());
    this.arm();
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#start = null;
  }

  #ready() {
    return !this.#video.seeking && this.#video.readyState >= 3;
  }
}

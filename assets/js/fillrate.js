// How fast the film comes in, told from what is loaded: no bytes are spent on a measurement. Pure: time comes in.

/** With so much loaded, s, a player may have stopped asking for more. */
const PLENTY = 10;
/** So long without more loaded film it has stopped, ms. */
const STOPPED = 1000;
/** Enough to judge by: film loaded, s, or time spent on it, ms. */
const LOADED = 4;
const SPENT = 3000;
/** What was loaded long ago says little: beyond this time half is forgotten, ms. */
const LATELY = 15_000;
/** More is all the same. */
const MOST = 99;

/** @typedef {{start: number, end: number}} Range of loaded film around the position, s */

export class FillRate {
  /** @type {{start: number, end: number, at: number}|null} */
  #last = null;
  #grown = -Infinity;
  #gained = 0;
  #spent = 0;

  /** Another film. */
  reset() {
    this.#last = null;
    this.#gained = 0;
    this.#spent = 0;
  }

  /**
   * A look, some times a second.
   * @param {Range|null} range null: nothing is loaded here
   * @param {number} position s
   * @param {number} now monotonic ms
   */
  look(range, position, now) {
    const last = this.#last;
    this.#last = range && {...range, at: now};
    if (!range || !last || range.start !== last.start || range.end < last.end) {
      this.#grown = now;
      return; // another place in the film
    }
    const gain = range.end - last.end;
    if (gain > 0) this.#grown = now;
    const rests = gain === 0 && range.end - position >= PLENTY && now - this.#grown > STOPPED;
    if (rests) return;
    this.#gained += gain;
    this.#spent += now - last.at;
    if (this.#spent > LATELY) {
      this.#gained /= 2;
      this.#spent /= 2;
    }
  }

  /** Seconds of film that come in a second; 0 = not known yet. */
  get rate() {
    if (this.#gained < LOADED && this.#spent < SPENT) return 0;
    return Math.min(MOST, Math.max(0.01, this.#gained / Math.max(0.05, this.#spent / 1000)));
  }
}

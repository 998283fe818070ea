// How far this player was from the room during the last minute. One sample is noisy, a median is not. Pure.

/** How long samples are kept, ms. */
export const SPAN = 60_000;
/** Over how long the median is taken, ms. */
const RECENT = 1000;
/** Between two samples, ms. */
const EVERY = 100;

/** @typedef {{at: number, drift: number|null}} Sample at: performance.now(); drift: ms, null while nothing plays */

export class DriftLog {
  /** @type {Sample[]} oldest first */
  #samples = [];

  /** @param {number} at ms @param {number|null} drift ms, viewer minus room */
  add(at, drift) {
    this.#samples.push({at, drift});
    const old = this.#samples.findIndex((sample) => at - sample.at <= SPAN);
    if (old > 0) this.#samples.splice(0, old);
  }

  /**
   * The usual drift of the last second. What came before a pause, a seek or a stall does not count.
   * @param {number} now ms
   * @returns {number|undefined} ms; undefined: nothing has played
   */
  median(now) {
    const recent = [];
    for (let i = this.#samples.length - 1; i >= 0; i--) {
      const {at, drift} = this.#samples[i];
      if (drift === null || now - at > RECENT) break;
      recent.push(drift);
    }
    return quantile(recent, 0.5);
  }

  /** @returns {readonly Sample[]} of the last minute, the oldest first */
  get samples() {
    return this.#samples;
  }

  /** What the minute was like: quantiles of the distance, in ms; undefined: nothing has played. */
  summary() {
    const apart = this.#samples.flatMap(({drift}) => drift === null ? [] : [Math.abs(drift)]);
    return apart.length === 0 ? undefined :
      {median: quantile(apart, 0.5) ?? 0, p95: quantile(apart, 0.95) ?? 0, most: Math.max(...apart)};
  }
}

/** @param {number[]} values @param {number} part 0 to 1 @returns {number|undefined} */
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) * part;
  if (middle < 0) return undefined;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/**
 * Looks at the player from now on.
 * @param {() => {state: string, drift: number}} look drift in ms
 * @returns {DriftLog}
 */
export function startDriftLog(look) {
  const log = new DriftLog();
  setInterval(() => {
    const {state, drift} = look();
    log.add(performance.now(), state === 'playing' ? drift : null);
  }, EVERY);
  return log;
}

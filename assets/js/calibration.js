// How long this browser on this device takes for things: learned while playing, kept for the next page.

const KEY = 'goblet:calibration';
/** So long after a start or a hop its drift says how well it was aimed, ms. */
const JUDGE = 300;
/** So much of what was new is in a mean. */
const GAIN = 0.25;
/** A seek is given its mean time, so many mean deviations more (TCP gives round trips 4, RFC 6298), and so many ms. */
const RESERVE = 2;
const MARGIN = 10;
/** A start that was further off was not aimed badly, but starved, s. */
const STARVED = 0.15;

/**
 * @typedef {object} Values
 * @property {number} start ms from play() to where the clock runs on, of an element that stood
 * @property {number} restart the same, of an element that has been sought since it last ran
 * @property {number} silent the same, of a muted one
 * @property {number} lead ms from a seek while paused to readiness, where the film is loaded
 * @property {number} leadOff by how much that differs on average, ms
 * @property {number} fetch ms to readiness where the film has to be loaded first
 * @property {number} fetchOff
 * @property {number} again ms to readiness a little further on than where the element has just got to
 * @property {number} againOff
 * @property {number} hop s from a seek while playing to moving again
 * @property {number} cost s of film lost by a burst of another rate
 */

/** @typedef {'start'|'restart'|'silent'} Lag of a start */

/** @typedef {'lead'|'fetch'|'again'} Seek while paused */

/** @typedef {Lag|'hop'} Aim what needs a time to be aimed with */

/**
 * What holds until more is known: measured with Chromium 156 and Firefox ESR 153.
 * @type {Record<import('./types.js').EngineName, Omit<Values, 'cost'>>}
 */
export const defaults = {
  chromium: {start: 75, restart: 80, silent: 40, lead: 70, leadOff: 20, fetch: 160, fetchOff: 40, again: 50, againOff: 20, hop: 0.14},
  firefox: {start: 5, restart: 10, silent: 10, lead: 90, leadOff: 25, fetch: 160, fetchOff: 40, again: 70, againOff: 25, hop: 0.12},
  webkit: {start: 30, restart: 40, silent: 40, lead: 130, leadOff: 30, fetch: 200, fetchOff: 50, again: 100, againOff: 30, hop: 0.1},
};

/** @type {Record<keyof Values, [least: number, most: number]>} */
const BOUNDS = {
  start: [0, 200], restart: [0, 300], silent: [0, 300], hop: [0, 0.4], cost: [0, 0.25],
  lead: [10, 2000], leadOff: [5, 1000], fetch: [20, 3000], fetchOff: [5, 1500], again: [10, 2000], againOff: [5, 1000],
};

/** @typedef {{get: () => string|null, set: (text: string) => void}} Keep may throw: learn anew */

/** @type {Keep} */
const browserKeep = {get: () => localStorage.getItem(KEY), set: (text) => localStorage.setItem(KEY, text)};

export class Calibration {
  #keep;
  #values;
  #opening = 0; // ms in which the film began to come, until its first seek is over
  /** @type {{of: Aim, at: number, late: number}|null} the start or hop to be judged at a time, ms */
  #judge = null;

  /**
   * @param {Values} defaults for what no earlier page has learned
   * @param {Keep} [keep] where what was learned is kept
   */
  constructor(defaults, keep = browserKeep) {
    this.#keep = keep;
    this.#values = {...defaults, ...recall(keep)};
  }

  get values() {
    return this.#values;
  }

  /**
   * Notes that a start or a hop was made now.
   * @param {Aim} of
   * @param {number} now ms
   * @param {number} [late] s by which it was made too late
   */
  aimed(of, now, late = 0) {
    this.#judge = {of, at: now + JUDGE, late};
  }

  /** A seek has ended: a hop shows from here how it was aimed. @param {number} now ms */
  seeked(now) {
    if (this.#judge?.of === 'hop') this.#judge.at = now + JUDGE;
  }

  /** Something else has happened: the last aim can't be judged. */
  spoilt() {
    this.#judge = null;
  }

  /**
   * Learns from where the element is, once that says something.
   * @param {number} now ms
   * @param {number} early s before the room; negative: behind it
   */
  judge(now, early) {
    if (!this.#judge || now < this.#judge.at) return;
    const {of, late} = this.#judge;
    this.#judge = null;
    const off = early + late;
    if (of === 'hop') {
      this.#set('hop', this.#values.hop - 0.5 * off);
    } else if (Math.abs(off) < STARVED) {
      this.#set(of, this.#values[of] - 700 * off);
    }
  }

  /** A film has begun to come after so long: its first seek takes hardly less, and later ones do. @param {number} ms */
  begun(ms) {
    this.#opening = ms;
  }

  /** ms from a seek while paused until it is most likely ready. @param {Seek} of */
  allow(of) {
    const usual = this.#values[of] + RESERVE * this.#values[`${of}Off`] + MARGIN;
    return of === 'fetch' ? Math.max(usual, within('fetch', this.#opening)) : usual;
  }

  /** A seek while paused was ready after so long. @param {Seek} of @param {number} ms */
  ready(of, ms) {
    const first = this.#opening > 0;
    this.#opening = 0;
    if (first && of === 'fetch') return;
    const off = ms - this.#values[of];
    this.#set(`${of}Off`, (1 - GAIN) * this.#values[`${of}Off`] + GAIN * Math.abs(off));
    this.#set(of, this.#values[of] + GAIN * off);
  }

  /** Keeps all for the next page. @param {number} cost s, learned elsewhere */
  keep(cost) {
    this.#set('cost', cost);
    try {
      this.#keep.set(JSON.stringify(this.#values));
    } catch { /* the next page learns anew */ }
  }

  /** @param {keyof Values} name @param {number} value */
  #set(name, value) {
    if (Number.isFinite(value)) this.#values = {...this.#values, [name]: within(name, value)};
  }
}

/** @param {keyof Values} name @param {number} value */
function within(name, value) {
  const [least, most] = BOUNDS[name];
  return Math.min(most, Math.max(least, value));
}

/** What an earlier page has learned. @param {Keep} keep @returns {Partial<Values>} */
function recall(keep) {
  /** @type {Partial<Values>} */
  const known = {};
  try {
    const kept = JSON.parse(keep.get() ?? '{}');
    for (const name of /** @type {(keyof Values)[]} */ (Object.keys(BOUNDS))) {
      if (Number.isFinite(kept[name])) known[name] = within(name, kept[name]);
    }
  } catch { /* storage is forbidden or spoilt: learn anew */ }
  return known;
}

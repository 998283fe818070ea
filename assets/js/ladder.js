// Which way events should come, decided from what happened to the ways so far. Pure: times are the caller's, in ms of one
// clock. A lower rung gets through more, the highest one costs least.

import {mark} from './words.js';

/** @typedef {'events'|'post'|'poll'} Rung */

/** @type {Rung[]} best first */
export const RUNGS = ['events', 'post', 'poll'];

/**
 * What may befall a rung.
 * silent: nothing came in time. broken, refused: it ended before anything came. ended: it was cut. short: it was cut right
 * after it had begun. stale: it fell silent. overdue: it did not bring what had to come.
 * @typedef {'silent'|'broken'|'refused'|'ended'|'short'|'stale'|'overdue'} Mishap
 */

/** @typedef {{rung: Rung, why: string, at: number}} Memory what a tab remembers: `at` in Unix ms */

/** How often something may befall a rung before the next one is tried. What is not here never says that a rung is bad. */
const PATIENCE = {silent: 1, stale: 1, broken: 2, refused: 2, overdue: 2, short: 3};
/** What befell a rung longer ago than this no longer counts. */
const FORGIVE = 60_000;
/** A better rung is looked at again after this, then after twice as long, and so on. */
const FIRST_LOOK = 5 * 60_000;
const LAST_LOOK = 60 * 60_000;
/** On another network it is worth a look, but no more often than this. */
const NETWORK_LOOK = 60_000;
/** A memory older than this is of no use. */
const REMEMBER = 10 * 60_000;

/** @type {Partial<Record<Rung, Partial<Record<Mishap, string>>>>} why not a rung above the last one, to be said by pages */
const REASONS = {
  events: {
    silent: mark('An event stream: nothing came through it, although the server answers.'),
    stale: mark('An event stream: it fell silent, although the server answers.'),
    broken: mark('An event stream: it was cut off before anything came through it.'),
    refused: mark('An event stream: it was refused.'),
    overdue: mark('An event stream: it did not bring what the server had sent.'),
    short: mark('An event stream: it was cut off again and again.'),
  },
  post: {
    silent: mark('A posted stream: nothing came through it, although the server answers.'),
    stale: mark('A posted stream: it fell silent, although the server answers.'),
    broken: mark('A posted stream: it was cut off before anything came through it.'),
    refused: mark('A posted stream: it was refused.'),
    overdue: mark('A posted stream: it did not bring what the server had sent.'),
    short: mark('A posted stream: it was cut off again and again.'),
  },
};
const BEST = mark('An event stream works, which is the best way.');

export class Ladder {
  #index = 0;
  /** @type {Map<Rung, string>} why not */
  #blocked = new Map();
  /** @type {{rung: Rung, mishap: Mishap, at: number}[]} */
  #strikes = [];
  #look = FIRST_LOOK;
  #nextLook = Infinity;
  #lastLook = -Infinity;
  #climbed = false;
  /** @type {Rung[]} still to be looked at, best first */
  #looking = [];
  /** @type {{at: number, transport: Rung, reason: string}[]} */
  #history = [];

  /**
   * @param {Memory|null} memory of an earlier page of this tab
   * @param {number} now Unix ms
   */
  constructor(memory, now) {
    const index = memory ? RUNGS.indexOf(memory.rung) : 0;
    if (memory && index > 0 && now - memory.at >= 0 && now - memory.at < REMEMBER) {
      this.#index = index;
      RUNGS.slice(0, index).forEach((rung) => this.#blocked.set(rung, ''));
      this.#blocked.set(RUNGS[0], memory.why);
      this.#nextLook = now + FIRST_LOOK;
    }
    this.#note(now);
  }

  get rung() {
    return RUNGS[this.#index];
  }

  /**
   * Something befell the present rung.
   * @param {Mishap} mishap
   * @param {boolean} reachable whether the server answers other requests
   * @param {number} now
   * @returns {boolean} whether to go on with the next rung
   */
  failed(mishap, reachable, now) {
    const limit = /** @type {Partial<Record<Mishap, number>>} */ (PATIENCE)[mishap];
    if (!limit || !reachable) return false; // no rung would help
    this.#strikes = this.#strikes.filter((s) => now - s.at < FORGIVE && s.rung === this.rung);
    this.#strikes.push({rung: this.rung, mishap, at: now});
    if (this.#strikes.filter((s) => s.mishap === mishap).length < limit || this.#index === RUNGS.length - 1) return false;
    this.#blocked.set(this.rung, REASONS[this.rung]?.[mishap] ?? '');
    this.#index++;
    if (this.#climbed) this.#look = Math.min(LAST_LOOK, this.#look * 2); // in vain
    this.#nextLook = now + this.#look;
    this.#climbed = false;
    this.#note(now);
    return true;
  }

  /** The present rung has carried events for a while: its cuts up to now say nothing of the next. */
  carried() {
    this.#strikes = this.#strikes.filter(({mishap}) => mishap === 'overdue');
  }

  /**
   * A rung works: it is the present one from now on.
   * @param {Rung} rung
   * @param {number} now
   */
  works(rung, now) {
    const index = RUNGS.indexOf(rung);
    if (this.#looking.length > 0) this.#nextLook = now + this.#look; // nobody looks any more
    this.#looking = [];
    if (index === this.#index) return;
    this.#climbed = index < this.#index;
    this.#index = index;
    for (const better of RUNGS.slice(index)) this.#blocked.delete(better);
    this.#nextLook = index > 0 ? now + this.#look : Infinity;
    this.#note(now);
  }

  /** Another network may let more through. @param {number} now */
  otherNetwork(now) {
    if (this.#index > 0 && now - this.#lastLook > NETWORK_LOOK) this.#nextLook = now;
  }

  /**
   * The better rung to look at now, beside the present one, or null. What becomes of it must be told to works or worthless.
   * @param {number} now
   * @returns {Rung|null}
   */
  look(now) {
    if (this.#index === 0 || now < this.#nextLook) return null;
    this.#looking = RUNGS.slice(0, this.#index);
    this.#nextLook = Infinity;
    this.#lastLook = now;
    return this.#looking[0];
  }

  /**
   * The rung that was looked at does not work.
   * @param {number} now
   * @returns {Rung|null} which one to look at instead
   */
  worthless(now) {
    this.#looking.shift();
    if (this.#looking.length > 0) return this.#looking[0];
    this.#look = Math.min(LAST_LOOK, this.#look * 2);
    this.#nextLook = now + this.#look;
    return null;
  }

  /** Why this rung and not a better one: sentences that pages say. @returns {string[]} */
  get reasons() {
    if (this.#index === 0) return [BEST];
    return RUNGS.slice(0, this.#index).flatMap((rung) => this.#blocked.get(rung) || []);
  }

  /** The same in English. */
  get reason() {
    return this.reasons.join(' ');
  }

  /** What to remember for the next page of this tab. @param {number} now @returns {Memory} */
  memory(now) {
    return {rung: this.rung, why: this.#blocked.get(RUNGS[0]) ?? '', at: now};
  }

  /** The changes so far, the oldest first. */
  get history() {
    return this.#history;
  }

  /** @param {number} now */
  #note(now) {
    this.#history = [...this.#history.slice(-9), {at: now, transport: this.rung, reason: this.reason}];
  }
}

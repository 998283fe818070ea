// What of the reactions that have come is drawn, and how fast one viewer may react. Pure.

/** Emoji that rise at a time. */
export const MOST = 24;
/** So many of one emoji rise singly; more of them are one that is larger, and says how many. */
const SINGLY = 3;

/**
 * What begins to rise.
 * @param {Record<string, number>} counts by emoji
 * @param {number} free how many more may rise
 * @returns {{emoji: string, count: number}[]} the most frequent first; what finds no place is left out
 */
export function plan(counts, free) {
  const wanted = Object.entries(counts).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]).slice(0, Math.max(0, free));
  let spare = free - wanted.length;
  const rising = [];
  for (const [emoji, count] of wanted) {
    const single = count <= SINGLY && count - 1 <= spare;
    if (single) spare -= count - 1;
    for (let i = 0; i < (single ? count : 1); i++) rising.push({emoji, count: single ? 1 : count});
  }
  return rising;
}

/** How much larger an emoji is that stands for many. @param {number} count */
export function scale(count) {
  return 1 + Math.min(1.2, Math.log2(Math.max(1, count)) * 0.2);
}

/** The reactions in words, for who wants nothing to move. @param {Record<string, number>} counts */
export function badge(counts) {
  const most = Object.entries(counts).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]).slice(0, 3);
  return most.map(([emoji, count]) => (count > 1 ? `${emoji} ×${count}` : emoji)).join('  ');
}

/** A little less than the server allows, so that nobody is refused. */
export class Throttle {
  #rate;
  #burst;
  #left;
  #at = 0;

  /** @param {number} rate per second @param {number} burst */
  constructor(rate = 4, burst = 12) {
    this.#rate = rate;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Whether one more is all right. @param {number} now ms */
  take(now) {
    this.#left = Math.min(this.#burst, this.#left + (now - this.#at) / 1000 * this.#rate);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}

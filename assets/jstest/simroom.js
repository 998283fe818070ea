import {Party} from './simparty.js';
import {atMost} from './testing.js';

// A room of 50 viewers with different clocks, links and engines in virtual time, and what is asked of it.

/** @typedef {import('../js/types.js').EngineName} EngineName */

/** @type {EngineName[]} */
const engines = ['chromium', 'chromium', 'firefox', 'firefox', 'webkit'];
export const COUNT = 50;

/**
 * A room of 50 whose clock is known to all.
 * @param {{delays?: (i: number) => {up: number, down: number, jitter: number}, playing?: boolean}} [options]
 */
export async function room({delays = (i) => ({up: 1 + (i * 7) % 40, down: 1 + (i * 7) % 40, jitter: 1 + i % 5}), playing = true} = {}) {
  const party = new Party();
  for (let i = 0; i < COUNT; i++) party.join({engine: engines[i % engines.length], ...delays(i)});
  await party.world.run(4000);
  if (playing) {
    party.viewers[0].act({paused: false});
    await party.world.run(15_000);
  }
  return party;
}

/** @param {Party} party @param {EngineName} engine */
export const of = (party, engine) => party.viewers.filter(({name}) => name === engine);

/**
 * How far viewers were from the room, ms, smallest first; a viewer who did not play counts as infinitely far.
 * @param {import('./simparty.js').Viewer[]} viewers @param {number} from world ms
 */
export function distances(viewers, from) {
  const all = viewers.flatMap(({samples}) => samples.filter(({at}) => at >= from));
  return all.map(({drift}) => (Number.isNaN(drift) ? Infinity : Math.abs(drift))).sort((a, b) => a - b);
}

/** @param {number[]} sorted @param {number} part */
export const quantile = (sorted, part) => sorted[Math.floor(part * (sorted.length - 1))];

/** After how many ms the last of some viewers was within 100 ms of the room for good. @param {import('./simparty.js').Viewer[]} viewers @param {number} from */
export function recovery(viewers, from) {
  const away = (/** @type {number} */ drift) => !(Math.abs(drift) < 100);
  return Math.max(...viewers.map(({samples}) => (samples.findLast(({at, drift}) => at >= from && away(drift))?.at ?? from) - from));
}

/** Checks each engine's quantile of the distances. @param {Party} party @param {number} from @param {number} part @param {Partial<Record<EngineName, number>>} limits */
export function within(party, from, part, limits) {
  for (const [engine, limit] of Object.entries(limits)) {
    atMost(quantile(distances(of(party, /** @type {EngineName} */ (engine)), from), part), limit, `${engine}, ms, quantile ${part}`);
  }
}

/** Checks how long each engine took to come back. @param {Party} party @param {number} from @param {Record<EngineName, number>} limits */
export function back(party, from, limits) {
  for (const [engine, limit] of Object.entries(limits)) {
    atMost(recovery(of(party, /** @type {EngineName} */ (engine)), from), limit, `${engine}, ms until within 100 ms`);
  }
}


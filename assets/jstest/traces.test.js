import {decide, profiles, remember} from '../js/controller.js';
import {atMost, equal, test} from './testing.js';

// The controller against what real browsers measured (traces/*.json, recorded by goblet-skew): their noise, their late
// timers and their glitches, while the film itself moves as the controller lets it.

/** @typedef {import('../js/types.js').EngineName} EngineName */
/** @typedef {{note: string, samples: [gap: number, off: number][]}} Trace ms since the look before, ms beside the true position */

/** @param {string} name @returns {Promise<Trace>} */
const trace = async (name) => (await fetch(`traces/${name}.json`)).json();

/** @type {[name: string, engine: EngineName, steady: number][]} steady: ms that a player in place may be off at most */
const recorded = [['chromium', 'chromium', 10], ['firefox', 'firefox', 40], ['firefox-busy', 'firefox', 40]];

/**
 * Plays a trace's looks some times over.
 * @param {EngineName} engine
 * @param {Trace} trace
 * @param {number} drift s at the start
 * @param {number} [times]
 */
function play(engine, {samples}, drift, times = 2) {
  const {leaving} = profiles[engine];
  let memory = remember(engine);
  let [now, rate, writes, seeks] = [0, 1, 0, 0];
  /** @type {number[]} */
  const drifts = [];
  for (const [gap, off] of Array(times).fill(samples).flat()) {
    now += gap;
    drift += gap / 1000 * (rate - 1);
    drifts.push(drift);
    const decision = decide(memory, {engine, now, drift: drift + off / 1000, rate: 1, current: rate});
    memory = decision.memory;
    if (decision.seek) seeks++;
    if (decision.rate === undefined || decision.rate === rate) continue;
    writes++;
    if (leaving && rate === 1) drift -= profiles[engine].cost;
    rate = decision.rate;
  }
  const last = drifts.slice(-samples.length / 2).map(Math.abs);
  return {writes, seeks, worst: Math.max(...drifts.map(Math.abs)) * 1000, end: Math.max(...last) * 1000};
}

test('who is in place stays there, whatever the browser measured', async () => {
  for (const [name, engine, steady] of recorded) {
    const {writes, seeks, worst} = play(engine, await trace(name), 0);
    equal(seeks, 0, `${name}: seeks`);
    atMost(writes, 6, `${name}: changes of the speed in half a minute`);
    atMost(worst, steady, `${name}: ms off`);
  }
});

test('who is beside comes back and stays', async () => {
  for (const [name, engine, steady] of recorded) {
    for (const drift of [0.25, 0.08, -0.08, -0.25]) {
      const {seeks, end} = play(engine, await trace(name), drift, 3);
      equal(seeks, 0, `${name} from ${drift} s: seeks`);
      atMost(end, steady, `${name} from ${drift} s: ms off at the end`);
    }
  }
});

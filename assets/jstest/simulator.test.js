import {Party} from './simparty.js';
import {atMost, equal, ok, test} from './testing.js';

// 50 viewers with different clocks, links and engines in virtual time. What they run is the page's own.

/** @typedef {import('../js/types.js').EngineName} EngineName */

/** @type {EngineName[]} */
const engines = ['chromium', 'chromium', 'firefox', 'firefox', 'webkit'];
const COUNT = 50;

/**
 * A room of 50 whose clock is known to all.
 * @param {{delays?: (i: number) => {up: number, down: number, jitter: number}, playing?: boolean}} [options]
 */
async function room({delays = (i) => ({up: 1 + (i * 7) % 40, down: 1 + (i * 7) % 40, jitter: 1 + i % 5}), playing = true} = {}) {
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
const of = (party, engine) => party.viewers.filter(({name}) => name === engine);

/**
 * How far viewers were from the room, ms, smallest first; a viewer who did not play counts as infinitely far.
 * @param {import('./simparty.js').Viewer[]} viewers @param {number} from world ms
 */
function distances(viewers, from) {
  const all = viewers.flatMap(({samples}) => samples.filter(({at}) => at >= from));
  return all.map(({drift}) => (Number.isNaN(drift) ? Infinity : Math.abs(drift))).sort((a, b) => a - b);
}

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) => sorted[Math.floor(part * (sorted.length - 1))];

/** After how many ms the last of some viewers was within 100 ms of the room for good. @param {import('./simparty.js').Viewer[]} viewers @param {number} from */
function recovery(viewers, from) {
  const away = (/** @type {number} */ drift) => !(Math.abs(drift) < 100);
  return Math.max(...viewers.map(({samples}) => (samples.findLast(({at, drift}) => at >= from && away(drift))?.at ?? from) - from));
}

/** Checks each engine's quantile of the distances. @param {Party} party @param {number} from @param {number} part @param {Partial<Record<EngineName, number>>} limits */
function within(party, from, part, limits) {
  for (const [engine, limit] of Object.entries(limits)) {
    atMost(quantile(distances(of(party, /** @type {EngineName} */ (engine)), from), part), limit, `${engine}, ms, quantile ${part}`);
  }
}

/** Checks how long each engine took to come back. @param {Party} party @param {number} from @param {Record<EngineName, number>} limits */
function back(party, from, limits) {
  for (const [engine, limit] of Object.entries(limits)) {
    atMost(recovery(of(party, /** @type {EngineName} */ (engine)), from), limit, `${engine}, ms until within 100 ms`);
  }
}

test('in steady play all stay in step, and hardly anybody touches the speed', async () => {
  const party = await room();
  const from = party.world.now;
  for (const viewer of party.viewers) viewer.video.writes = {rate: 0, seek: 0};
  await party.world.run(60_000);
  within(party, from, 0.5, {chromium: 8, firefox: 8, webkit: 30});
  within(party, from, 0.95, {chromium: 20, firefox: 40, webkit: 90});
  within(party, from, 1, {chromium: 40, firefox: 60, webkit: 120});
  for (const {name, video} of party.viewers) {
    equal(video.writes.seek, 0, `seeks of ${name}`);
    atMost(video.writes.rate, 6, `changes of the speed in a minute by ${name}`);
  }
});

test('what is paused shows everyone the same frame, and a start brings everyone in step at once', async () => {
  const party = await room();
  for (let round = 0; round < 4; round++) {
    party.viewers[round].act({paused: true, position: party.position});
    await party.world.run(1500);
    const shown = new Set(party.viewers.map(({video}) => video.currentTime));
    equal(shown.size, 1, 'positions on show');
    party.viewers[round].act({paused: false});
    await party.world.run(400);
    const from = party.world.now;
    await party.world.run(1000);
    within(party, from, 0.9, {chromium: 30, firefox: 40, webkit: 60});
    await party.world.run(2000);
  }
});

test('a seek is over soon, where the film is loaded and where it is not', async () => {
  const party = await room();
  for (const [position, limit] of [[40, 450], [20, 450], [3000, 1000], [2990, 450]]) {
    const from = party.world.now;
    party.viewers[0].act({position});
    await party.world.run(4000);
    back(party, from, {chromium: limit, firefox: limit + 100, webkit: limit + 300});
  }
});

test('a late joiner comes in step and moves nobody', async () => {
  const party = await room();
  for (const {video} of party.viewers) video.writes = {rate: 0, seek: 0};
  for (const engine of /** @type {EngineName[]} */ (['chromium', 'firefox', 'webkit'])) {
    const late = party.join({engine, up: 5, down: 5, jitter: 2});
    const from = party.world.now;
    await party.world.run(4000);
    atMost(recovery([late], from), 800, `${engine}, ms from its scripts' start`);
    atMost(quantile(distances([late], from + 1000), 0.9), 40, `${engine}, ms afterwards`);
  }
  for (const {name, video} of party.viewers.slice(0, COUNT)) equal(video.writes.seek, 0, `seeks of ${name}`);
});

test('who is moved by something else goes back at once, and nobody follows', async () => {
  const party = await room();
  const calm = party.viewers.slice(0, 25);
  for (const jump of [1.5, -1.5, -6]) {
    for (const {video} of calm) video.writes = {rate: 0, seek: 0};
    const from = party.world.now;
    for (const {video} of party.viewers.slice(25)) video.currentTime += jump;
    await party.world.run(6000);
    atMost(recovery(party.viewers.slice(25), from), 500, 'ms until within 100 ms');
    for (const {video} of calm) equal(video.writes.seek, 0, 'seeks of the others');
  }
});

test('a speed that something else sets is undone before it shows', async () => {
  const party = await room();
  const from = party.world.now;
  for (const {video} of party.viewers) video.playbackRate = 1.05;
  await party.world.run(10_000);
  within(party, from, 1, {chromium: 40, firefox: 40});
  within(party, from, 0.9, {webkit: 60});
  for (const {video} of of(party, 'firefox')) atMost(Math.abs(video.playbackRate - 1), 0.05, 'the speed afterwards');
});

test('who starved comes back, and the rest goes on', async () => {
  const party = await room();
  const starved = party.viewers.slice(0, 10);
  for (const {video} of party.viewers) video.writes = {rate: 0, seek: 0};
  for (const {video} of starved) video.starve(2500);
  const from = party.world.now + 2500;
  await party.world.run(10_000);
  atMost(recovery(starved, from), 700, 'ms after its film is there');
  for (const {video} of party.viewers.slice(10)) equal(video.writes.seek, 0, 'seeks of the others');
});

test('another speed of the room is taken by all', async () => {
  const party = await room();
  for (const rate of [1.5, 0.75, 1]) {
    party.viewers[0].act({rate});
    await party.world.run(4000);
    const from = party.world.now;
    await party.world.run(8000);
    within(party, from, 0.95, {chromium: 25, firefox: 40, webkit: 250});
  }
});

test('who could hear nothing for 2 s in which the room sought is back right after', async () => {
  const party = await room();
  const cut = party.viewers.slice(25);
  for (const {link} of cut) link.dark = party.world.now + 2000;
  party.viewers[0].act({position: 60});
  const from = party.world.now + 2000;
  await party.world.run(8000);
  atMost(recovery(cut.filter(({name}) => name !== 'webkit'), from), 500, 'ms after the cut');
});

test('100 ms more each way change little', async () => {
  const party = await room({delays: (i) => ({up: 100 + i % 7, down: 100 + i % 7, jitter: 1 + i % 10})});
  const from = party.world.now;
  await party.world.run(30_000);
  within(party, from, 0.95, {chromium: 30, firefox: 40, webkit: 90});
  const sought = party.world.now;
  party.viewers[0].act({position: 60});
  await party.world.run(5000);
  back(party, sought, {chromium: 800, firefox: 800, webkit: 1000});
});

test('a link that is slower one way costs half of the difference at most', async () => {
  const party = await room({delays: (i) => (i % 2 ? {up: 10, down: 70, jitter: 3} : {up: 50, down: 10, jitter: 3})});
  const from = party.world.now;
  await party.world.run(30_000);
  within(party, from, 0.95, {chromium: 30 + 12, firefox: 30 + 25, webkit: 30 + 90});
});

test('a machine that slept is back when it hears of the room again', async () => {
  const party = await room();
  const slept = party.viewers.slice(0, 10);
  for (const {clockwork} of slept) clockwork.sleep(30_000);
  await party.world.run(12_000); // a beat comes every 10 s
  const from = party.world.now;
  await party.world.run(5000);
  atMost(quantile(distances(slept.filter(({name}) => name !== 'webkit'), from), 0.95), 40, 'ms');
});

test('another server goes on with a clock that is a little beside, or far off', async () => {
  for (const shift of [35, -20, 3_600_000, -90_000]) {
    const party = await room();
    party.restart(shift);
    await party.world.run(3000);
    const from = party.world.now;
    await party.world.run(10_000);
    within(party, from, 0.95, {chromium: 25, firefox: 40, webkit: 260});
  }
});

test('at the end all rest on the same frame, and play on from the beginning together', async () => {
  const party = await room();
  party.viewers[0].act({position: party.duration - 2});
  await party.world.run(6000);
  for (const {video} of party.viewers) equal([video.paused, video.currentTime], [true, party.duration], 'at the end');
  party.viewers[1].act({position: 0, paused: false});
  await party.world.run(3000);
  const from = party.world.now;
  await party.world.run(2000);
  within(party, from, 0.95, {chromium: 25, firefox: 40, webkit: 90});
});

test('who takes a phone call is away, and back when it is over; nobody else is moved', async () => {
  const party = await room();
  const [caller, ...others] = party.viewers;
  for (const {video} of others) video.writes = {rate: 0, seek: 0};
  caller.video.interrupted = true;
  caller.video.pause();
  await party.world.run(10_000);
  equal(caller.engine.status().state, 'away', 'during the call');
  caller.video.interrupted = false;
  const from = party.world.now;
  await party.world.run(8000);
  equal(caller.engine.status().state, 'playing', 'afterwards');
  atMost(recovery([caller], from), 6000, 'ms until within 100 ms');
  for (const {video} of others) equal(video.writes.seek, 0, 'seeks of the others');
});

test('who was in another tab is in step within a second of coming back', async () => {
  const party = await room();
  const gone = party.viewers.slice(0, 10);
  for (const {clockwork, video} of gone) {
    clockwork.background = true;
    video.pause(); // as phones do
  }
  await party.world.run(30_000);
  for (const {engine} of gone) equal(engine.status().state, 'away');
  const from = party.world.now;
  for (const {clockwork, engine, sync} of gone) {
    clockwork.background = false;
    sync.burst();
    engine.wake();
  }
  await party.world.run(4000);
  atMost(recovery(gone, from), 1000, 'ms until within 100 ms');
  ok(gone.every(({engine}) => engine.status().state === 'playing'), 'all play');
});

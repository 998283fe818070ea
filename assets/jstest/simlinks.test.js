import {back, COUNT, distances, quantile, recovery, room, within} from './simroom.js';
import {atMost, equal, ok, test} from './testing.js';

// What machines and networks do, in a room of 50 in virtual time. What the viewers run is the page's own.

/** @typedef {import('../js/types.js').EngineName} EngineName */

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

test('who was in another tab is in step within a second of coming back', async () => {
  const party = await room();
  const gone = party.viewers.slice(0, 10);
  for (const {clockwork, video} of gone) {
    clockwork.background = true;
    video.pause(); // as phones do
  }
  await party.world.run(30_000);
  for (const {engine} of gone) equal(engine.viewing.status().state, 'away');
  const from = party.world.now;
  for (const {clockwork, engine, sync} of gone) {
    clockwork.background = false;
    sync.burst();
    engine.wake();
  }
  await party.world.run(4000);
  atMost(recovery(gone, from), 1000, 'ms until within 100 ms');
  ok(gone.every(({engine}) => engine.viewing.status().state === 'playing'), 'all play');
});

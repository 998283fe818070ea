import {back, of, quantile, recovery, room, within} from './simroom.js';
import {atMost, equal, test} from './testing.js';

// What people and other programs do, in a room of 50 in virtual time. What the viewers run is the page's own.

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

test('a machine that takes long for seeks learns to plan them, and goes from place to place no more', async () => {
  const party = await room();
  const slow = of(party, 'chromium').slice(0, 5);
  for (const {video} of slow) video.slowness = 25;
  const jump = async (/** @type {number} */ position) => {
    party.viewers[0].act({position});
    await party.world.run(5000);
  };
  for (let i = 0; i < 8; i++) await jump(100 + i % 2 * 50);
  for (const {video} of slow) video.writes.seek = 0;
  for (let i = 0; i < 8; i++) await jump(100 + i % 2 * 50);
  const seeks = slow.reduce((sum, {video}) => sum + video.writes.seek, 0);
  atMost(seeks, 1.2 * 8 * slow.length, 'seeks of five players for eight of the room');
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

test('WebKit comes back in step also while it denies to have the film', async () => {
  const party = await room();
  const doubtful = of(party, 'webkit');
  for (const {video} of doubtful) video.doubtful = true;
  for (const position of [1000, 2000]) {
    const from = party.world.now;
    party.viewers[0].act({position});
    await party.world.run(5000);
    atMost(recovery(doubtful, from), 3000, 'ms until within 100 ms');
    within(party, party.world.now - 1000, 0.95, {chromium: 30, firefox: 40, webkit: 110});
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
  equal(caller.engine.viewing.status().state, 'away', 'during the call');
  caller.video.interrupted = false;
  const from = party.world.now;
  await party.world.run(8000);
  equal(caller.engine.viewing.status().state, 'playing', 'afterwards');
  atMost(recovery([caller], from), 6000, 'ms until within 100 ms');
  for (const {video} of others) equal(video.writes.seek, 0, 'seeks of the others');
});

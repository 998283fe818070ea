import {Clock} from '../js/clock.js';
import {atMost, equal, near, normal, ok, random, test} from './testing.js';

/**
 * A server whose clock is `offset` ahead of the local one, and a network between.
 * @param {Clock} clock
 * @param {{offset: number, draw: () => number, up: () => number, down: () => number}} world
 */
function asker(clock, {offset, up, down}) {
  return (/** @type {number} */ t) => {
    const arrives = t + up();
    const back = arrives + down();
    clock.exchange(t, arrives + offset, back);
    return back;
  };
}

test('the clock is unknown before the first exchange, and right after it within half its round trip', () => {
  const clock = new Clock();
  equal(clock.known(), false);
  clock.exchange(1000, 501_020, 1030);
  equal(clock.known(), true);
  near(clock.at(2000), 2000 + 500_005, 15);
  near(clock.local(clock.at(1234)), 1234, 1e-6);
});

test('asymmetric noise of a bad network leaves the clock within 3 ms', () => {
  const draw = random(7);
  const clock = new Clock();
  const offset = 1.79e12;
  // 5 ms each way at best; the way up is often congested, the way down at times.
  const ask = asker(clock, {offset, draw, up: () => 5 + Math.abs(normal(draw)) * 40, down: () => 5 + (draw() < 0.2 ? draw() * 200 : draw() * 4)});
  let worst = 0;
  for (let t = 0, i = 0; t < 120_000; i++) {
    const back = ask(t);
    if (i > 8) worst = Math.max(worst, Math.abs(clock.offset() - offset));
    t = back + (i < 8 ? 50 : 3000);
  }
  atMost(worst, 8, 'worst error once settled');
  atMost(Math.abs(clock.offset() - offset), 3, 'error in the end');
});

test('one slow exchange among quick ones changes nothing', () => {
  const clock = new Clock();
  for (let i = 0; i < 5; i++) clock.exchange(i * 100, 10_000 + i * 100 + 2, i * 100 + 4);
  const before = clock.offset();
  clock.exchange(600, 10_600 + 900, 1502);
  near(clock.offset(), before, 0.2);
  near(clock.delay(), 2, 0.1);
});

test('stream frames exclude what an exchange left open', () => {
  const clock = new Clock();
  clock.exchange(0, 100_000 + 190, 200); // nearly all of its delay was on the way up
  near(clock.offset(), 100_090, 1e-6);
  clock.frame(100_000 + 305, 310); // came 5 ms after it was sent, if the clocks were 100,000 apart
  equal(clock.offset() >= 99_995, true);
  clock.frame(100_150 + 400, 400);
  near(clock.offset(), 100_150, 1, 'no estimate below what a frame proves');
});

test('frames alone give a first idea', () => {
  const clock = new Clock();
  clock.frame(5_000_000, 100);
  equal(clock.known(), false);
  near(clock.at(100), 5_000_000, 1e-6);
});

test('a server clock that is set forth or back is followed at the next exchange', () => {
  for (const jump of [90_000, -90_000]) {
    const clock = new Clock();
    for (let t = 0; t < 2000; t += 100) clock.exchange(t, t + 7000 + 2, t + 4);
    clock.frame(3000 + 7000 - 1, 3000);
    clock.exchange(4000, 4000 + 7000 + jump + 2, 4004);
    near(clock.offset(), 7000 + jump, 2, `after a jump of ${jump}`);
  }
});

test('a frame that proves the clock wrong makes it unknown', () => {
  const clock = new Clock();
  clock.exchange(0, 1002, 4);
  clock.frame(60_000 + 1000, 1000); // the laptop slept, its clock with it
  equal(clock.known(), false);
  near(clock.at(1000), 61_000, 1e-6);
});

test('a server whose clock lies a little beside the last one’s is believed after three exchanges', () => {
  // Each way takes 20 ms, so that the bounds before and after do not contradict each other.
  const clock = new Clock();
  for (let t = 0; t < 2000; t += 100) clock.exchange(t, t + 7020, t + 40);
  for (let t = 3000; t < 3500; t += 100) clock.exchange(t, t + 7050, t + 40);
  ok(clock.offset() < 7025, `without a doubt it is believed less: ${clock.offset()}`);
  clock.doubt();
  ok(clock.known(), 'still known');
  for (let t = 4000; t < 4300; t += 100) clock.exchange(t, t + 7050, t + 40);
  near(clock.offset(), 7030, 1);
});

test('a doubt that nothing answers changes nothing', () => {
  const clock = new Clock();
  clock.exchange(0, 1002, 4);
  clock.doubt();
  clock.exchange(100, 1102, 104);
  near(clock.offset(), 1000, 0.1);
});

test('clocks that drift apart by 40 parts in a million stay within 3 ms', () => {
  const draw = random(3);
  const clock = new Clock();
  let worst = 0;
  for (let t = 0; t < 20 * 60_000; t += 15_000) {
    const server = (/** @type {number} */ local) => local * (1 + 40e-6) + 1e6;
    const up = 2 + draw() * 6;
    const down = 2 + draw() * 6;
    clock.exchange(t, server(t + up), t + up + down);
    worst = Math.max(worst, Math.abs(clock.at(t + 10) - server(t + 10)));
  }
  atMost(worst, 4, 'worst error');
});

test('nonsense is ignored', () => {
  const clock = new Clock();
  clock.exchange(10, 5, 9);
  clock.exchange(10, NaN, 19);
  clock.frame(Infinity, 3);
  equal(clock.known(), false);
  ok(clock.offset() === 0, 'offset stays');
});

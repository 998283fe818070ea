import {Clock} from '../js/clock.js';
import {ClockSync} from '../js/clocksync.js';
import {SimClockwork, World} from './simworld.js';
import {equal, near, ok, test} from './testing.js';

/** A page in virtual time that asks a server 10 ms away; `asked` counts. */
function open() {
  const world = new World();
  const clockwork = new SimClockwork(world, {seed: 1, zero: 5000, skew: 0});
  const clock = new Clock();
  const page = {world, clockwork, clock, asked: 0, answers: true, shift: 0, sync: /** @type {ClockSync|null} */ (null)};
  const ask = () => {
    page.asked++;
    const sent = clockwork.now();
    return /** @type {Promise<any>} */ (new Promise((resolve) => {
      world.after(10, () => {
        const now = world.server + page.shift;
        world.after(10, () => {
          world.promised = true;
          resolve(page.answers ? {sent, now, came: clockwork.now()} : undefined);
        });
      });
    }));
  };
  const sync = new ClockSync(clock, ask, clockwork);
  /** How far the page is off, ms. */
  const error = () => clock.at(clockwork.now()) - world.server - page.shift;
  return {page, world, clock, clockwork, sync, error};
}

test('a burst makes the clock known, and then it is asked now and then', async () => {
  const {page, world, clock, sync, error} = open();
  sync.burst();
  await world.run(2000);
  ok(clock.known(), 'known');
  near(error(), 0, 1);
  ok(page.asked >= 6, `${page.asked} exchanges in the first two seconds`);
  await world.run(60_000);
  const before = page.asked;
  await world.run(60_000);
  ok(page.asked - before >= 3 && page.asked - before <= 5, `${page.asked - before} exchanges a minute`);
});

test('who hears nothing goes on asking', async () => {
  const {page, world, clock, sync} = open();
  page.answers = false;
  sync.burst();
  await world.run(30_000);
  equal(clock.known(), false);
  page.answers = true;
  await world.run(16_000);
  equal(clock.known(), true);
});

test('a frame after sleep, in which this machine’s clock stood still, is enough to be right again', async () => {
  const {page, world, clock, clockwork, sync, error} = open();
  sync.burst();
  await world.run(60_000);
  clockwork.sleep(3_600_000);
  const before = page.asked;
  sync.frame(world.server - 5, clockwork.now());
  equal(clock.known(), false, 'known right after');
  await world.run(25);
  equal([clock.known(), page.asked > before], [true, true], 'known a round trip later');
  near(error(), 0, 1);
});

test('another process of the server has another clock, the same one has not', async () => {
  const {page, world, sync, error} = open();
  sync.greeted('a');
  await world.run(60_000);
  page.shift = 9; // less than the half round trip that bounds what is known
  sync.greeted('b');
  await world.run(500);
  near(error(), 0, 1);
  const before = page.asked;
  sync.greeted('b');
  await world.run(500);
  ok(page.asked > before, 'a burst after each greeting');
  near(error(), 0, 1);
});

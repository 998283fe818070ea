import {Ladder} from '../js/ladder.js';
import {equal, ok, test} from './testing.js';

const MINUTE = 60_000;
const begin = 1_800_000_000_000;
/** @param {any} [memory] */
const fresh = (memory = null) => new Ladder(memory, begin);

test('it begins with the best way', () => {
  const ladder = fresh();
  equal(ladder.rung, 'events');
  ok(ladder.reason.includes('best way'), ladder.reason);
  equal(ladder.look(begin + 100 * MINUTE), null, 'nothing better to look at');
});

test('a rung that is held back is left at once, with the reason', () => {
  const ladder = fresh();
  equal(ladder.failed('silent', true, begin), true);
  equal(ladder.rung, 'post');
  ok(ladder.reason.startsWith('An event stream: nothing came'), ladder.reason);
  equal(ladder.failed('stale', true, begin + 1000), true);
  equal(ladder.rung, 'poll');
  ok(/An event stream: nothing.*A posted stream: it fell silent/.test(ladder.reason), ladder.reason);
  equal(ladder.failed('silent', true, begin + 2000), false, 'there is nothing below');
  equal(ladder.history.map(({transport}) => transport), ['events', 'post', 'poll']);
});

test('no rung helps when the server does not answer', () => {
  const ladder = fresh();
  for (const mishap of /** @type {const} */ (['silent', 'stale', 'broken', 'refused', 'short', 'overdue'])) {
    for (let i = 0; i < 9; i++) equal(ladder.failed(mishap, false, begin + i), false, mishap);
  }
  equal(ladder.rung, 'events');
});

test('a stream that was cut is taken up again, however often', () => {
  const ladder = fresh();
  for (let i = 0; i < 100; i++) equal(ladder.failed('ended', true, begin + i * 5000), false);
});

for (const [mishap, patience] of /** @type {const} */ ([['broken', 2], ['refused', 2], ['overdue', 2], ['short', 3]])) {
  test(`${mishap} counts from the ${patience}. time on, within a minute`, () => {
    const often = fresh();
    for (let i = 1; i < patience; i++) equal(often.failed(mishap, true, begin + i * 1000), false);
    equal(often.failed(mishap, true, begin + 9000), true);
    equal(often.rung, 'post');
    equal(often.failed(mishap, true, begin + 10_000), false, 'the next rung begins anew');
    const seldom = fresh();
    for (let i = 0; i < 20; i++) equal(seldom.failed(mishap, true, begin + i * MINUTE), false, 'once a minute');
  });
}

test('what was cut short between streams that lived says nothing of the rung', () => {
  const ladder = fresh();
  for (let i = 0; i < 20; i++) {
    equal(ladder.failed(i % 2 ? 'short' : 'broken', true, begin + i * 2000), false);
    ladder.carried();
  }
  ladder.failed('overdue', true, begin + 50_000);
  ladder.carried();
  equal(ladder.failed('overdue', true, begin + 51_000), true, 'a stream may live and yet bring nothing');
});

/** Steps down to the last rung. */
function bottom() {
  const ladder = fresh();
  ladder.failed('silent', true, begin);
  ladder.failed('silent', true, begin);
  ladder.works('poll', begin);
  return ladder;
}

test('better rungs are looked at later, the best one first, and less and less often', () => {
  const ladder = bottom();
  let now = begin;
  equal(ladder.look(now + 5 * MINUTE - 1), null);
  for (const minutes of [5, 10, 20, 40, 60, 60]) {
    equal(ladder.look(now + minutes * MINUTE - 1), null, `before ${minutes} min`);
    now += minutes * MINUTE;
    equal(ladder.look(now), 'events');
    equal(ladder.look(now), null, 'one look at a time');
    equal(ladder.worthless(now), 'post');
    equal(ladder.worthless(now), null);
  }
  equal(ladder.rung, 'poll');
});

test('a rung that works again is climbed', () => {
  const ladder = bottom();
  const now = begin + 5 * MINUTE;
  equal(ladder.look(now), 'events');
  equal(ladder.worthless(now), 'post');
  ladder.works('post', now);
  equal(ladder.rung, 'post');
  ok(ladder.reason.startsWith('An event stream: nothing came') && !ladder.reason.includes('posted'), ladder.reason);
  equal(ladder.history.map(({transport}) => transport), ['events', 'post', 'poll', 'post']);
  equal(ladder.look(now + 5 * MINUTE), 'events');
  ladder.works('events', now + 5 * MINUTE);
  ok(ladder.reason.includes('best way'), ladder.reason);
});

test('it never flaps: a rung that was climbed in vain is looked at less often', () => {
  const ladder = fresh();
  let now = begin;
  let pause = 0;
  for (let i = 0; i < 6; i++) {
    equal(ladder.failed('silent', true, now), true);
    const left = now;
    while (!ladder.look(now)) now += 10_000;
    ok(now - left >= pause, `looked after ${now - left}, before after ${pause}`);
    pause = now - left;
    ladder.works('events', now); // greets, and will be held back again
  }
  ok(pause >= 60 * MINUTE, `at last every ${pause} ms`);
});

test('another network is worth a look, but not all the time', () => {
  const ladder = bottom();
  ladder.otherNetwork(begin + 1000);
  equal(ladder.look(begin + 1000), 'events');
  ladder.worthless(begin + 4000);
  ladder.worthless(begin + 7000);
  ladder.otherNetwork(begin + 9000);
  equal(ladder.look(begin + 9000), null, 'looked at a moment ago');
  ladder.otherNetwork(begin + 2 * MINUTE);
  equal(ladder.look(begin + 2 * MINUTE), 'events');
});

test('a look that nobody waits for is made up for', () => {
  const ladder = bottom();
  equal(ladder.look(begin + 5 * MINUTE), 'events');
  ladder.works('poll', begin + 5 * MINUTE); // the present rung was renewed meanwhile
  equal(ladder.look(begin + 60 * MINUTE), 'events');
});

test('the next page of the tab begins where this one was, for a while', () => {
  const memory = bottom().memory(begin);
  const next = new Ladder(memory, begin + 9 * MINUTE);
  equal(next.rung, 'poll');
  ok(next.reason.startsWith('An event stream: nothing came'), next.reason);
  equal(next.look(begin + 13 * MINUTE), null);
  equal(next.look(begin + 14 * MINUTE), 'events');
  equal(new Ladder(memory, begin + 11 * MINUTE).rung, 'events', 'too long ago');
  equal(new Ladder(memory, begin - MINUTE).rung, 'events', 'a clock was set');
  equal(new Ladder(/** @type {any} */ ({rung: 'pigeon', why: '', at: begin}), begin).rung, 'events', 'nonsense');
  equal(new Ladder(fresh().memory(begin), begin).rung, 'events');
});

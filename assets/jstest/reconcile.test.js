import {AGAIN, LASTING, reconcile} from '../js/reconcile.js';
import {equal, test} from './testing.js';

const facts = {now: 0, native: true, visible: true, roomPaused: false, paused: false, settled: true, departed: false, position: 42, rate: 0};

/**
 * Looks every 50 ms from 0 to `ms`; returns what was posted.
 * @param {Partial<typeof facts>} differs
 * @param {number} ms
 */
function watch(differs, ms) {
  /** @type {import('../js/reconcile.js').Difference|null} */
  let difference = null;
  const posted = [];
  for (let now = 0; now <= ms; now += 50) {
    const found = reconcile(difference, {...facts, ...differs, now});
    difference = found.difference;
    if (found.intent) posted.push({at: now, ...found.intent});
  }
  return posted;
}

test('agreement is no intent', () => equal(watch({}, 5000), []));

test('a lasting difference in a native player is intent', () => {
  equal(watch({paused: true}, LASTING + 100), [{at: LASTING, verb: 'pause', position: 42, rate: 0}]);
  equal(watch({roomPaused: true}, LASTING + 100), [{at: LASTING, verb: 'play', position: 42, rate: 0}]);
  equal(watch({departed: true}, LASTING + 100), [{at: LASTING, verb: 'seek', position: 42, rate: 0}]);
  equal(watch({rate: 1.5}, LASTING + 100), [{at: LASTING, verb: 'rate', position: 42, rate: 1.5}]);
});

test('a short difference is not', () => equal(watch({paused: true}, LASTING - 50), []));

test('while it lasts it is posted again, but not every time', () => {
  equal(watch({paused: true}, LASTING + AGAIN + 100).map(({at}) => at), [LASTING, LASTING + AGAIN]);
});

test('unseen, inline, and unsettled differences are not intent', () => {
  for (const state of [{visible: false}, {native: false}, {settled: false}]) equal(watch({paused: true, ...state}, 9000), [], JSON.stringify(state));
});

test('of several differences the one that is seen first is told', () => {
  /** @type {[Partial<typeof facts>, string|undefined][]} */
  const table = [
    [{paused: true, departed: true, rate: 2}, 'pause'],
    [{roomPaused: true, departed: true, rate: 2}, 'play'],
    [{departed: true, rate: 2}, 'seek'],
    [{paused: true, roomPaused: true, departed: true}, 'seek'], // a step while everybody stands
    [{paused: true, roomPaused: true}, undefined],
    [{paused: true, visible: false}, undefined], // a call, a locked phone: away
    [{paused: true, native: false}, undefined], // whoever it was, it was not the viewer
    [{rate: 2, settled: false}, undefined],
  ];
  for (const [differs, verb] of table) equal(watch(differs, LASTING + 50)[0]?.verb, verb, JSON.stringify(differs));
});

test('a difference that turns into another starts anew', () => {
  const first = reconcile(null, {...facts, paused: true, now: 0});
  const second = reconcile(first.difference, {...facts, departed: true, now: LASTING});
  equal(second.intent, null);
  equal(reconcile(second.difference, {...facts, departed: true, now: 2 * LASTING}).intent?.verb, 'seek');
});

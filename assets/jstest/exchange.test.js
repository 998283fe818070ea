import {Exchange} from '../js/exchange.js';
import {FakeSource, event} from './streamparts.js';
import {equal, test} from './testing.js';

/** An exchange, and tabs that note what they are told. */
function meet() {
  const real = window.EventSource;
  FakeSource.all = [];
  window.EventSource = /** @type {any} */ (FakeSource);
  const exchange = new Exchange();
  /** @param {string} name @param {string} base */
  const tab = (name, base) => {
    /** @type {any[]} */
    const told = [];
    const send = (/** @type {any} */ message) => told.push(message);
    const say = (/** @type {any} */ message) => exchange.take({tab: name, base, ...message}, send);
    const frames = () => told.flatMap((m) => (m.type === 'welcome' ? m.frames : m.type === 'frame' ? [m] : []));
    return {
      told, say, send, join: (since = 0, visible = true) => say({type: 'join', since, visible}),
      seqs: () => frames().filter((f) => f.name === 'room' || f.name === 'reset').map((f) => f.data.seq),
      names: () => frames().map((f) => f.name), last: () => told[told.length - 1],
    };
  };
  return {exchange, tab, done: () => (exchange.close(), Object.assign(window, {EventSource: real}))};
}

test('the tabs of a room share a stream, and of each room there is one', () => {
  const {tab, done} = meet();
  const [a, b, c] = [tab('a', '/r/x'), tab('b', '/r/x'), tab('c', '/r/y')];
  for (const one of [a, b, c]) one.join();
  equal(FakeSource.all.map(({url}) => url), ['/r/x/events?since=0', '/r/y/events?since=0']);
  const [x, y] = FakeSource.all;
  x.send('hello', {seq: 0, now: 1});
  x.send('room', event(1));
  y.send('viewers', {count: 1});
  equal([a.seqs(), b.seqs(), c.seqs()], [[1], [1], []]);
  equal([b.names(), c.names()], [['hello', 'room'], ['viewers']]);
  done();
});

test('who comes later gets what it missed, and what has no number as it is now', () => {
  const {tab, done} = meet();
  const a = tab('a', '/r/x');
  a.join(3);
  const [source] = FakeSource.all;
  source.send('hello', {seq: 5, now: 1, node: 'n'});
  for (const seq of [4, 5]) source.send('room', event(seq));
  source.send('viewers', {count: 1});
  source.send('viewers', {count: 2});
  source.send('film', {html: 'f'});
  const b = tab('b', '/r/x');
  b.join(4);
  equal(b.told[0].frames.map((/** @type {any} */ f) => [f.name, f.data.seq ?? f.data.count ?? f.data.html]), [['viewers', 2], ['film', 'f'], ['room', 5]]);
  equal([b.told[0].seq, b.told[0].node, b.told[0].state.connected], [5, 'n', true]);
  source.send('room', event(6));
  equal([a.seqs(), b.seqs()], [[4, 5, 6], [5, 6]]);
  const c = tab('c', '/r/x');
  c.join(1, false); // 2 and 3 are not kept here: the tab sees it by the numbers
  equal(c.seqs(), [4, 5, 6]);
  done();
});

test('after a reset nothing older is told', () => {
  const {tab, done} = meet();
  const a = tab('a', '/r/x');
  a.join(8);
  const [source] = FakeSource.all;
  source.send('hello', {seq: 2, now: 1});
  source.send('room', event(9));
  source.send('reset', {seq: 2});
  source.send('room', event(3));
  const b = tab('b', '/r/x');
  b.join(0);
  equal([a.seqs(), b.seqs(), b.told[0].seq], [[9, 2, 3], [2, 3], 3]);
  done();
});

test('the stream ends with the last tab of the room', () => {
  const {exchange, tab, done} = meet();
  const [a, b] = [tab('a', '/r/x'), tab('b', '/r/x')];
  a.join();
  b.join();
  const [source] = FakeSource.all;
  a.say({type: 'leave'});
  equal(source.readyState, 1);
  exchange.gone(b.send);
  equal(source.readyState, 2);
  b.say({type: 'here'});
  equal(b.last(), {type: 'who', to: 'b'}, 'a tab that was forgotten is asked to join again');
  b.join(5);
  equal(FakeSource.all[1].url, '/r/x/events?since=5');
  done();
});

test('the tab that was looked at last speaks for its browser', () => {
  const {tab, done} = meet();
  const [a, b, c] = [tab('a', '/r/x'), tab('b', '/r/x'), tab('c', '/r/x')];
  a.join(0, true);
  equal(a.last().speaker, 'a');
  b.join(0, false);
  equal(b.last().speaker, 'a', 'a hidden one does not');
  a.say({type: 'shows', visible: false});
  equal(a.last().speaker, 'a', 'as long as no other one is visible');
  b.say({type: 'shows', visible: true});
  equal([a.last().speaker, b.last().speaker], ['b', 'b']);
  b.say({type: 'leave'});
  c.join(0, false);
  equal([a.last().speaker, c.last().speaker], ['a', 'a']);
  done();
});

test('a room that is closed has no stream any more, until a tab comes after that', () => {
  const {tab, done} = meet();
  const [a, b] = [tab('a', '/r/x'), tab('b', '/r/x')];
  a.join(3);
  const [source] = FakeSource.all;
  source.send('hello', {seq: 3, now: 1, node: 'n'});
  source.send('room', event(4, 'close'));
  equal(source.readyState, 2);
  equal([a.seqs(), a.last().state.dead, a.last().state.connected], [[4], 'This room was closed.', false]);
  equal(FakeSource.all.length, 1, 'nobody tries again');
  b.join(4);
  const again = FakeSource.all[1];
  equal([again.url, b.last().state.dead], ['/r/x/events?since=4', '']);
  again.send('hello', {seq: 5, now: 1, node: 'n'});
  again.send('room', event(5, 'reopen'));
  equal([a.seqs(), b.seqs()], [[4], [5]]);
  a.say({type: 'shows', visible: true});
  equal(a.last().type, 'who', 'who was in it before is asked to join again');
  a.join(4);
  equal([a.seqs(), a.last().state.connected], [[4, 5], true]);
  done();
});

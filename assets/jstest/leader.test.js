import {Stream} from '../js/stream.js';
import {FakeSource, event} from './streamparts.js';
import {equal, test, until} from './testing.js';

let rooms = 0;

/** Tabs without a shared worker, all in this page: locks and channels are the browser's own. */
function browser() {
  const real = window.EventSource;
  FakeSource.all = [];
  window.EventSource = /** @type {any} */ (FakeSource);
  const base = `/r/leader-${rooms++}`;
  /** @type {Stream[]} */
  const streams = [];
  /** @param {number} seen */
  const tab = (seen) => {
    /** @type {string[]} */
    const log = [];
    const stream = new Stream(base, seen, {
      room: ({seq}) => log.push(`room ${seq}`), reset: ({seq}) => log.push(`reset ${seq}`), viewers: ({count}) => log.push(`viewers ${count}`),
      film: () => {}, clock: () => {}, frame: () => {}, hello: () => log.push('hello'), lost: () => {}, dead: () => {},
    }, ['leader']);
    stream.start();
    streams.push(stream);
    return {stream, log, is: (/** @type {string} */ kind) => until(() => stream.status().shared === kind, kind)};
  };
  const latest = () => FakeSource.all[FakeSource.all.length - 1];
  return {base, tab, latest, done: () => { streams.forEach((s) => s.stop()); Object.assign(window, {EventSource: real}); }};
}

test('one tab leads, and the others follow it on one stream', async () => {
  const {base, tab, latest, done} = browser();
  const a = tab(0);
  await a.is('leader');
  equal(latest().url, `${base}/events?since=0`);
  latest().send('hello', {seq: 0, now: 1});
  latest().send('room', event(1));
  latest().send('viewers', {count: 3});
  const b = tab(0);
  await until(() => b.stream.connected, 'b has joined');
  await b.is('follower');
  latest().send('room', event(2));
  await until(() => b.stream.seen === 2, 'the event at b');
  equal(a.log, ['hello', 'room 1', 'viewers 3', 'room 2']);
  equal(b.log, ['hello', 'viewers 3', 'room 1', 'room 2']);
  equal(FakeSource.all.length, 1);
  equal([a.stream.speaks, b.stream.speaks], [false, true], 'the one that was looked at last');
  done();
});

test('when the leader goes another tab leads, from where it is', async () => {
  const {base, tab, latest, done} = browser();
  const [a, b, c] = [tab(0), tab(0), tab(0)];
  await a.is('leader');
  latest().send('hello', {seq: 0, now: 1});
  latest().send('room', event(1));
  for (const {stream} of [b, c]) await until(() => stream.seen === 1, 'the event');
  const first = latest();
  a.stream.stop();
  equal(first.readyState, 2);
  await until(() => latest() !== first, 'a new stream');
  equal(latest().url, `${base}/events?since=1`);
  latest().send('hello', {seq: 2, now: 1});
  latest().send('room', event(2));
  for (const {stream, log} of [b, c]) {
    await until(() => stream.seen === 2 && stream.connected, 'the next event');
    equal(log.filter((line) => line !== 'hello'), ['room 1', 'room 2']);
  }
  equal([b, c].map(({stream}) => stream.status().shared).sort(), ['follower', 'leader']);
  equal(FakeSource.all.length, 2);
  done();
});

test('a leader that hangs is robbed, and follows when it wakes up', async () => {
  const {base, tab, latest, done} = browser();
  const a = tab(0);
  await a.is('leader');
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  // It hears nobody any more, as a frozen one.
  const real = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = () => {};
  const b = tab(0);
  await b.is('follower');
  await b.is('leader');
  BroadcastChannel.prototype.postMessage = real;
  await a.is('follower');
  equal([first.readyState, latest().url], [2, `${base}/events?since=0`]);
  latest().send('hello', {seq: 1, now: 1});
  a.stream.renew(); // whatever it says, it is asked to join
  await until(() => a.stream.connected, 'a has joined');
  latest().send('room', event(1));
  for (const {stream} of [a, b]) await until(() => stream.seen === 1, 'the event');
  done();
});

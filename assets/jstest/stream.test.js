import {Stream} from '../js/stream.js';
import {atMost, equal, ok, sleep, test, until} from './testing.js';

const playback = {media: 'm', version: 'v', paused: true, position: 0, rate: 1, at: 0};
const event = (/** @type {number} */ seq, kind = 'seek') => ({seq, kind, by: null, at: 0, action: `a${seq}`, host: '', playback, html: ''});

/** Stands in for the browser's EventSource; the test is the server. */
class FakeSource extends EventTarget {
  static CLOSED = 2;
  /** @type {FakeSource[]} */
  static all = [];
  readyState = 1;
  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  /** @param {string} name @param {unknown} data */
  send(name, data) {
    this.dispatchEvent(new MessageEvent(name, {data: typeof data === 'string' ? data : JSON.stringify(data)}));
  }
  /** @param {boolean} refused */
  fail(refused) {
    this.readyState = refused ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }
}

/** @param {number} seen @param {number} [status] of GET state */
function open(seen, status = 200) {
  const before = {EventSource: window.EventSource, fetch: window.fetch};
  FakeSource.all = [];
  window.EventSource = /** @type {any} */ (FakeSource);
  window.fetch = async () => new Response('{}', {status});
  /** @type {string[]} */
  const log = [];
  const stream = new Stream('/r/x', seen, {
    room: ({seq}) => log.push(`room ${seq}`), reset: ({seq}) => log.push(`reset ${seq}`), viewers: ({count}) => log.push(`viewers ${count}`),
    clock: () => {}, frame: () => {}, hello: () => log.push('hello'),
    lost: (shown) => shown && log.push('lost'), dead: (message) => log.push(`dead: ${message}`),
  });
  stream.start();
  return {stream, log, latest: () => FakeSource.all[FakeSource.all.length - 1], done: () => (stream.stop(), Object.assign(window, before))};
}

test('events arrive once and in order, whatever is repeated', () => {
  const {stream, log, latest, done} = open(4);
  equal(latest().url, '/r/x/events?since=4');
  latest().send('hello', {seq: 6, now: 1, viewer: 'v', node: 'n'});
  for (const seq of [4, 5, 5, 6, 3, 7]) latest().send('room', event(seq));
  equal(log, ['hello', 'room 5', 'room 6', 'room 7']);
  equal([stream.seen, stream.connected], [7, true]);
  done();
});

test('a gap asks for what is missing', async () => {
  const {log, latest, done} = open(1);
  latest().send('hello', {seq: 1, now: 1});
  latest().send('room', event(2));
  const torn = latest();
  torn.send('room', event(4));
  torn.send('room', event(5)); // still in flight on the stream that was given up
  await until(() => latest() !== torn, 'a new stream');
  equal(latest().url, '/r/x/events?since=2');
  latest().send('hello', {seq: 5, now: 1});
  for (const seq of [3, 4, 5]) latest().send('room', event(seq));
  equal(log, ['hello', 'room 2', 'hello', 'room 3', 'room 4', 'room 5']);
  done();
});

test('a beat that knows of more than has arrived shows a gap, too', async () => {
  const {latest, done} = open(2);
  const first = latest();
  first.send('hello', {seq: 2, now: 1});
  first.send('beat', {seq: 2, now: 2});
  equal(latest(), first);
  first.send('beat', {seq: 3, now: 3});
  await until(() => latest() !== first, 'a new stream');
  done();
});

test('a reset sets the sequence, also back', () => {
  const {stream, log, latest, done} = open(9);
  latest().send('hello', {seq: 2, now: 1});
  latest().send('reset', {seq: 2, room: 'x', now: 1, host: '', playback, viewers: {count: 0, viewers: []}});
  latest().send('room', event(3));
  equal(log, ['hello', 'reset 2', 'room 3']);
  equal(stream.seen, 3);
  done();
});

test('a broken stream is replaced soon, and the old one is heard no more', async () => {
  const {stream, log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  const broken = performance.now();
  first.fail(false);
  equal(stream.connected, false);
  await until(() => latest() !== first, 'a new stream');
  atMost(performance.now() - broken, 700, 'ms until connecting again');
  first.send('room', event(1));
  first.send('viewers', {count: 3, viewers: []});
  equal(log, ['hello'], 'frames of the old stream');
  equal(first.readyState, 2, 'the old one is closed');
  done();
});

test('a mangled frame is a broken stream', async () => {
  const {latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  first.send('room', '{"seq":1,');
  await until(() => latest() !== first, 'a new stream');
  done();
});

test('the viewer is told of a lost stream after two seconds, and not before', async () => {
  const {log, latest, done} = open(0, 503);
  latest().send('hello', {seq: 0, now: 1});
  const lost = performance.now();
  latest().fail(true);
  await until(() => log.includes('lost'), 'lost');
  ok(performance.now() - lost >= 1950, 'patience');
  equal(log, ['hello', 'lost']);
  done();
});

for (const [status, message] of [[404, 'no longer there'], [403, 'no longer in this room'], [401, 'no longer in this room']]) {
  test(`a room that answers ${status} is not asked again`, async () => {
    const {log, latest, done} = open(0, Number(status));
    const first = latest();
    first.fail(true);
    await until(() => log.some((line) => line.startsWith('dead')), 'the message');
    ok(log[0].includes(String(message)), log[0]);
    await sleep(900);
    equal(latest(), first, 'no other stream');
    done();
  });
}

test('a stream that does not greet is given up', async () => {
  const {log, latest, done} = open(0);
  const first = latest();
  await until(() => latest() !== first, 'a new stream');
  latest().send('hello', {seq: 0, now: 1});
  equal(log.includes('hello'), true);
  done();
});

test('an accepted event that does not come shows a stale stream', async () => {
  const {stream, latest, done} = open(3);
  const first = latest();
  first.send('hello', {seq: 3, now: 1});
  stream.expect(4);
  first.send('room', event(4));
  stream.expect(4);
  stream.expect(5);
  await until(() => latest() !== first, 'a new stream');
  equal(latest().url, '/r/x/events?since=4');
  done();
});

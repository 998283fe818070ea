import {FakeSource, event, open, playback} from './streamparts.js';
import {atMost, equal, ok, sleep, test, until} from './testing.js';

test('events arrive once and in order, whatever is repeated', () => {
  const {stream, log, latest, done} = open(4);
  equal(latest().url, '/r/x/events?since=4');
  latest().send('hello', {seq: 6, now: 1, viewer: 'v', node: 'n'});
  for (const seq of [4, 5, 5, 6, 3, 7]) latest().send('room', event(seq));
  equal(log, ['hello', 'room 5', 'room 6', 'room 7']);
  equal([stream.seen, stream.connected], [7, true]);
  done();
});

test('every frame by its name', () => {
  const {log, latest, done} = open(0);
  latest().send('hello', {seq: 0, now: 1});
  latest().send('viewers', {count: 2, viewers: []});
  latest().send('film', {html: 'x'});
  latest().send('status', {skew: 7, viewers: []});
  latest().send('message', {});
  equal(log, ['hello', 'viewers 2', 'film x', 'status 7']);
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

test('a renewed stream replaces the old one when it greets, and not before', () => {
  const {stream, log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  stream.renew();
  const second = latest();
  ok(second !== first, 'a second stream');
  equal([stream.connected, first.readyState], [true, 1]);
  first.send('room', event(1)); // still delivers
  second.send('hello', {seq: 2, now: 1});
  for (const seq of [1, 2]) second.send('room', event(seq));
  equal(log, ['hello', 'room 1', 'hello', 'room 2']);
  equal(first.readyState, 2, 'the old one is closed');
  equal(stream.status().reconnects, 1);
  done();
});

test('many who ask at once for a new stream get one', () => {
  const {stream, latest, done} = open(0);
  latest().send('hello', {seq: 0, now: 1});
  for (let i = 0; i < 10; i++) window.dispatchEvent(new Event('online'));
  stream.renew();
  equal(FakeSource.all.length, 2);
  done();
});

test('the viewer is told of a lost stream after two seconds, and not before', async () => {
  const {log, latest, done} = open(0, {status: 503});
  latest().send('hello', {seq: 0, now: 1});
  const lost = performance.now();
  latest().fail(true);
  await until(() => log.includes('lost'), 'lost');
  ok(performance.now() - lost >= 1950, 'patience');
  equal(log, ['hello', 'lost']);
  done();
});

for (const [status, message] of [[404, 'no longer there'], [403, 'put out'], [401, 'no longer in this room']]) {
  test(`a room that answers ${status} is not asked again`, async () => {
    const {log, latest, done} = open(0, {status: Number(status)});
    const first = latest();
    first.fail(true);
    await until(() => log.some((line) => line.startsWith('dead')), 'the message');
    ok(log[0].includes(String(message)), log[0]);
    await sleep(900);
    equal(latest(), first, 'no other stream');
    done();
  });
}

test('who is put out comes back by no way', async () => {
  const {log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  first.send('out', {ban: false});
  first.fail(true);
  await until(() => log.some((line) => line.startsWith('dead')), 'the message');
  await sleep(900);
  equal([latest() === first, first.readyState], [true, 2], 'no other stream');
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
  equal(stream.transport, 'events', 'once is no reason to change the way');
  done();
});

test('a page that was put away connects anew when it is shown again', () => {
  const {stream, log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  first.send('room', event(1));
  window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
  equal([stream.connected, first.readyState], [false, 2]);
  first.send('room', event(2)); // WebKit would revive it
  window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
  ok(latest() !== first, 'a new stream');
  equal(latest().url, '/r/x/events?since=1');
  latest().send('hello', {seq: 2, now: 1});
  latest().send('room', event(2));
  equal(log, ['hello', 'room 1', 'hello', 'room 2']);
  document.dispatchEvent(new Event('freeze'));
  equal(stream.connected, false);
  document.dispatchEvent(new Event('resume'));
  equal(latest().url, '/r/x/events?since=2');
  done();
});

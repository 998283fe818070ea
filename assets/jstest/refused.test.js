import {Ending} from '../js/closed.js';
import {event, open} from './streamparts.js';
import {equal, ok, sleep, test, until} from './testing.js';

const full = () => ({status: 503, said: 'Dieser Raum ist voll.\n', headers: {'Retry-After': '1'}});

test('a page for which there is no place says so, waits as long as it is told, and comes back by itself', async () => {
  const {stream, log, latest, asked, posts, done} = open(3, full());
  const first = latest();
  const refused = performance.now();
  first.fail(true);
  await until(() => log.includes('lost: Dieser Raum ist voll.'), 'the words of the server');
  equal(asked, ['/r/x/log?since=3&wait=0']);
  equal([stream.connected, stream.status().refusal], [false, 'Dieser Raum ist voll.']);
  await until(() => latest() !== first, 'another try');
  ok(performance.now() - refused >= 1000, 'it waits');
  equal(stream.status().refusal, 'Dieser Raum ist voll.', 'it is still said while it tries');
  latest().send('hello', {seq: 3, now: 1});
  equal([stream.connected, stream.status().refusal, posts.length], [true, '', 0]);
  done();
});

test('a stream that works is kept when there is no place for the one that should replace it', async () => {
  const {stream, log, latest, asked, posts, done} = open(0, full());
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  stream.renew();
  const second = latest();
  second.fail(true);
  await until(() => asked.length > 0, 'the question');
  await sleep(2500);
  first.send('room', event(1));
  equal([latest() === second, stream.connected, stream.status().refusal, posts.length], [true, true, '', 0]);
  equal(log, ['hello', 'room 1']);
  done();
});

test('no place is no reason to change the way', async () => {
  const {stream, latest, posts, done} = open(0, full());
  for (let i = 0; i < 3; i++) {
    const now = latest();
    now.fail(true);
    await until(() => latest() !== now, 'another try');
  }
  equal([stream.transport, posts.length], ['events', 0]);
  done();
});

test('an event that was accepted is not missed while there is no place', async () => {
  const {stream, log, latest, done} = open(0, {...full(), headers: {'Retry-After': '30'}});
  const first = latest();
  first.fail(true);
  await until(() => log.length > 0, 'the words of the server');
  stream.expect(1);
  await sleep(3000);
  equal(latest(), first, 'no other try before its time');
  done();
});

test('what a proxy says for a Goblet that is down is not said', async () => {
  for (const answer of [
    {status: 503, said: 'no healthy upstream'},
    {status: 503, said: '<h1>503</h1>', headers: {'Retry-After': '1', 'Content-Type': 'text/html'}},
    {status: 502, said: 'Bad Gateway', headers: {'Retry-After': '1'}},
  ]) {
    const {stream, log, latest, done} = open(0, answer);
    const first = latest();
    first.fail(true);
    await until(() => latest() !== first, 'another try');
    equal([stream.status().refusal, log.filter((line) => line !== 'lost')], ['', []]);
    done();
  }
});

test('who no longer is refused, but meets nobody, is told that it tries again', async () => {
  const {stream, log, latest, server, done} = open(0, full());
  const first = latest();
  first.fail(true);
  await until(() => latest() !== first, 'another try');
  server.status = 0;
  latest().fail(false);
  await until(() => log.includes('lost'), 'lost');
  equal([log, stream.status().refusal], [['lost: Dieser Raum ist voll.', 'lost'], '']);
  done();
});

test('the line says the server’s words, and its own again', () => {
  const make = (/** @type {string} */ name, text = '') => Object.assign(document.createElement(name), {textContent: text, hidden: true});
  const connection = make('p', 'Reconnecting…');
  const ending = new Ending({connection, sign: make('div'), video: /** @type {HTMLVideoElement} */ (make('video')), toast: () => {}});
  ending.lost(true, 'This room is full.');
  const node = connection.firstChild;
  ending.lost(true, 'This room is full.');
  equal([connection.hidden, connection.textContent, connection.firstChild === node], [false, 'This room is full.', true]);
  ending.lost(true, '');
  equal(connection.textContent, 'Reconnecting…');
  ending.lost(false, '');
  equal(connection.hidden, true);
});

import {event, open, playback} from './streamparts.js';
import {equal, ok, test, until} from './testing.js';

test('a stream that is held back is replaced by a posted one, which loses and repeats nothing', async () => {
  const {stream, log, latest, posts, asked, done} = open(0);
  const held = latest();
  await until(() => posts.length > 0, 'a posted stream');
  equal(asked, ['/clock'], 'the server was asked whether it is there');
  equal(held.readyState, 1, 'the first one may still come');
  equal(posts[0].url, '/r/x/events?since=0');
  posts[0].send('hello', {seq: 2, now: 1});
  for (const seq of [1, 2]) posts[0].send('room', event(seq));
  await until(() => stream.seen === 2, 'the events');
  equal(held.readyState, 2, 'it is given up');
  equal([stream.transport, stream.connected], ['post', true]);
  ok(stream.status().reason.startsWith('An event stream: nothing came'), stream.status().reason);
  equal(log.filter((line) => line !== 'lost'), ['hello', 'room 1', 'room 2']);
  equal(JSON.parse(sessionStorage.getItem('goblet.rung') ?? '{}').rung, 'post');
  done();
  ok(posts[0].signal.aborted, 'it ends with the page');
});

test('a stream that greets late after all is kept', async () => {
  const {stream, latest, posts, done} = open(0);
  const slow = latest();
  await until(() => posts.length > 0, 'a posted stream');
  slow.send('hello', {seq: 0, now: 1});
  slow.send('room', event(1));
  equal([stream.transport, stream.seen], ['events', 1]);
  ok(posts[0].signal.aborted, 'the other one is given up');
  done();
});

test('when the server does not answer, the rung is kept', async () => {
  const {stream, latest, posts, server, done} = open(0, {status: 0});
  const first = latest();
  await until(() => latest() !== first, 'another try');
  equal([posts.length, stream.transport, stream.connected], [0, 'events', false]);
  server.status = 200;
  latest().send('hello', {seq: 0, now: 1});
  equal(stream.connected, true);
  done();
});

const remembered = (/** @type {string} */ rung) => ({rung, why: 'An event stream: nothing came through it.', at: Date.now()});

test('a tab that remembers begins with what worked', async () => {
  const {stream, posts, done} = open(0, {memory: remembered('post')});
  await until(() => posts.length > 0, 'a posted stream');
  posts[0].send('hello', {seq: 0, now: 1});
  await until(() => stream.connected, 'connected');
  equal(stream.status().reason, 'An event stream: nothing came through it.');
  done();
});

test('polls bring everything that a stream would', async () => {
  const {stream, log, polls, done} = open(4, {memory: remembered('poll')});
  equal(polls[0].url, '/r/x/log?since=4&wait=0&mark=');
  polls[0].answer({seq: 5, events: [event(5)], frames: [{event: 'viewers', data: {count: 2}}], mark: 'n.1'});
  await until(() => polls.length > 1, 'the next poll');
  equal(polls[1].url, '/r/x/log?since=5&wait=25&mark=n.1');
  equal([stream.transport, stream.connected], ['poll', true]);
  polls[1].answer({seq: 5, frames: [{event: 'film', data: {html: 'f'}}, {event: 'status', data: {skew: 3}}], mark: 'n.3'});
  await until(() => polls.length > 2, 'the next poll');
  polls[2].answer({seq: 7, events: [event(6), event(7)], mark: 'n.3'});
  await until(() => polls.length > 3, 'the next poll');
  polls[3].answer({seq: 2, reset: {seq: 2, room: 'x', now: 1, host: '', playback, viewers: {}}});
  await until(() => polls.length > 4, 'the next poll');
  equal(polls[4].url, '/r/x/log?since=2&wait=25&mark=m');
  polls[4].answer({seq: 3, events: [event(3)]});
  await until(() => stream.seen === 3, 'the event');
  equal(log, ['hello', 'viewers 2', 'room 5', 'film f', 'status 3', 'room 6', 'room 7', 'reset 2', 'room 3']);
  done();
});

test('a poll that is refused for being too many is asked again', async () => {
  const {stream, polls, done} = open(0, {memory: remembered('poll')});
  polls[0].answer({}, {status: 429, headers: {'Retry-After': '0.2'}});
  await until(() => polls.length > 1, 'the next poll');
  polls[1].answer({seq: 0});
  await until(() => stream.connected, 'connected');
  done();
});

test('a poll that fails is asked again after a pause', async () => {
  const {stream, polls, done} = open(0, {memory: remembered('poll')});
  polls[0].answer({seq: 1, events: [event(1)]});
  await until(() => polls.length > 1, 'the next poll');
  polls[1].answer({}, {status: 502});
  await until(() => !stream.connected, 'it is noticed');
  await until(() => polls.length > 2, 'the next poll');
  equal(polls[2].url, '/r/x/log?since=1&wait=0&mark=');
  done();
});

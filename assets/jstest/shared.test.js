import {Stream} from '../js/stream.js';
import {FakePoll, FakeSource, event} from './streamparts.js';
import {equal, test, until} from './testing.js';

/** A page whose exchange is in a shared worker, which is the test. */
function page(/** @type {number} */ seen) {
  const before = {SharedWorker: window.SharedWorker, fetch: window.fetch, EventSource: window.EventSource};
  /** @type {any[]} */
  const said = [];
  /** @type {FakePoll[]} */
  const polls = [];
  const port = Object.assign(new EventTarget(), {start: () => {}, close: () => {}, postMessage: (/** @type {any} */ m) => said.push(m)});
  const worker = Object.assign(new EventTarget(), {port});
  Object.assign(window, {SharedWorker: function SharedWorker() { return worker; }, EventSource: FakeSource});
  FakeSource.all = [];
  window.fetch = async (url, init) => {
    const poll = new FakePoll(String(url), /** @type {AbortSignal} */ (init?.signal));
    polls.push(poll);
    return poll.response;
  };
  sessionStorage.clear();
  /** @type {string[]} */
  const log = [];
  const stream = new Stream('/r/x', seen, {
    room: ({seq}) => log.push(`room ${seq}`), reset: ({seq}) => log.push(`reset ${seq}`), viewers: () => {}, film: () => {},
    clock: (now) => log.push(`now ${now}`), frame: () => {}, hello: () => log.push('hello'), lost: () => {}, dead: (message) => log.push(message),
  }, ['worker', 'own']);
  stream.start();
  const tell = (/** @type {any} */ data) => port.dispatchEvent(new MessageEvent('message', {data}));
  const room = (/** @type {number} */ seq) => ({name: 'room', data: event(seq)});
  const state = {connected: true, dead: '', refusal: '', transport: 'events', reasons: [], since: 1, reconnects: 0, history: [], memory: {rung: 'events', why: '', at: 0}};
  return {stream, log, said, polls, worker, tell, room, state, done: () => (stream.stop(), Object.assign(window, before))};
}

test('a tab that comes late gets what the exchange keeps, once', () => {
  const {stream, log, said, tell, room, state, done} = page(4);
  equal([said[0].type, said[0].since, said[0].base], ['join', 4, '/r/x']);
  const to = said[0].tab;
  tell({type: 'welcome', to: 'another', state, speaker: to, seq: 9, frames: [room(5)]});
  tell({type: 'welcome', to, state, speaker: to, seq: 6, frames: [room(5), room(6)]});
  tell({type: 'frame', ...room(6)});
  tell({type: 'frame', ...room(7)});
  equal(log, ['hello', 'room 5', 'room 6', 'room 7']);
  equal([stream.connected, stream.speaks, stream.status().shared], [true, true, 'worker']);
  tell({type: 'ping'});
  equal(said[said.length - 1].type, 'here');
  tell({type: 'who'});
  equal([said[said.length - 1].type, said[said.length - 1].since], ['join', 7]);
  tell({type: 'state', state: {...state, connected: false}, speaker: 'another'});
  equal([stream.connected, stream.speaks], [false, false]);
  done();
  equal(said[said.length - 1].type, 'leave');
});

test('what the exchange no longer keeps is fetched, while newer events wait', async () => {
  const {stream, log, said, polls, tell, room, state, done} = page(4);
  const to = said[0].tab;
  tell({type: 'welcome', to, state, speaker: to, seq: 9, frames: [room(8), room(9)]});
  await until(() => polls.length === 1, 'a request');
  equal(polls[0].url, '/r/x/log?since=4&wait=0');
  tell({type: 'frame', ...room(10)});
  equal(log, ['hello'], 'nothing out of order');
  polls[0].answer({seq: 9, events: [5, 6, 7, 8, 9].map((seq) => event(seq))});
  await until(() => stream.seen === 10, 'all of it');
  equal(log, ['hello', ...[5, 6, 7, 8, 9, 10].map((seq) => `room ${seq}`)]);
  done();
});

test('also when only the number of the newest event tells that something is missing', async () => {
  const {stream, log, said, polls, tell, state, done} = page(4);
  tell({type: 'welcome', to: said[0].tab, state, speaker: '', seq: 9, frames: []});
  await until(() => polls.length === 1, 'a request');
  polls[0].answer({seq: 9, reset: {seq: 9}});
  await until(() => stream.seen === 9, 'the reset');
  equal(log, ['hello', 'reset 9']);
  done();
});

test('a tab from before the server lost its log starts over', async () => {
  const {stream, log, said, polls, tell, room, state, done} = page(9);
  tell({type: 'welcome', to: said[0].tab, state, speaker: '', seq: 2, frames: []});
  await until(() => polls.length === 1, 'a request');
  equal(polls[0].url, '/r/x/log?since=9&wait=0');
  polls[0].answer({seq: 2, reset: {seq: 2}});
  await until(() => stream.seen === 2, 'the reset');
  tell({type: 'frame', ...room(3)});
  equal(log, ['hello', 'reset 2', 'room 3']);
  done();
});

test('only what comes fresh tells the time', () => {
  const {log, said, tell, state, done} = page(0);
  const to = said[0].tab;
  tell({type: 'welcome', to, state, speaker: to, seq: 3, frames: [{name: 'reset', data: {seq: 3, now: 111}}]});
  tell({type: 'frame', name: 'beat', data: {seq: 3, now: 222}});
  equal(log, ['hello', 'reset 3', 'now 222']);
  done();
});

test('a worker that does not start is done without', () => {
  const {stream, worker, done} = page(5);
  worker.dispatchEvent(new Event('error'));
  equal(stream.status().shared, 'own');
  equal(FakeSource.all.map(({url}) => url), ['/r/x/events?since=5']);
  FakeSource.all[0].send('hello', {seq: 5, now: 1});
  equal(stream.connected, true);
  done();
});

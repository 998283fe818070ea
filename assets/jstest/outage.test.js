import {Ending} from '../js/closed.js';
import {lookPause} from '../js/backoff.js';
import {Outage} from '../js/outage.js';
import {markRights} from '../js/rightmarks.js';
import {event, open} from './streamparts.js';
import {atMost, equal, ok, sleep, test, until} from './testing.js';

test('while the log is lost nothing but what passes can be done', () => {
  const outage = new Outage();
  equal(outage.refusal('play'), '');
  outage.take({ok: false});
  ok(outage.refusal('play').includes('plays on'), outage.refusal('play'));
  ok(outage.refusal() !== '', 'the page says so');
  equal([outage.refusal('react'), outage.refusal('typing')], ['', '']);
  outage.take({ok: true});
  equal(outage.refusal('play'), '');
  outage.take({ok: false});
  outage.take(undefined);
  equal(outage.refusal('play'), '', 'a server that says nothing of its log');
});

test('the line says what is wrong with the log, unless it is lost itself', () => {
  document.body.insertAdjacentHTML('beforeend', '<main><p hidden>Reconnecting…</p><div hidden></div><video></video></main>');
  const main = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const [connection, sign] = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('p, div')]);
  const ending = new Ending({connection, sign, video: /** @type {HTMLVideoElement} */ (main.querySelector('video')), toast: () => {}});
  const shown = () => (connection.hidden ? '' : connection.textContent);
  ending.trouble('Nothing can be changed.');
  equal(shown(), 'Nothing can be changed.');
  ending.lost(true, '');
  equal(shown(), 'Reconnecting…');
  ending.lost(false, '');
  equal(shown(), 'Nothing can be changed.');
  ending.trouble('');
  equal(shown(), '');
  main.remove();
});

test('controls say that nothing can be changed, and afterwards what they said before', () => {
  const main = document.createElement('main');
  main.innerHTML = '<button data-right="control" title="Play (k)"></button><button data-right="load"></button>';
  const titles = () => [...main.querySelectorAll('button')].map(({title, ariaDisabled}) => `${title} ${ariaDisabled}`);
  const refused = (/** @type {string} */ right) => (right === 'load' ? 'Only the host chooses.' : '');
  markRights(main, 'guest', refused);
  equal(titles(), ['Play (k) null', 'Only the host chooses. true']);
  markRights(main, 'guest', refused, 'Not now.');
  equal(titles(), ['Not now. true', 'Not now. true']);
  equal(main.dataset.mayLoad, undefined);
  markRights(main, 'guest', refused);
  equal(titles(), ['Play (k) null', 'Only the host chooses. true']);
});

test('another server is looked for beside one that has lost its log, which delivers until the other greets', async () => {
  const {stream, log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  first.send('log', {ok: false});
  await until(() => latest() !== first, 'a look');
  first.send('room', event(1));
  equal([first.readyState, stream.connected, log], [1, true, ['hello', 'room 1']]);
  const second = latest();
  second.send('hello', {seq: 1, now: 2});
  second.send('log', {ok: true});
  equal([first.readyState, stream.connected], [2, true]);
  await sleep(4000);
  equal(latest(), second, 'there is nothing to look for any more');
  done();
});

test('looks for another server become rarer, and a crowd does not look at once', () => {
  for (const [looks, least, most] of [[0, 700, 3000], [2, 3000, 9000], [20, 30_000, 90_000]]) {
    ok(lookPause(looks, 1, 0) >= least, `look ${looks}`);
    atMost(lookPause(looks, 1, 1), most, `ms before look ${looks}`);
  }
  ok(lookPause(0, 10_000, 0.9) - lookPause(0, 10_000, 0.1) > 1500, 'ten thousand spread over time');
});

test('a page that is told to move opens another stream at once, and says nothing of it', async () => {
  const {stream, log, latest, done} = open(0);
  const first = latest();
  first.send('hello', {seq: 0, now: 1});
  first.send('room', event(1));
  first.send('move', {});
  const second = latest();
  ok(second !== first, 'at once');
  equal([second.url, first.readyState], ['/r/x/events?since=1', 2]);
  second.send('hello', {seq: 1, now: 2});
  second.send('room', event(2));
  equal([stream.connected, log], [true, ['hello', 'room 1', 'hello', 'room 2']]);
  done();
});

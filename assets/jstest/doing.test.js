import {bugReport, connectionFacts, curve} from '../js/connectionfacts.js';
import {DriftLog, SPAN} from '../js/driftlog.js';
import {startConnectionDialog} from '../js/connectiondialog.js';
import {amount, delay, doing, length, skewText} from '../js/doing.js';
import {ViewerStatus} from '../js/viewerstatus.js';
import {equal, near, normal, ok, random, test, until} from './testing.js';

test('the drift that is reported is the median of the last second', () => {
  const log = new DriftLog();
  equal(log.median(0), undefined, 'nothing has played');
  const draw = random(3);
  for (let at = 0; at <= 5000; at += 100) log.add(at, at % 700 === 0 ? 400 : 6 + normal(draw));
  near(log.median(5000) ?? 0, 6, 1, 'with a sample in seven far off');
  log.add(5100, null);
  equal(log.median(5100), undefined, 'just paused');
  log.add(5200, 90);
  log.add(5300, 94);
  equal(log.median(5300), 92, 'what came before the pause does not count');
  equal(log.median(6400), undefined, 'nothing of the last second');
});

test('a minute is kept, and summed up', () => {
  const log = new DriftLog();
  equal(log.summary(), undefined);
  for (let i = 0; i <= 1000; i++) log.add(i * 100, i % 2 ? -i : null);
  equal([log.samples.length, log.samples[0].at], [601, 100_000 - SPAN]);
  equal(log.summary(), {median: 700, p95: 970, most: 999});
});

test('how a viewer is doing is said in words', () => {
  const say = (/** @type {string} */ state, drift = 0) => Object.values(doing({state, drift}));
  equal(say('playing', 4.4), ['step', '+4 ms', 'in step, 4 ms ahead of the room']);
  equal(say('playing', -0.3), ['step', '±0 ms', 'in step, exactly where the room is']);
  equal(say('playing', -40), ['step', '−40 ms', 'in step, 40 ms behind the room']);
  equal(say('playing', -41), ['catching', '−41 ms', 'coming back in step, 41 ms behind the room']);
  equal(say('playing', 1430), ['catching', '+1.4 s', 'coming back in step, 1.4 s ahead of the room']);
  equal(say('waiting', -5000), ['waiting', 'loading', 'waiting for the film to load']);
  equal(say('paused', 0.2), ['paused', 'same frame', 'paused at the same frame']);
  equal(say('paused', -80), ['paused', 'paused', 'paused, 80 ms behind the room']);
  equal(say('away', 9), ['away', 'away', 'away']);
  equal(Object.values(doing(undefined)), ['unknown', '', 'not known']);
  equal([amount(999.4), amount(999.6), amount(99_900), amount(100_000), delay(0.4), delay(12.4)], ['999 ms', '1.0 s', '99.9 s', '2 min', 'under 1 ms', '12 ms']);
  equal([length(0), length(99.9), length(100), length(5400), length(7200)], ['0 s', '99 s', '2 min', '90 min', '2 h']);
  equal([skewText(null), skewText(0.3), skewText(6.4)], ['', '<1 ms apart', '6 ms apart']);
});

/** @param {string} html @returns {HTMLElement} */
function add(html) {
  document.body.insertAdjacentHTML('beforeend', html);
  return /** @type {HTMLElement} */ (document.body.lastElementChild);
}

const row = (/** @type {string} */ id) => `<li data-viewer="${id}"><button data-standing aria-expanded="false"><span data-chip></span></button>
  <div class="standing-more" hidden><p data-words>not known</p><b data-fact="delay"></b><b data-fact="buffer"></b><b data-fact="transport"></b></div></li>`;

test('the list says how everyone is doing, also when it comes anew', () => {
  const page = add(`<div><p id="skew" hidden><span data-skew></span></p><ul>${row('maya')}${row('jon')}</ul></div>`);
  const list = /** @type {HTMLElement} */ (page.querySelector('ul'));
  const skew = /** @type {HTMLElement} */ (page.querySelector('#skew'));
  const status = new ViewerStatus(list, skew);
  const look = () => Array.from(list.children, (row) => [/** @type {HTMLElement} */ (row).dataset.doing, row.querySelector('[data-chip]')?.textContent,
    row.querySelector('[data-fact="transport"]')?.textContent, row.querySelector('.standing-more')?.hasAttribute('hidden'), row.querySelector('button')?.ariaExpanded]);
  status.show(undefined);
  equal(look(), [['unknown', '', '–', true, 'false'], ['unknown', '', '–', true, 'false']]);
  const jon = {id: 'jon', state: 'playing', drift: -3, delay: 12, buffer: 30, transport: 'poll'};
  status.show({viewers: [jon, {...jon, id: 'gone'}], skew: 6.2, playing: 2});
  const want = [['unknown', '', '–', true, 'false'], ['step', '−3 ms', 'Long poll', false, 'true']];
  /** @type {HTMLElement} */ (list.querySelector('[data-viewer="jon"] button')).click();
  equal(look(), want);
  equal([skew.hidden, skew.textContent], [false, '6 ms apart']);
  list.innerHTML = row('maya') + row('jon');
  status.apply();
  equal(look(), want, 'after the list came anew');
  list.querySelectorAll('button')[1].click();
  status.show({viewers: [], skew: null, playing: 0});
  equal([look(), skew.hidden], [[['unknown', '', '–', true, 'false'], ['unknown', '', '–', true, 'false']], true]);
  page.remove();
});

/** @type {import('../js/connectionfacts.js').Sources} */
const sources = {
  line: {transport: 'post', reasons: ['A GET stream was held back.'], since: 1_000_000, reconnects: 2, shared: 'worker'}, connected: true, now: 1_000_000 + 150_000,
  clock: {delay: 11.6, uncertainty: 1.25, known: true, fast: 3000},
  player: {state: 'playing', drift: 4.2, rate: 1.004, buffer: 31.7, form: 'direct', width: 1280, height: 720, dropped: 3, frames: 1204, engine: 'chromium'},
  room: {viewers: [], skew: 6.2, playing: 3},
};

test('the facts of a connection are said as they are, and nothing is made up', () => {
  equal(connectionFacts(sources), {
    drift: '+4 ms', words: 'in step: 4 ms ahead of the room', transport: 'Streamed post, shared by this browser’s tabs', reason: 'A GET stream was held back.',
    since: 'for 3 min, 2 times anew', trip: '23 ms', delay: '12 ms', uncertainty: '± 1.3 ms', clock: '3.0 s fast, which does not matter',
    speed: '1.004×', buffer: '31 s', form: 'as it is', picture: '1280 × 720', dropped: '3 of 1204', engine: 'chromium', skew: '6 ms', playing: '3 viewers',
  });
  const little = connectionFacts({
    ...sources, line: {transport: 'events'}, connected: false, clock: {delay: 0, uncertainty: Infinity, known: false, fast: 0},
    player: {...sources.player, state: 'away', dropped: undefined, width: 0, form: ''}, room: {viewers: [], skew: null, playing: 1},
  });
  equal([little.transport, little.reason, little.since, little.trip, little.uncertainty, little.clock, little.dropped, little.picture, little.form, little.skew, little.drift],
    ['Event stream', '', 'no, trying again', 'not known yet', 'not known yet', 'not known yet', 'not told by this browser', 'none', 'none', 'nothing to compare', 'away']);
  equal(connectionFacts({...sources, line: {transport: 'events', refusal: 'This room is full.'}, connected: false}).since, 'This room is full.');
});

test('a report of a bug holds the facts, and no name', () => {
  const facts = connectionFacts(sources);
  const report = bugReport(facts, {median: 3, p95: 12.2, most: 38}, {agent: 'Browser/1', at: new Date(0), learned: {start: 31.23456}});
  for (const want of ['at: 1970-01-01T00:00:00.000Z', 'state: in step: 4 ms', 'trip: 23 ms', 'last minute: 3 ms median, 12 ms p95, 38 ms at most', 'learned: {"start":31.235}', 'browser: Browser/1']) {
    ok(report.includes(want), `${want} in ${report}`);
  }
  ok(bugReport(facts, undefined, {agent: '', at: new Date(0)}).includes('last minute: nothing played'), 'nothing played');
});

test('the curve has gaps where nothing played, and fits', () => {
  const samples = [{at: 0, drift: 10}, {at: 30_000, drift: -20}, {at: 30_100, drift: null}, {at: 45_000, drift: 0}, {at: 60_000, drift: 25}];
  equal(curve(samples, 60_000, {width: 240, height: 64}), {path: 'M0.0 19.2L120.0 57.6M180.0 32.0L240.0 0.0', scale: 25});
  equal(curve([], 0, {width: 240, height: 64}), {path: '', scale: 10});
});

test('the dialog looks only while it is open', async () => {
  const page = add(`<div><dialog><b data-fact="transport"></b><b data-fact="scale"></b><p data-fact="reason" hidden></p><svg><path class="drift-path"></path></svg>
    <button data-copy=""></button></dialog></div>`);
  const dialog = /** @type {HTMLDialogElement} */ (page.querySelector('dialog'));
  let looks = 0;
  startConnectionDialog(dialog, new DriftLog(), () => {
    looks++;
    return {sources};
  });
  equal(looks, 0, 'looks before it was opened');
  dialog.showModal();
  await until(() => looks > 1, 'it looks again and again');
  equal(Array.from(dialog.querySelectorAll('[data-fact]'), (fact) => fact.textContent), ['Streamed post, shared by this browser’s tabs', '± 10 ms', 'A GET stream was held back.']);
  equal([dialog.querySelector('p')?.hidden, dialog.dataset.doing], [false, 'step']);
  ok(dialog.querySelector('button')?.dataset.copy?.includes('transport: Streamed post'), 'what is copied');
  const clear = window.clearInterval;
  let cleared = 0;
  window.clearInterval = (id) => {
    cleared++;
    clear(id);
  };
  dialog.close();
  await until(() => cleared > 0, 'the timer ends');
  window.clearInterval = clear;
  page.remove();
});

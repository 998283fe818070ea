import {command, nextRate} from '../js/shortcuts.js';
import {engineName} from '../js/meter.js';
import {randomId} from '../js/ids.js';
import {equal, ok, test} from './testing.js';

test('keys do what the list of keys says', () => {
  /** @type {unknown[]} */
  const done = [];
  const note = (/** @type {string} */ name) => (/** @type {unknown[]} */ ...values) => void done.push([name, ...values]);
  const player = Object.fromEntries(['toggle', 'step', 'fraction', 'rate', 'volume', 'mute', 'fullscreen', 'help', 'subtitles', 'connection', 'chat', 'react', 'delay'].map((name) => [name, note(name)]));
  const keys = [' ', 'k', 'K', 'j', 'l', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'm', 'f', '0', '9', '<', '>', '?', 's', 'i', 'c', 'e', 'z', 'x'];
  for (const key of keys) command(key, /** @type {any} */ (player))?.();
  equal(done, [['toggle'], ['toggle'], ['toggle'], ['step', -10], ['step', 10], ['step', -5], ['step', 5], ['volume', 0.05],
    ['volume', -0.05], ['mute'], ['fullscreen'], ['fraction', 0], ['fraction', 0.9], ['rate', -1], ['rate', 1], ['help'], ['subtitles'], ['connection'], ['chat'], ['react'], ['delay', -50], ['delay', 50]]);
  for (const key of ['q', 'Enter', 'Tab', 'Escape', 'F5']) equal(command(key, /** @type {any} */ (player)), null, key);
});

test('the rate goes up and down in steps and stays within bounds', () => {
  equal([nextRate(1, 1), nextRate(1, -1), nextRate(4, 1), nextRate(0.25, -1), nextRate(1.1, 1), nextRate(1.1, -1)], [1.25, 0.75, 4, 0.25, 1.25, 1]);
});

test('engines are told apart, also on iOS where all are WebKit', () => {
  const table = [
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'chromium'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36', 'chromium'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1', 'webkit'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/150.0 Mobile/15E148 Safari/605.1.15', 'webkit'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15', 'webkit'],
  ];
  for (const [agent, want] of table) equal(engineName(agent), want, agent);
});

test('action ids are random and short enough', () => {
  const ids = new Set(Array.from({length: 100}, randomId));
  equal(ids.size, 100);
  for (const id of ids) ok(/^[0-9a-f]{32}$/.test(id), id);
});

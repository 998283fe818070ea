import {startDialogs} from '../js/dialogs.js';
import {startShortcuts} from '../js/shortcuts.js';
import {startToasts} from '../js/toasts.js';
import {markViewers} from '../js/viewers.js';
import {equal, sleep, test} from './testing.js';

/** @param {string} html @returns {HTMLElement} */
function add(html) {
  document.body.insertAdjacentHTML('beforeend', html);
  return /** @type {HTMLElement} */ (document.body.lastElementChild);
}

test('at most four messages are on show, the newest, and none twice at a time', async () => {
  const region = add('<div></div>');
  const toast = startToasts(region);
  for (const text of ['one', 'two', 'three', 'four', 'five', 'five']) toast(text);
  region.insertAdjacentHTML('beforeend', '<div class="toast" data-seq="9">server</div>');
  await sleep(0);
  equal(Array.from(region.children, (toast) => toast.textContent), ['three', 'four', 'five', 'server']);
  toast('bad', true);
  await sleep(0);
  equal([region.lastElementChild?.className, region.lastElementChild?.getAttribute('role')], ['toast toast-error', 'alert']);
  region.remove();
});

test('messages leave by themselves, errors later', async () => {
  const region = add('<div></div>');
  const toast = startToasts(region);
  const before = window.setTimeout;
  /** @type {{act: () => void, ms: number}[]} */
  const timers = [];
  window.setTimeout = /** @type {any} */ ((/** @type {() => void} */ act, /** @type {number} */ ms) => timers.push({act, ms}));
  toast('soon');
  toast('later', true);
  await new Promise((resolve) => before(resolve));
  window.setTimeout = before;
  equal(timers.map(({ms}) => ms), [5000, 8000]);
  timers[0].act();
  equal(Array.from(region.children, (toast) => toast.textContent), ['later']);
  timers[1].act();
  equal(region.children.length, 0);
  region.remove();
});

test('the own row is marked, and the host knows it', () => {
  const main = add('<main data-viewer="me"><ul id="viewers"><li data-viewer="me"></li><li data-viewer="you" data-me></li></ul></main>');
  const marks = () => Array.from(main.querySelectorAll('li'), (row) => row.hasAttribute('data-me'));
  markViewers(main, 'me');
  equal([marks(), main.hasAttribute('data-is-host')], [[true, false], true]);
  markViewers(main, 'you');
  equal(main.hasAttribute('data-is-host'), false);
  main.remove();
});

test('keys work on the page, and leave alone who types or presses a button', () => {
  /** @type {string[]} */
  const done = [];
  const player = {toggle: () => done.push('toggle'), step: () => done.push('step'), mute: () => done.push('mute'), fraction: () => done.push('fraction')};
  let enabled = true;
  startShortcuts(/** @type {any} */ (player), () => enabled);
  const page = add(`<div><input id="text"><textarea id="area"></textarea><button id="button"></button><p id="plain" tabindex="0"></p>
    <input id="range" type="range"><div id="edit" contenteditable></div><dialog id="dialog"><p id="inside"></p></dialog></div>`);
  const press = (/** @type {string} */ id, /** @type {string} */ key, init = {}) => {
    done.length = 0;
    const event = new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true, ...init});
    (id ? page.querySelector(`#${id}`) : document.body)?.dispatchEvent(event);
    return [done.join(), event.defaultPrevented];
  };
  equal(press('', ' '), ['toggle', true]);
  equal(press('plain', 'm'), ['mute', true]);
  equal(press('button', ' '), ['', false], 'space on a button presses it');
  equal(press('button', 'k'), ['toggle', true]);
  equal(press('range', 'ArrowLeft'), ['', false], 'arrows move a slider');
  equal(press('range', 'm'), ['mute', true]);
  for (const field of ['text', 'area', 'edit']) equal(press(field, '5'), ['', false], `typing in ${field}`);
  equal(press('', 'm', {ctrlKey: true}), ['', false], 'a browser shortcut');
  equal(press('', 'm', {repeat: true}), ['', true], 'a held key');
  equal(press('', 'ArrowRight', {repeat: true}), ['step', true], 'a held arrow');
  /** @type {HTMLDialogElement} */ (page.querySelector('#dialog')).showModal();
  equal(press('inside', ' '), ['', false], 'in a dialog');
  enabled = false;
  page.remove();
  equal(press('', ' '), ['', false], 'before joining');
});

test('a button opens a dialog, and a click beside it closes it', () => {
  startDialogs(() => {});
  const page = add('<div><button data-dialog="list">open</button><dialog id="list"><p>keys</p></dialog></div>');
  const dialog = /** @type {HTMLDialogElement} */ (page.querySelector('dialog'));
  page.querySelector('button')?.click();
  equal(dialog.open, true);
  dialog.querySelector('p')?.click();
  equal(dialog.open, true, 'after a click inside');
  dialog.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 1, clientY: 1, detail: 1}));
  equal(dialog.open, false);
  page.remove();
});

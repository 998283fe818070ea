import {Panel} from '../js/paneltabs.js';
import {faceOf, paint, showMe, startProfile} from '../js/profile.js';
import {equal, test, until} from './testing.js';

const PANEL = `<main><button id="away"></button><aside><div id="panel-chat"></div><div role="tablist">
  <button role="tab" id="tab-chat"></button><button role="tab" id="tab-people"></button><button role="tab" id="tab-film"></button>
  <button role="tab" id="tab-settings"></button></div></aside></main>`;

/** A panel, and a window that may have room for the chat above the tabs. @param {boolean} matches */
function setUp(matches) {
  document.body.insertAdjacentHTML('beforeend', PANEL);
  const main = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const aside = /** @type {HTMLElement} */ (main.querySelector('aside'));
  const away = /** @type {HTMLElement} */ (main.querySelector('#away'));
  const apart = /** @type {any} */ (Object.assign(new EventTarget(), {matches}));
  const tab = (/** @type {string} */ id) => /** @type {HTMLElement} */ (main.querySelector(`#tab-${id}`));
  const press = (/** @type {string} */ id, /** @type {string} */ key) =>
    tab(id).dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  return {main, aside, away, apart, tab, press, panel: new Panel(main, aside, away, 'people', apart)};
}

test('the tabs are walked through with arrows, and remembered', () => {
  const {main, aside, away, apart, tab, press, panel} = setUp(false);
  equal([aside.dataset.tab, tab('people').getAttribute('aria-selected'), tab('chat').tabIndex], ['people', 'true', -1]);
  tab('people').focus();
  press('people', 'ArrowLeft');
  equal([aside.dataset.tab, document.activeElement?.id], ['chat', 'tab-chat']);
  press('chat', 'ArrowLeft');
  equal(document.activeElement?.id, 'tab-settings', 'round the end');
  press('settings', 'Home');
  equal(aside.dataset.tab, 'chat');
  away.click();
  equal([main.dataset.panel, away.getAttribute('aria-expanded')], ['closed', 'false']);
  const again = new Panel(main, aside, away, 'people', apart);
  equal([aside.dataset.tab, again.closed], ['chat', true], 'after a reload');
  panel.choose('film');
  equal(panel.closed, false, 'choosing brings the panel back');
  localStorage.clear();
  main.remove();
});

test('where the chat has its own place it is no tab', () => {
  const {main, aside, apart, tab, press, panel} = setUp(true);
  panel.choose('chat');
  equal([aside.dataset.tab, tab('chat').hidden, aside.lastElementChild?.getAttribute('role')], ['people', true, 'tablist']);
  tab('settings').focus();
  press('settings', 'ArrowRight');
  equal(document.activeElement?.id, 'tab-people', 'the chat is passed over');
  panel.choose('film');
  panel.choose('chat');
  equal(aside.dataset.tab, 'film', 'the tab stays that was there');
  apart.matches = false;
  apart.dispatchEvent(new Event('change'));
  equal([aside.dataset.tab, tab('chat').hidden, aside.firstElementChild?.getAttribute('role')], ['chat', false, 'tablist']);
  localStorage.clear();
  main.remove();
});

test('an avatar shows the emoji, else the first letter with its marks', () => {
  const faces = [
    [{name: 'maya'}, 'M'], [{name: ' zoe\u0308'}, 'Z'], [{name: 'e\u0301va'}, 'E\u0301'], [{name: '𝔊oethe'}, '𝔊'], [{name: ''}, '?'],
    [{name: 'Maya', emoji: '🦊'}, '🦊'], [{name: 'Maya', emoji: ''}, 'M'],
  ];
  for (const [profile, face] of faces) equal(faceOf(/** @type {any} */ (profile)), face);
});

test('what was not saved of a profile is forgotten, and a refusal is said', async () => {
  document.body.insertAdjacentHTML('beforeend', `<main><span data-my-face><span class="avatar hue-1">J</span></span><b data-my-name>Jon</b>
    <dialog><form action="#"><span data-preview><span class="avatar hue-1">J</span></span><p class="you-problem" hidden></p>
    <input name="name" value="Jon"><input type="radio" name="color" value="hue-1" checked><input type="radio" name="color" value="hue-2">
    <input type="radio" name="emoji" value="" checked><input type="radio" name="emoji" value="🦊"><button></button></form></dialog></main>`);
  const main = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const dialog = /** @type {HTMLDialogElement} */ (main.querySelector('dialog'));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = (/** @type {string} */ selector) => /** @type {HTMLInputElement} */ (form.querySelector(selector));
  const problem = /** @type {HTMLElement} */ (form.querySelector('.you-problem'));
  /** @type {any[]} */
  const sent = [];
  let answer = 'That is too long.';
  startProfile(dialog, async (profile) => { sent.push(profile); return answer; }, (profile) => showMe(main, profile));

  dialog.showModal();
  field('[name=name]').value = 'Maya';
  field('[value="🦊"]').click();
  field('[value="hue-2"]').click();
  const preview = /** @type {HTMLElement} */ (form.querySelector('.avatar'));
  equal([preview.textContent, preview.className], ['🦊', 'avatar hue-2 is-emoji']);
  form.requestSubmit();
  await until(() => !problem.hidden, 'the refusal');
  equal([problem.textContent, dialog.open], ['That is too long.', true]);
  dialog.close();
  await until(() => field('[name=name]').value === 'Jon', 'the name that was saved');
  equal([field('[value="🦊"]').checked, field('[value="hue-1"]').checked, preview.textContent], [false, true, 'J']);

  answer = '';
  dialog.showModal();
  field('[name=name]').value = ' Maya ';
  field('[value="🦊"]').click();
  form.requestSubmit();
  await until(() => !dialog.open, 'the dialog to close');
  equal(sent.at(-1), {name: 'Maya', color: 'hue-1', emoji: '🦊'});
  equal([main.querySelector('[data-my-name]')?.textContent, main.querySelector('[data-my-face]')?.textContent], ['Maya', '🦊']);
  paint(null, {name: 'nobody'});
  main.remove();
});

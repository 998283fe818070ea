import {Actions} from '../js/actions.js';
import {markRights} from '../js/rightmarks.js';
import {presetOf, refusal, rightFor, roleOf} from '../js/rights.js';
import {RoomSettings} from '../js/roomsettings.js';
import {applyEvent, fromSnapshot} from '../js/roomstate.js';
import {equal, ok, test} from './testing.js';

/** @typedef {import('../js/rights.js').Right} Right */

const equalRoom = {wait: 'auto', loop: false, control: 'everyone', load: 'hosts', chat: 'everyone', locked: false, lobby: false, password: false, shuffle: false};
const led = {...equalRoom, control: 'hosts'};
const cinema = {...led, chat: 'hosts'};
/** @type {Right[]} */
const rights = ['control', 'load', 'chat', 'claim', 'moderate', 'handover', 'appoint', 'settings', 'expel', 'admit'];

/** @param {import('../js/types.js').Settings} settings @param {import('../js/rights.js').Role} role */
const may = (settings, role) => rights.filter((right) => refusal({host: 'maya', settings}, role, right) === '').join(' ');

test('a role is what the room says of a viewer', () => {
  const room = {host: 'maya', cohosts: [{id: 'ann', name: 'Ann'}]};
  equal([roleOf(room, 'maya', false), roleOf(room, 'ann', false), roleOf(room, 'jon', false), roleOf(room, 'jon', true)], ['host', 'cohost', 'guest', 'admin']);
  equal(roleOf({host: '', cohosts: []}, '', false), 'guest');
});

test('each role may do what the settings say', () => {
  equal(may(equalRoom, 'guest'), 'control chat claim');
  equal(may({...equalRoom, load: 'everyone'}, 'guest'), 'control load chat claim');
  equal(may(led, 'guest'), 'chat');
  equal(may(cinema, 'guest'), '');
  equal(may(cinema, 'cohost'), 'control load chat claim moderate expel admit');
  equal(may(cinema, 'host'), rights.join(' '));
  equal(may(cinema, 'admin'), rights.join(' '));
  equal(refusal({host: '', settings: cinema}, 'guest', 'claim'), '');
  equal(refusal({host: 'maya', settings: led}, 'guest', 'control'), 'Only the host and co-hosts control the film here.');
});

test('actions need their rights', () => {
  const none = new URLSearchParams();
  equal(['pause', 'tracks', 'load', 'cohost', 'settings', 'chat', 'react', 'poll', 'name', 'chat/delete', 'poll/vote', 'poll/end'].map((verb) => rightFor(verb, none)),
    ['control', 'control', 'load', 'appoint', 'settings', 'chat', 'chat', 'chat', '', '', '', '']);
  equal([rightFor('host', none), rightFor('host', new URLSearchParams({viewer: 'ann'}))], ['claim', 'handover']);
});

test('settings that are a preset are known by its name', () => {
  equal([presetOf(equalRoom), presetOf(led), presetOf(cinema), presetOf({...led, load: 'everyone'})], ['equal', 'lead', 'cinema', '']);
});

test('a room of an older Goblet has the usual rights, and events bring co-hosts', () => {
  const old = fromSnapshot(/** @type {any} */ ({seq: 1, host: 'maya', settings: {wait: 'off', loop: true}}));
  equal([old.settings, old.cohosts], [{...equalRoom, wait: 'off', loop: true}, []]);
  const after = applyEvent(old, /** @type {any} */ ({seq: 2, kind: 'cohost', cohosts: [{id: 'ann', name: 'Ann'}]}));
  equal([after.cohosts, after.settings.loop], [[{id: 'ann', name: 'Ann'}], true]);
  equal(applyEvent(after, /** @type {any} */ ({seq: 3, kind: 'pause'})).cohosts, []);
});

test('what a viewer may not do is not sent, and said at once', async () => {
  const before = window.fetch;
  let posts = 0;
  window.fetch = async () => {
    posts++;
    return new Response(null, {status: 204});
  };
  /** @type {string[]} */
  const said = [];
  const actions = new Actions('/r/x', {
    seen: () => 1, accepted: () => {}, failed: (text) => said.push(text), refused: (verb) => verb === 'pause' ? 'No.' : '',
  });
  equal([await actions.post('pause'), await actions.post('play'), posts], [false, true, 1]);
  equal(said, ['No.']);
  window.fetch = before;
});

test('controls of no use say why, and work again later', () => {
  document.body.insertAdjacentHTML('beforeend', '<main><button data-right="control" title="Load anew"></button><button data-right="chat"></button></main>');
  const main = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const [anew, chat] = main.querySelectorAll('button');
  /** @param {import('../js/types.js').Settings} settings */
  const show = (settings) => markRights(main, 'guest', (right, role = 'guest') => refusal({host: 'maya', settings}, role, right));
  show(led);
  equal([anew.getAttribute('aria-disabled'), anew.title, chat.hasAttribute('aria-disabled')], ['true', 'Only the host and co-hosts control the film here.', false]);
  equal([main.dataset.role, main.hasAttribute('data-led'), main.hasAttribute('data-may-load')], ['guest', true, false]);
  show({...cinema, load: 'everyone'});
  ok(chat.title && main.hasAttribute('data-may-load'), 'the settings as they are now');
  show(equalRoom);
  equal([anew.hasAttribute('aria-disabled'), anew.title, chat.hasAttribute('title'), main.hasAttribute('data-led')], [false, 'Load anew', false, false]);
  main.remove();
});

test('the settings show what the room has, and post what was changed', async () => {
  document.body.insertAdjacentHTML('beforeend', `<form><select name="wait"><option value="auto"><option value="on"></select><input type="checkbox" name="loop"><input type="checkbox" name="locked">
    <input type="radio" name="preset" value="equal"><input type="radio" name="preset" value="lead">
    <select name="control"><option value="everyone"><option value="hosts"></select></form>`);
  const form = /** @type {HTMLFormElement} */ (document.body.lastElementChild);
  /** @type {Record<string, string>[]} */
  const posts = [];
  const settings = new RoomSettings(form, equalRoom, async (fields) => {
    posts.push(fields);
    return false;
  });
  const [same, lead] = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[type=radio]'));
  const control = /** @type {HTMLSelectElement} */ (form.elements.namedItem('control'));
  settings.show(equalRoom, true);
  equal([same.checked, lead.checked, control.value, control.disabled], [true, false, 'everyone', false]);
  lead.click();
  await Promise.resolve();
  equal([posts, same.checked], [[{preset: 'lead'}], true]);
  const lock = /** @type {HTMLInputElement} */ (form.elements.namedItem('locked'));
  lock.click();
  await Promise.resolve();
  equal([posts[1], lock.checked], [{locked: 'true'}, false]);
  settings.show({...led, load: 'everyone', loop: true}, false);
  equal([same.checked, lead.checked, control.value, control.disabled], [false, false, 'hosts', true]);
  form.remove();
});

import {PollCard} from '../js/poll.js';
import {startPollDialog} from '../js/polldialog.js';
import {inVotes, share, standing} from '../js/pollwords.js';
import {MOST, Throttle, badge, plan, scale} from '../js/reactionplan.js';
import {Reactions} from '../js/reactions.js';
import {ReactionStrip} from '../js/reactionstrip.js';
import {applyEvent, fromSnapshot} from '../js/roomstate.js';
import {atMost, equal, ok, test, until} from './testing.js';

test('few reactions rise singly, many as one that says how many, and never more than there is place for', () => {
  const said = (/** @type {Record<string, number>} */ counts, /** @type {number} */ free) => plan(counts, free).map(({emoji, count}) => emoji + count).join(' ');
  equal(said({a: 1}, 24), 'a1');
  equal(said({a: 2, b: 3}, 24), 'b1 b1 b1 a1 a1');
  equal(said({a: 53, b: 1}, 24), 'a53 b1');
  equal(said({a: 3, b: 2}, 3), 'a3 b1 b1');
  equal(said({a: 3, b: 2, c: 9}, 2), 'c9 a3');
  equal(said({a: 3, b: 0}, 0), '');
  equal(said({}, 24), '');
  ok(scale(1) === 1 && scale(50) > scale(5) && scale(1e9) < 2.5, 'more is larger, within bounds');
  equal(badge({a: 1, b: 53, c: 2, d: 1}), 'b ×53  c ×2  a');
});

test('who presses all the time is kept below what the server allows', () => {
  const throttle = new Throttle();
  let taken = 0;
  for (let now = 0; now < 10_000; now += 20) if (throttle.take(now)) taken++;
  atMost(taken, 12 + 4 * 10);
  ok(taken >= 50, 'nearly all of that');
});

test('a flood draws 24 at a time, and those that are hidden draw nothing', async () => {
  document.body.insertAdjacentHTML('beforeend', '<div style="height: 100px; width: 100px"></div>');
  const layer = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const reactions = new Reactions(layer);
  for (let i = 0; i < 100; i++) reactions.show({x: 3, y: 100});
  equal(layer.children.length, MOST);
  ok([...layer.children].some((one) => /^y×\d{4}$/.test(one.textContent ?? '')), 'what finds no place makes others larger');
  reactions.shown = false;
  equal(layer.children.length, 0);
  reactions.show({x: 1});
  equal([layer.children.length, new Reactions(layer).shown], [0, false], 'kept for the next visit');
  reactions.shown = true;
  reactions.show({x: 1});
  equal(layer.children.length, 1);
  await until(() => layer.children.length === 0, 'it is gone');
  layer.remove();
});

test('who wants no motion gets a badge that stands still', () => {
  const before = window.matchMedia;
  window.matchMedia = (query) => (query.includes('reduced-motion') ? /** @type {any} */ ({matches: true}) : before.call(window, query));
  const layer = document.body.appendChild(document.createElement('div'));
  const reactions = new Reactions(layer);
  reactions.show({x: 53});
  reactions.show({x: 2, y: 1});
  equal([layer.children.length, layer.textContent, layer.querySelectorAll('.reaction').length], [1, 'x ×2  y', 0]);
  window.matchMedia = before;
  layer.remove();
});

test('the strip stays for several presses, is walked through by arrows, and gives the focus back', () => {
  document.body.insertAdjacentHTML('beforeend', `<div><button id="opener"></button><div id="strip" role="toolbar" hidden>
    <button data-emoji="a">a</button><button data-emoji="b" tabindex="-1">b</button><button data-reactions-shown tabindex="-1">s</button><button data-react-close tabindex="-1">x</button>
    </div><div id="player" tabindex="-1"></div></div>`);
  const all = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const [opener, strip, player] = ['opener', 'strip', 'player'].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
  /** @type {string[]} */
  const sent = [];
  const reactions = /** @type {any} */ ({shown: true});
  const it = new ReactionStrip({strip, opener, player}, reactions, (emoji) => sent.push(emoji));
  const press = (/** @type {string} */ key) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  it.key();
  equal([strip.hidden, opener.getAttribute('aria-expanded'), document.activeElement?.textContent], [false, 'true', 'a']);
  press('ArrowRight');
  /** @type {HTMLElement} */ (document.activeElement).click();
  /** @type {HTMLElement} */ (document.activeElement).click();
  equal([sent, strip.hidden], [['b', 'b'], false]);
  press('ArrowRight');
  /** @type {HTMLElement} */ (document.activeElement).click();
  equal([reactions.shown, document.activeElement?.getAttribute('aria-pressed')], [false, 'false']);
  press('ArrowRight');
  press('ArrowRight');
  equal([document.activeElement?.textContent, strip.querySelectorAll('[tabindex="0"]').length], ['a', 1]);
  for (let i = 0; i < 30; i++) /** @type {HTMLElement} */ (document.activeElement).click();
  atMost(sent.length, 13, 'presses that are sent');
  press('Escape');
  equal([strip.hidden, document.activeElement], [true, player]);
  all.remove();
});

test('a poll in words', () => {
  const poll = {id: 5, question: 'Q', options: [{text: 'Alien', votes: 5}, {text: 'Heat', votes: 3}], by: {id: 'm', name: 'Maya'}};
  equal([share(5, 8), share(0, 0), share(1, 3), inVotes(1), inVotes(8)], ['5 · 63 %', '0', '1 · 33 %', '1 vote', '8 votes']);
  equal(standing(poll), '8 votes: Alien 5, Heat 3');
});

test('a room knows its poll, and other events leave it', () => {
  const poll = {id: 2, question: 'Q', options: [], by: {id: 'm', name: 'Maya'}};
  const before = fromSnapshot(/** @type {any} */ ({seq: 1}));
  const asked = applyEvent(before, /** @type {any} */ ({seq: 2, kind: 'poll', poll}));
  equal([before.poll, asked.poll, applyEvent(asked, /** @type {any} */ ({seq: 3, kind: 'pause'})).poll], [null, poll, poll]);
});

test('the card marks the own choice once the room has it, and keeps its buttons when tallies change', async () => {
  document.body.insertAdjacentHTML('beforeend', `<div id="place"><details class="poll-card" open data-poll="5" data-by="me" data-choice="-1">
    ${[0, 1].map((i) => `<button class="poll-option" data-option="${i}"><progress></progress><span class="poll-share"></span></button>`).join('')}
    <span data-poll-voters></span><button data-poll-end></button><p data-poll-said></p></details></div>`);
  const place = /** @type {HTMLElement} */ (document.getElementById('place'));
  /** @type {any[]} */
  const sent = [];
  /** @type {string[]} */
  const refused = [];
  let answer = '';
  const card = new PollCard(place, 'test', 'me', {
    send: async (verb, fields) => { sent.push([verb, fields]); return answer; },
    refused: (text) => refused.push(text),
  });
  const buttons = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('.poll-option')]);
  const mine = () => buttons.findIndex((button) => button.matches('.is-mine[aria-pressed="true"]'));
  ok(place.querySelector('[data-mine]'), 'who asked may end it');
  answer = 'That poll has ended.';
  buttons[0].click();
  await until(() => refused.length === 1, 'the refusal');
  equal(mine(), -1);
  answer = '';
  buttons[1].click();
  await until(() => mine() === 1, 'the mark');
  card.show({id: 5, question: 'Q', options: [{text: 'a', votes: 1}, {text: 'b', votes: 3}], by: {id: 'me', name: 'Me'}});
  equal([buttons[1].isConnected, buttons[1].textContent, place.querySelectorAll('progress')[1].value, place.querySelector('[data-poll-voters]')?.textContent], [true, '3 · 75 %', 3, '4 votes']);
  equal(sent, [['poll/vote', {poll: 5, option: 0}], ['poll/vote', {poll: 5, option: 1}]]);
  place.innerHTML = '<details class="poll-card" data-poll="5" data-by="you" data-choice="-1" data-closed><div class="poll-option"></div><div class="poll-option"></div><button data-poll-away></button></details>';
  card.show({id: 5, question: 'Q', options: [{text: 'a', votes: 1}, {text: 'b', votes: 3}], by: {id: 'you', name: 'You'}, closed: 1});
  equal([place.hidden, place.querySelectorAll('.poll-option')[1].matches('.is-mine')], [false, true]);
  /** @type {HTMLElement} */ (place.querySelector('[data-poll-away]')).click();
  await until(() => place.hidden, 'put away');
  localStorage.removeItem('goblet:poll-away:test');
  place.remove();
});

test('a poll is written with Enter alone, takes eight options, and stays with what was not taken', async () => {
  const row = (/** @type {number} */ i) => `<li><label for="poll-field-${i}">Option ${i}</label><input id="poll-field-${i}" name="option"><button type="button" data-poll-remove hidden></button></li>`;
  document.body.insertAdjacentHTML('beforeend', `<dialog><form class="poll-form"><input name="question"><ol data-poll-options>${row(1)}${row(2)}</ol>
    <button type="button" data-poll-add></button><p data-poll-problem hidden></p><button></button></form></dialog>`);
  const dialog = /** @type {HTMLDialogElement} */ (document.body.lastElementChild);
  const problem = /** @type {HTMLElement} */ (dialog.querySelector('[data-poll-problem]'));
  /** @type {any[]} */
  const asked = [];
  let answer = 'A poll needs a question.';
  startPollDialog(dialog, async (poll) => { asked.push(poll); return answer; });
  dialog.showModal();
  const fields = () => /** @type {HTMLInputElement[]} */ ([...dialog.querySelectorAll('input')]);
  const enter = (/** @type {string} */ text) => {
    const field = /** @type {HTMLInputElement} */ (document.activeElement);
    field.value = text;
    return field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
  };
  fields()[0].focus();
  for (const text of ['Q', 'a', 'b', 'c', 'd', 'e', 'f', 'g']) equal(enter(text), false, text);
  equal([fields().length, document.activeElement?.id, dialog.querySelector('label[for="poll-field-8"]')?.textContent], [9, 'poll-field-8', 'Option 8']);
  equal([enter('h'), fields().length, /** @type {HTMLElement} */ (dialog.querySelector('[data-poll-add]')).hidden], [true, 9, true], 'enough: the form is sent');
  /** @type {HTMLElement} */ (dialog.querySelectorAll('[data-poll-remove]')[2]).click();
  equal([fields().map(({value}) => value).join(''), fields()[3].id, document.activeElement], ['Qabdefgh', 'poll-field-3', fields()[3]]);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  form.requestSubmit();
  await until(() => !problem.hidden, 'the refusal');
  equal([dialog.open, problem.textContent, fields()[0].value], [true, answer, 'Q']);
  answer = '';
  form.requestSubmit();
  await until(() => !dialog.open, 'it closes');
  equal([asked[1], fields().length, fields()[0].value], [{question: 'Q', option: ['a', 'b', 'd', 'e', 'f', 'g', 'h']}, 3, '']);
  dialog.remove();
});

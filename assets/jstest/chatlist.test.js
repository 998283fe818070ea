import {shortly, writtenIn} from '../js/chatline.js';
import {ChatHistory} from '../js/chathistory.js';
import {ChatList} from '../js/chatlist.js';
import {Composer} from '../js/composer.js';
import {Muted} from '../js/muted.js';
import {equal, ok, test, until} from './testing.js';

const MINUTE = 60_000;

/** @param {number} id @param {string} by @param {number} at @param {string} [text] */
function line(id, by, at, text = `line ${id}`) {
  return `<li id="line-${id}" class="chat-line" data-line="${id}" data-by="${by}" data-at="${at}"><span class="chat-name">${by}</span>
    <time class="chat-time"></time><div class="chat-text">${text}</div></li>`;
}

/** @param {string} lines */
function open(lines) {
  document.body.insertAdjacentHTML('beforeend', `<div class="scroll" style="height: 200px; overflow: auto; position: relative"><ol>${lines}</ol></div>`);
  const box = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const rows = /** @type {HTMLElement} */ (box.firstElementChild);
  const muted = new Muted('test');
  let unread = 0;
  const list = new ChatList(rows, box, 'me', muted, {unread: (count) => { unread = count; }, top: () => {}});
  const classes = (/** @type {string} */ name) => [...rows.querySelectorAll(`.${name}`)].map(({id}) => id);
  return {box, rows, muted, list, classes, unread: () => unread, close: () => { box.remove(); muted.set('you', false); }};
}

test('lines are marked as this viewer sees them, also those that come later', async () => {
  const {rows, list, muted, classes, close} = open(line(1, 'you', MINUTE) + line(2, 'you', 2 * MINUTE) + line(3, 'me', 2 * MINUTE));
  equal([classes('is-continued'), rows.querySelector('[data-mine]')?.id], [['line-2'], 'line-3']);
  ok(rows.querySelector('time')?.textContent, 'a time');
  rows.insertAdjacentHTML('beforeend', line(4, 'me', 3 * MINUTE, '<b class="mention" data-viewer="you">@you</b>') + line(5, 'you', 9 * MINUTE, '<b class="mention" data-viewer="me">@me</b>'));
  await until(() => classes('is-for-me').length > 0, 'the marks');
  equal([classes('is-continued'), classes('is-for-me')], [['line-2', 'line-4'], ['line-5']]);
  muted.set('you', true);
  list.mark();
  equal(classes('is-muted'), ['line-1', 'line-2', 'line-5']);
  equal(new Muted('test').has('you'), true, 'kept for the next visit');
  close();
});

test('one line is reached by Tab, the newest', async () => {
  const {rows, close} = open(line(1, 'you', MINUTE));
  rows.insertAdjacentHTML('beforeend', line(2, 'you', MINUTE));
  await until(() => rows.querySelector('#line-2[tabindex="0"]'), 'the newest');
  equal(rows.querySelectorAll('[tabindex="0"]').length, 1);
  close();
});

test('who has scrolled up stays there, and learns how many lines have come', async () => {
  const many = Array.from({length: 40}, (_, i) => line(i + 1, 'you', i * MINUTE)).join('');
  const {box, rows, list, unread, close} = open(many);
  await until(() => box.scrollTop > 0 && box.scrollHeight - box.scrollTop - box.clientHeight < 2, 'the end');
  rows.insertAdjacentHTML('beforeend', line(41, 'you', 41 * MINUTE));
  await until(() => box.scrollHeight - box.scrollTop - box.clientHeight < 2, 'the end, still');
  box.scrollTop = 300;
  await until(() => list.away, 'away');
  rows.insertAdjacentHTML('beforeend', line(42, 'you', 42 * MINUTE) + line(43, 'me', 1));
  await until(() => !list.away, 'back at the end after an own line');
  box.scrollTop = 300;
  await until(() => list.away, 'away');
  rows.insertAdjacentHTML('beforeend', line(44, 'you', 44 * MINUTE));
  await until(() => unread() === 1, 'one unread line');
  equal(box.scrollTop, 300);
  list.toEnd();
  await until(() => unread() === 0, 'all read');
  close();
});

test('older lines come above what is looked at', async () => {
  const {box, rows, list, close} = open(`<li class="chat-older" data-before="50"><button>Older</button></li>${Array.from({length: 40}, (_, i) => line(i + 50, 'you', i)).join('')}`);
  const before = window.fetch;
  /** @type {string[]} */
  const asked = [];
  window.fetch = async (url) => {
    asked.push(String(url));
    return new Response(String(url).includes('before') ? line(48, 'you', 1) + line(49, 'you', 1) : line(89, 'you', 1) + line(90, 'you', 1));
  };
  await until(() => box.scrollTop > 0, 'the end');
  box.scrollTop = 100;
  await until(() => list.away, 'away');
  const place = () => Math.round(document.getElementById('line-55')?.getBoundingClientRect().top ?? 0);
  const was = place();
  const history = new ChatHistory(rows, '/r/x');
  equal(await history.older((more, lines) => list.older(more, lines)), true);
  equal([place(), rows.firstElementChild?.id, rows.querySelector('.chat-older'), asked], [was, 'line-48', null, ['/r/x/chat?before=50']]);

  const renewed = history.renew();
  rows.insertAdjacentHTML('beforeend', line(91, 'you', 1));
  await renewed;
  equal([...rows.children].map(({id}) => id), ['line-89', 'line-90', 'line-91'], 'lines after a gap');
  window.fetch = before;
  close();
});

test('a line is edited as it was written, and quoted without what it hides', () => {
  document.body.insertAdjacentHTML('beforeend', line(1, 'a', 1, 'See <a class="chat-link">https://x.org</a> at <button class="timecode">1:23</button>\nand <button class="spoiler"><span>this</span></button>'));
  const element = /** @type {Element} */ (document.querySelector('#line-1'));
  equal(writtenIn(element), 'See https://x.org at 1:23\nand ||this||');
  equal(shortly(element), 'See https://x.org at 1:23 and [spoiler]');
  element.remove();
});

/** @param {(text: string) => Promise<string>} answer */
function compose(answer) {
  document.body.insertAdjacentHTML('beforeend', `<form class="composer"><div class="composer-about" hidden><p data-about></p><button type="button" data-cancel></button></div>
    <textarea></textarea><button></button><p data-left hidden></p><p class="composer-problem" hidden></p></form>`);
  const form = /** @type {HTMLFormElement} */ (document.body.lastElementChild);
  /** @type {unknown[]} */
  const sent = [];
  const composer = new Composer(form, {
    send: (verb, fields) => (sent.push([verb, fields]), answer(String(fields.text))),
    last: () => ({id: 7, name: 'me', text: 'what I said'}), sent: () => {},
  });
  const press = (/** @type {string} */ key, shiftKey = false) => composer.box.dispatchEvent(new KeyboardEvent('keydown', {key, shiftKey, bubbles: true, cancelable: true}));
  const write = (/** @type {string} */ text) => {
    composer.box.value = text;
    composer.box.dispatchEvent(new Event('input'));
  };
  const problem = () => form.querySelector('.composer-problem')?.textContent;
  return {form, composer, sent, press, write, problem};
}

test('what was refused stays in the box, which says why', async () => {
  const {form, composer, sent, press, write, problem} = compose(async (text) => (text === 'no' ? 'Not now.' : ''));
  write('no');
  press('Enter', true);
  equal(sent, [], 'sent by Shift and Enter');
  press('Enter');
  await until(() => problem() === 'Not now.', 'the reason');
  equal(composer.box.value, 'no');
  write('yes');
  press('Enter');
  await until(() => composer.box.value === '', 'an empty box');
  equal([problem(), sent.length], ['', 2]);
  form.remove();
});

test('what is written while a line is on its way is the next line', async () => {
  /** @type {(refusal: string) => void} */
  let answer = () => {};
  const {form, composer, sent, press, write} = compose(() => new Promise((resolve) => { answer = resolve; }));
  write('one');
  press('Enter');
  write('one two');
  press('Enter');
  equal(sent, [['chat', {text: 'one'}]]);
  answer('');
  await until(() => sent.length === 2, 'the second line');
  equal(sent[1], ['chat', {text: 'two'}]);
  answer('');
  await until(() => composer.box.value === '', 'an empty box');
  form.remove();
});

test('names of emoji are loaded when one is written', async () => {
  const {form, composer, sent, press, write} = compose(async () => '');
  write('Hooray :tada:');
  press('Enter');
  press('Enter');
  await until(() => composer.box.value === '', 'an empty box');
  equal(sent, [['chat', {text: 'Hooray 🎉'}]]);
  form.remove();
});

test('an answer names its line, and an edit gives back what was being written', async () => {
  const {form, composer, sent, press, write} = compose(async () => '');
  composer.reply({id: 3, name: 'Maya', text: 'hello'});
  equal(form.querySelector('[data-about]')?.textContent, 'Reply to Maya: hello');
  write('hi');
  press('Enter');
  await until(() => composer.box.value === '', 'an empty box');
  press('ArrowUp');
  equal(composer.box.value, 'what I said');
  press('Escape');
  equal(composer.box.value, '');
  write('a draft');
  composer.edit({id: 7, name: 'me', text: 'what I said'});
  write('what I mean');
  press('Enter');
  await until(() => composer.box.value === 'a draft', 'the draft');
  equal(sent, [['chat', {text: 'hi', reply: 3}], ['chat/edit', {text: 'what I mean', line: 7}]]);
  form.remove();
});

import {ChatHistory} from '../js/chathistory.js';
import {ChatList} from '../js/chatlist.js';
import {Muted} from '../js/muted.js';
import {NoticeList} from '../js/noticelist.js';
import {named, outdated} from '../js/notices.js';
import {Presence} from '../js/presence.js';
import {equal, ok, test, until} from './testing.js';

/** @param {string} kind @param {string} [by] @param {string} [about] */
const of = (kind, by = 'maya', about = '') => ({kind, by, about});

test('of what one person does again and again the last counts', () => {
  equal(outdated([of('seek'), of('seek'), of('seek')]), [true, true, false]);
  equal(outdated([of('pause'), of('play'), of('pause')]), [true, false, false]);
  equal(outdated([of('seek'), of('seek', 'jon'), of('seek', 'maya', 'follow')]), [false, false, false]);
  equal(outdated([of('cohost', 'maya', 'jon'), of('cohost', 'maya', 'jon'), of('host')]), [false, false, false]);
  equal(outdated([]), []);
});

test('names are told as one says them', () => {
  equal([named(['Ann']), named(['Ann', 'Jon']), named(['Ann', 'Jon', 'Ada'])], ['Ann', 'Ann and Jon', 'Ann, Jon and Ada']);
  equal(named(['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 others');
  equal(named(['a', 'b', 'c', 'd']), 'a, b, c and d');
});

/** @param {string[]} ids */
const list = (...ids) => ({count: ids.length, viewers: ids.map((id) => ({id, name: id.toUpperCase()}))});

test('who joins and leaves a small room is told, but for oneself', () => {
  const presence = new Presence('me', list('jon'));
  const told = (/** @type {any} */ viewers, now = 0) => presence.changed(viewers, now).map(({text}) => text);
  equal(told(list('jon', 'me')), []);
  equal(told(list('jon', 'me', 'ann')), ['ANN joined']);
  equal(told(list('jon', 'me', 'ann')), [], 'the same list');
  equal(told(list('me', 'ada')), ['JON and ANN left', 'ADA joined']);
  equal(told(list('me', 'ada', 'jon')), ['JON is back']);
  equal(told({count: 25, viewers: list('me').viewers}), [], 'a large room');
  equal(told(list('me', 'ada')), [], 'after a large room');
  equal(told(list('me')), ['ADA left']);
});

test('a server that was restarted is given time to learn who is here', () => {
  const presence = new Presence('me', list('me', 'jon', 'ann'));
  const told = (/** @type {any} */ viewers, /** @type {number} */ now) => presence.changed(viewers, now).map(({text}) => text);
  presence.greeted('one', 0);
  equal(told(list('me', 'jon', 'ann'), 1), []);
  presence.greeted('one', 10);
  equal(told(list('me', 'ann'), 20), ['JON left'], 'the same server');
  presence.greeted('two', 1000);
  equal(told(list('me'), 1100), []);
  equal(told(list('me', 'ada'), 1200), []);
  equal(told(list('me', 'ada'), 30_000), ['ANN left'], 'once all had the time to come back');
});

const line = (/** @type {number} */ id, by = 'you', at = id * 1000, text = 'x') => `<li id="line-${id}" class="chat-line" data-line="${id}" data-by="${by}" data-at="${at}"><time></time><div class="chat-text">${text}</div></li>`;
const notice = (/** @type {string} */ text, kind = 'play', by = text, at = 1) => `<li class="chat-notice" data-kind="${kind}" data-about="" data-by="${by}" data-at="${at}"><span>${text}</span></li>`;

/** @param {string} rows */
function open(rows) {
  document.body.insertAdjacentHTML('beforeend', `<div style="height: 200px; overflow: auto"><ol>${rows}</ol></div>`);
  const box = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const ol = /** @type {HTMLElement} */ (box.firstElementChild);
  let unread = 0;
  /** @type {number[]} */
  const deleted = [];
  const chat = new ChatList(ol, box, 'me', new Muted('test'), {unread: (count) => { unread = count; }, top: () => {}, deleted: (id) => deleted.push(id)});
  const notices = new NoticeList(ol, (change) => chat.above(change));
  const shown = () => [...ol.children].filter((one) => !(/** @type {HTMLElement} */ (one).hidden)).map((one) => (one.id || one.textContent || '').trim());
  return {box, ol, chat, notices, shown, unread: () => unread, deleted, close: () => box.remove()};
}

test('notices that follow each other are one line, which can be opened', async () => {
  const {ol, notices, shown, close} = open(line(1));
  ol.insertAdjacentHTML('beforeend', notice('Ann paused', 'pause', 'ann') + notice('Jon jumped to 1:00', 'seek', 'jon') + notice('Jon jumped to 2:00', 'seek', 'jon'));
  await until(() => shown().length === 2, 'one line of notices');
  equal(shown(), ['line-1', 'Jon jumped to 2:001 more']);
  notices.add('Ada joined', {kind: 'presence', by: 'ada', at: 5});
  await until(() => shown()[1] === 'Ada joined2 more', 'the newest in front');
  const button = /** @type {HTMLElement} */ (ol.querySelector('.chat-notice-more'));
  equal([ol.querySelectorAll('.chat-notice-more').length, button.getAttribute('aria-expanded')], [1, 'false']);
  button.click();
  equal(shown(), ['line-1', 'Ann paused', 'Jon jumped to 2:00', 'Ada joined2 more']);
  notices.add('Eve joined', {kind: 'presence', by: 'eve', at: 6});
  await until(() => shown().length === 5, 'open still');
  ol.insertAdjacentHTML('beforeend', line(2) + notice('Ann pressed play', 'play', 'ann'));
  await until(() => shown().at(-1) === 'Ann pressed play', 'after a line a run of its own');
  /** @type {HTMLElement} */ (ol.querySelector('[aria-expanded="true"]')).click();
  equal(shown(), ['line-1', 'Eve joined3 more', 'line-2', 'Ann pressed play']);
  equal([...ol.querySelectorAll('.chat-notice')].filter((one) => one.getAttribute('title') === null).length, 0, 'notices without a time');
  close();
});

test('notices are not unread, part no lines and are not what Tab reaches', async () => {
  const {box, ol, unread, close} = open(line(1) + line(2));
  box.style.display = 'none'; // not looked at
  ol.insertAdjacentHTML('beforeend', notice('Ann paused') + line(3));
  await until(() => unread() === 1, 'one unread line');
  ol.insertAdjacentHTML('beforeend', notice('Ann pressed play'));
  await until(() => ol.querySelector('#line-3[tabindex="0"]'), 'the newest line for Tab');
  equal([unread(), ol.querySelector('#line-3')?.classList.contains('is-continued')], [1, true]);
  close();
});

test('no more than 100 notices are kept', async () => {
  const {ol, close} = open(line(1));
  ol.insertAdjacentHTML('beforeend', Array.from({length: 130}, (_, i) => notice(`n${i}`) + (i % 13 === 0 ? line(i + 2) : '')).join(''));
  await until(() => ol.querySelectorAll('.chat-notice').length === 100, 'a hundred');
  equal([ol.querySelector('.chat-notice')?.textContent, ol.querySelectorAll('.chat-line').length], ['n30', 11]);
  close();
});

test('after a gap the notices are among the lines again where they were', async () => {
  const {ol, shown, close} = open(line(1) + notice('early', 'play', 'a', 1500) + line(2) + notice('one', 'play', 'b', 2500) + notice('two', 'seek', 'b', 3500) + line(4) + notice('late', 'play', 'd', 9000));
  const before = window.fetch;
  window.fetch = async () => new Response(line(2) + line(3) + line(4) + line(5));
  await new ChatHistory(ol, '/r/x').renew();
  window.fetch = before;
  equal(shown(), ['line-2', 'one', 'line-3', 'two', 'line-4', 'line-5', 'late']);
  close();
});

test('when a line is deleted its quotes say so', async () => {
  const quote = '<a class="chat-quote" data-name="Ann: A" href="#line-1">Ann: A: secret</a>';
  const {ol, deleted, close} = open(line(1) + line(2, 'jon', 1, quote) + line(3, 'jon', 1, quote.replaceAll('line-1', 'line-11')));
  /** @type {Element} */ (ol.querySelector('#line-1')).outerHTML = line(1).replace('chat-line', 'chat-line is-deleted');
  await until(() => deleted.length > 0, 'the deletion');
  equal([...ol.querySelectorAll('.chat-quote')].map((one) => one.textContent), ['Ann: A: deleted', 'Ann: A: secret']);
  close();
});

test('a new line touches none of 3,000 others', async () => {
  const {ol, close} = open(Array.from({length: 3000}, (_, i) => line(i + 1)).join(''));
  /** @type {MutationRecord[]} */
  const touched = [];
  const watch = new MutationObserver((changes) => touched.push(...changes));
  watch.observe(ol, {subtree: true, childList: true, attributes: true, characterData: true});
  ol.insertAdjacentHTML('beforeend', line(3001));
  await until(() => ol.querySelector('#line-3001[tabindex="0"]'), 'the new line');
  const others = touched.filter(({target, type}) => target !== ol && !(/** @type {Element} */ (target).closest?.('#line-3001')) || type === 'characterData');
  // The line before gives the place in the order of Tab away, which is all that becomes of it.
  equal(others.map(({target, attributeName}) => `${/** @type {Element} */ (target).id} ${attributeName}`), ['line-3000 tabindex']);
  ok(touched.filter(({type}) => type === 'attributes').length < 10, 'few attributes are written');
  watch.disconnect();
  close();
});

test('of very many lines those that are far away are kept aside, and come back', async () => {
  const {box, ol, chat, unread, deleted, close} = open(Array.from({length: 1000}, (_, i) => line(i + 1, 'you', (i + 1) * 1000, i === 700 ? '<a class="chat-quote" data-name="Ann" href="#line-5">Ann: secret</a>' : 'x')).join(''));
  const ids = () => [...ol.querySelectorAll('.chat-line')].map(({id}) => Number(id.slice(5)));
  const contiguous = () => ids().every((id, i, all) => i === 0 || id === all[i - 1] + 1);
  ol.insertAdjacentHTML('beforeend', line(1001));
  await until(() => ids().length === 200, 'two hundred lines');
  await until(() => box.scrollHeight - box.scrollTop - box.clientHeight < 2, 'the end');
  await until(() => unread() === 0, 'the new line is seen'); // of which a busy browser tells after it has scrolled
  equal([ids()[0], contiguous()], [802, true]);
  ok(!ol.querySelector('.chat-older'), 'what is older is aside');
  const top = async () => {
    box.scrollTop = 0;
    await new Promise(requestAnimationFrame);
  };
  while (ids()[0] > 1) await top();
  equal([ids().length, contiguous(), chat.away], [200, true, true], 'at the beginning');
  ol.insertAdjacentHTML('beforeend', line(1002) + notice('Ann paused') + line(1003, 'jon'));
  await until(() => unread() === 2, 'two unread lines');
  equal([ids().at(-1), contiguous(), ol.querySelector('.chat-notice')], [200, true, null], 'what comes meanwhile is kept aside');
  ol.insertAdjacentHTML('afterbegin', '<li class="chat-older"></li>');
  await new Promise(requestAnimationFrame);
  ok(ol.querySelector('.chat-older'), 'a way to older lines stays at the beginning');
  /** @type {Element} */ (ol.querySelector('#line-5')).outerHTML = line(5).replace('chat-line', 'chat-line is-deleted');
  await until(() => deleted.length === 1, 'a deletion');
  const changed = document.createElement('ol');
  changed.innerHTML = line(900, 'you', 900_000, 'edited');
  chat.changedAside(900, /** @type {Element} */ (changed.firstElementChild));
  while (ids().at(-1) !== 1003) {
    box.scrollTop = box.scrollHeight;
    await new Promise(requestAnimationFrame);
    ok(ids().length <= 211, `${ids().length} lines`);
    if (ids().includes(701)) equal(ol.querySelector('.chat-quote')?.textContent, 'Ann: deleted');
    if (ids().includes(900)) equal(ol.querySelector('#line-900 .chat-text')?.textContent, 'edited');
  }
  equal([contiguous(), ol.querySelector('#line-1002')?.nextElementSibling?.textContent], [true, 'Ann paused'], 'at the end');
  while (ids()[0] > 1) await top();
  chat.toEnd();
  await until(() => !chat.away && ids().at(-1) === 1003, 'the newest at once');
  equal([contiguous(), unread()], [true, 0]);
  close();
});

import {Typing} from '../js/typing.js';
import {whoWrites} from '../js/typingwords.js';
import {equal, test, until} from './testing.js';

const people = (/** @type {string[]} */ ...names) => names.map((name) => ({id: name.toLowerCase(), name}));

test('who is typing is told in few words, without oneself and who is muted', () => {
  const unheard = (/** @type {string} */ id) => id === 'me' || id === 'bob';
  equal([whoWrites([], unheard), whoWrites(people('Me', 'Bob'), unheard)], ['', '']);
  equal(whoWrites(people('Me', 'Maya'), unheard), 'Maya is typing…');
  equal(whoWrites(people('Maya', 'Bob', 'Jon'), unheard), 'Maya and Jon are typing…');
  equal(whoWrites(people('Maya', 'Ada', 'Jon'), unheard), 'Several people are typing…');
});

test('who goes on writing at once after a line is told of a little later', async () => {
  const fetchOf = window.fetch;
  /** @type {string[]} */
  const told = [];
  window.fetch = async (_, options) => (told.push(String(options?.body)), new Response());
  const typing = new Typing(document.createElement('p'), '/r/x', () => true, () => false);
  try {
    typing.written(true);
    typing.sent();
    typing.written(true);
    equal(told, ['typing=true']);
    await until(() => told.length === 2, 'the second line');
  } finally {
    window.fetch = fetchOf;
    typing.sent();
  }
});

test('the room is told at most every three seconds, and once when the box is empty', () => {
  const [fetchOf, nowOf] = [window.fetch, performance.now];
  /** @type {string[]} */
  const told = [];
  let now = 100_000;
  let may = true;
  window.fetch = async (_, options) => (told.push(String(options?.body)), new Response());
  performance.now = () => now;
  const place = document.createElement('p');
  const typing = new Typing(place, '/r/x', () => may, () => false);
  try {
    for (let i = 0; i < 100; i++, now += 100) typing.written(true); // ten seconds
    equal(told, Array(4).fill('typing=true'));
    typing.written(false);
    typing.written(false);
    equal(told.slice(4), ['typing=false']);
    now += 2000;
    typing.written(true);
    typing.sent();
    typing.written(false);
    equal(told.length, 6, 'a line that was sent ends it by itself');
    for (let i = 0; i < 40; i++, now += 200) { // a line each 0.2 s
      typing.written(true);
      typing.sent();
    }
    equal(told.length, 9, 'quick lines are told of every two seconds');
    told.length = 6;
    may = false;
    now += 60_000;
    typing.written(true);
    equal(told.length, 6, 'who may not write');
    typing.show(people('Maya'));
    equal(place.textContent, 'Maya is typing…');
  } finally {
    window.fetch = fetchOf;
    performance.now = nowOf;
  }
});

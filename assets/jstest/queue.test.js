import {moveTo, moved, queueAfter, secondsLeft, skipLabel, stepPlace, sum} from '../js/queuefacts.js';
import {placeAt} from '../js/queuedrag.js';
import {arrange, idOf} from '../js/queuelist.js';
import {equal, ok, test} from './testing.js';

const by = {id: 'maya', name: 'Maya'};
/** @param {number} id @param {number} [votes] */
const item = (id, votes) => ({id, media: `m${id}`, title: `Film ${id}`, type: 'video/mp4', version: 'v', duration: 600, by, votes});

test('an event brings the order, and what is new in it', () => {
  const queue = [item(1), item(2), item(3)];
  equal(queueAfter(queue, undefined), queue);
  equal(queueAfter(queue, {order: [3, 1]}), [item(3), item(1)]);
  equal(queueAfter(queue, {order: [2, 1, 3], items: [item(2, 4)]}), [item(2, 4), item(1), item(3)]);
  equal(queueAfter(queue, {order: [1, 2, 3, 4], items: [item(4)]}).map(({id}) => id), [1, 2, 3, 4]);
  equal(queueAfter(queue, {order: []}), []);
  equal(queueAfter(queue, {order: [9, 1]}), [item(1)], 'what is not known is left out');
});

test('a place is told by a neighbour', () => {
  const ids = [1, 2, 3, 4];
  equal(moveTo(ids, 3, 0), {item: 3, before: 1});
  equal(moveTo(ids, 1, 2), {item: 1, before: 4});
  equal(moveTo(ids, 1, 3), {item: 1, behind: 4});
  equal(moveTo(ids, 1, 99), {item: 1, behind: 4});
  equal(moveTo(ids, 2, 1), null);
  equal(moveTo(ids, 4, 9), null);
  equal(moveTo(ids, 1, -1), null);
  equal(moveTo(ids, 9, 0), null);
  equal(moveTo([1], 1, 0), null);
  equal(moved(ids, 1, 2), [2, 3, 1, 4]);
  equal(moved(ids, 4, -1), [4, 1, 2, 3]);
  equal(['first', 'up', 'down', 'last'].map((step) => stepPlace(ids, 2, /** @type {any} */ (step))), [0, 0, 2, 3]);
});

test('an item that is dragged goes between the middles of the others', () => {
  equal([-5, 10, 11, 29, 31, 500].map((middle) => placeAt([10, 30, 50], middle)), [0, 1, 1, 1, 2, 3]);
  equal(placeAt([], 7), 0);
});

test('the queue says what it holds', () => {
  equal(sum([]), '');
  equal(sum([item(1)]), '1 film · 10 min');
  equal(sum([item(1), {...item(2), duration: 7200}]), '2 films · 2 h 10 min');
  equal(sum([{...item(1), duration: 0}]), '1 film');
  equal(skipLabel(null, true), 'Skip');
  equal(skipLabel({votes: 1, needed: 3}, false), 'Vote to skip · 1 of 3');
  equal([11_000, 10_000, 1, 0, -5].map((left) => secondsLeft({at: 1000 + left}, 1000)), [11, 10, 1, 0, 0]);
});

test('the list comes into order, and what has the focus keeps it', () => {
  const list = document.createElement('ol');
  list.innerHTML = [1, 2, 3, 4].map((id) => `<li data-item="${id}"><button data-vote>v</button><button data-unqueue>x</button></li>`).join('');
  document.body.append(list);
  const button = (/** @type {number} */ id) => /** @type {HTMLElement} */ (list.querySelector(`[data-item="${id}"] [data-unqueue]`));
  button(3).focus();
  let lost = 0;
  list.addEventListener('focusout', () => { lost++; });
  for (const ids of [[3, 1, 2, 4], [4, 2, 3, 1], [2, 3], [2, 3]]) {
    ok(arrange(list, ids), 'an element is missing');
    equal(Array.from(list.children, idOf), ids);
    equal(document.activeElement, button(3));
  }
  equal(lost, 0);
  equal(arrange(list, [3, 7, 2]), false, 'one has no element');
  equal(Array.from(list.children, idOf), [3, 2]);
  arrange(list, [2]);
  equal(document.activeElement, button(2), 'who removes one stays beside it');
  list.remove();
});

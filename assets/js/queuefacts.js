// What comes after the film that is on, from events alone. Pure. views/queue.go says the same.

import {about} from './numbers.js';
import {t, tn} from './words.js';

/** @typedef {import('./types.js').QueueItem} QueueItem */

/**
 * The queue after an event.
 * @param {QueueItem[]} queue
 * @param {import('./types.js').QueueChange|undefined} change undefined: nothing has changed
 * @returns {QueueItem[]}
 */
export function queueAfter(queue, change) {
  if (!change) return queue;
  const known = new Map([...queue, ...change.items ?? []].map((item) => [item.id, item]));
  return change.order.flatMap((id) => known.get(id) ?? []);
}

/**
 * Where an item goes, as the room is told it; null: it stays where it is.
 * @param {number[]} ids in order
 * @param {number} id
 * @param {number} place among the others, from 0
 * @returns {{item: number, before?: number, behind?: number}|null}
 */
export function moveTo(ids, id, place) {
  const from = ids.indexOf(id);
  const others = ids.filter((other) => other !== id);
  const to = Math.max(0, Math.min(others.length, place));
  if (from < 0 || to === from) return null;
  return to < others.length ? {item: id, before: others[to]} : {item: id, behind: others[to - 1]};
}

/**
 * The order after that.
 * @param {number[]} ids
 * @param {number} id
 * @param {number} place
 */
export function moved(ids, id, place) {
  const others = ids.filter((other) => other !== id);
  others.splice(Math.max(0, Math.min(others.length, place)), 0, id);
  return others;
}

/** @typedef {'first'|'up'|'down'|'last'} Step */

/**
 * The place that a step leads to.
 * @param {number[]} ids
 * @param {number} id
 * @param {Step} step
 */
export function stepPlace(ids, id, step) {
  const at = ids.indexOf(id);
  return {first: 0, up: at - 1, down: at + 1, last: ids.length - 1}[step];
}

/** How many films, and how long they last. @param {QueueItem[]} queue */
export function sum(queue) {
  if (queue.length === 0) return '';
  const films = tn(queue.length, '{n} film', '{n} films');
  const length = about(queue.reduce((all, item) => all + item.duration, 0));
  return length ? `${films} · ${length}` : films;
}

/**
 * What the button says that skips the film.
 * @param {{votes: number, needed: number}|null} skip
 * @param {boolean} atOnce whether this viewer's word is enough
 */
export function skipLabel(skip, atOnce) {
  const word = atOnce ? t('Skip') : t('Vote to skip');
  return skip ? `${word} · ${t('{n} of {all}', {n: skip.votes, all: skip.needed})}` : word;
}

/**
 * Whole seconds until the next film, at least 0.
 * @param {{at: number}} next
 * @param {number} now server ms
 */
export function secondsLeft({at}, now) {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

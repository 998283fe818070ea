// What is told in passing in the chat: what happened in the room. Which notices stand for others, and in which words. Pure.

import {list, tn} from './words.js';

/** Kinds of which only the last by one person counts: what came before it is over. */
const LAST_COUNTS = ['play', 'pause', 'seek', 'rate', 'load', 'refresh', 'tracks', 'settings', 'ready', 'wait', 'presence'];

/**
 * @typedef {object} Notice
 * @property {string} kind of the event, or presence
 * @property {string} about what more it was about
 * @property {string} by viewer id
 */

/**
 * Which notices of a run are told no more, since a later one makes up for them.
 * @param {Notice[]} run the oldest first
 * @returns {boolean[]}
 */
export function outdated(run) {
  const later = new Set();
  return run.map(keyOf).reverse().map((key) => {
    if (key === '') return false;
    const is = later.has(key);
    later.add(key);
    return is;
  }).reverse();
}

/** Notices of one key make up for another, '' for none. @param {Notice} notice */
function keyOf({kind, about, by}) {
  return LAST_COUNTS.includes(kind) ? [kind, about, by].join('\n') : '';
}

/** @param {number} count of notices that are not shown */
export function more(count) {
  return tn(count, '{n} more', '{n} more');
}

/** Names as one says them: Maya, Jon and Ada. Of many only the first. @param {string[]} names */
export function named(names) {
  if (names.length < 5) return list(names);
  const [first, second, third] = names;
  return tn(names.length - 3, '{first}, {second}, {third} and {n} other', '{first}, {second}, {third} and {n} others', {first, second, third});
}

// What the chat says of itself, and which lines belong together. Pure.

import {tn} from './words.js';

/** Lines of one person that are nearer than this are shown as one, ms. */
const TOGETHER = 180_000;

/** @typedef {{by: string, at: number, quotes: boolean}} Said */

/**
 * Whether a line goes on with the one before it.
 * @param {Said|null} before
 * @param {Said} line
 */
export function continues(before, line) {
  return before !== null && before.by === line.by && !line.quotes && Math.abs(line.at - before.at) < TOGETHER;
}

/** @param {number} count */
export function newMessages(count) {
  return tn(count, '{n} new message', '{n} new messages');
}

/** A number that fits on a tab. @param {number} count */
export function badge(count) {
  return count > 99 ? '99+' : String(count);
}

/**
 * @param {string} name of the page
 * @param {number} unread
 */
export function titleWith(name, unread) {
  return unread > 0 ? `(${badge(unread)}) ${name}` : name;
}

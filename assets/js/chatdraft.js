// What becomes of the text in the chat's box when it is sent. Pure.

import {replaceShortcodes} from './emoji.js';

/** Characters that a line may have, and how many may be left before the box tells. */
const MOST = 2000;
const NEAR = 200;

/**
 * @param {string} raw what the box holds
 * @returns {{text: string, left: number, near: boolean}} the line that it makes, and how many characters more it may have
 */
export function lineFrom(raw) {
  const text = replaceShortcodes(raw.trim());
  const left = MOST - [...text].length;
  return {text, left, near: left <= NEAR};
}

/** Why a line is not sent, or "". @param {number} left */
export function tooLong(left) {
  if (left >= 0) return '';
  return `That is ${-left} ${left === -1 ? 'character' : 'characters'} too long: a message has ${MOST.toLocaleString('en')} at most.`;
}

/**
 * What stays in the box once a line was taken: what was written while it was on its way.
 * @param {string} now what the box holds
 * @param {string} sent what it held when it was sent
 */
export function leftAfter(now, sent) {
  if (now.startsWith(sent)) return now.slice(sent.length).trimStart();
  return now;
}

// What becomes of the text in the chat's box when it is sent. Pure.

import {language, tn} from './words.js';

/** Characters that a line may have, and how many may be left before the box tells. */
const MOST = 2000;
const NEAR = 200;

/** Whether there may be names of emoji in a text. @param {string} text */
export function namesEmoji(text) {
  return /:[a-z0-9_+-]+:/.test(text);
}

/**
 * @param {string} raw what the box holds
 * @param {(text: string) => string} withEmoji puts emoji in the place of their names
 * @returns {{text: string, left: number, near: boolean}} the line that it makes, and how many characters more it may have
 */
export function lineFrom(raw, withEmoji) {
  const text = withEmoji(raw.trim());
  const left = MOST - [...text].length;
  return {text, left, near: left <= NEAR};
}

/** Why a line is not sent, or "". @param {number} left */
export function tooLong(left) {
  if (left >= 0) return '';
  const most = MOST.toLocaleString(language);
  return tn(-left, 'That is {n} character too long: a message has {most} at most.', 'That is {n} characters too long: a message has {most} at most.', {most});
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

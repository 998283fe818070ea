// A line of the chat, read from the server's HTML.

import {t} from './words.js';

/**
 * @typedef {object} Line
 * @property {HTMLElement} element
 * @property {number} id
 * @property {string} by viewer id
 * @property {number} at Unix ms
 * @property {boolean} quotes whether it answers another line
 * @property {boolean} deleted
 */

/** @param {Element} element an li.chat-line @returns {Line} */
export function lineOf(element) {
  const line = /** @type {HTMLElement} */ (element);
  const {line: id, by = '', at} = line.dataset;
  return {
    element: line, id: Number(id), by, at: Number(at),
    quotes: line.querySelector('.chat-quote') !== null, deleted: line.classList.contains('is-deleted'),
  };
}

/** Who wrote it. @param {Element} element */
export function nameOf(element) {
  return element.querySelector('.chat-name')?.textContent?.trim() ?? '';
}

/**
 * The text as it was written, to be edited.
 * @param {Element} element an li.chat-line
 */
export function writtenIn(element) {
  const text = element.querySelector('.chat-text');
  return text ? [...text.childNodes].map(written).join('').trim() : '';
}

/** @param {Node} node @returns {string} */
function written(node) {
  if (!(node instanceof Element)) return node.textContent ?? '';
  if (node.localName === 'br') return '\n';
  const inner = [...node.childNodes].map(written).join('');
  return node.matches('.spoiler') ? `||${inner}||` : inner;
}

/** What may be said of a line in passing: without what its spoilers hide. @param {Element} element */
export function shortly(element) {
  const text = element.querySelector('.chat-text')?.cloneNode(true);
  if (!(text instanceof Element)) return '';
  for (const spoiler of text.querySelectorAll('.spoiler')) spoiler.replaceWith(t('[spoiler]'));
  return text.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/**
 * The line before an element of the list, or that element itself. Notices may lie between lines.
 * @param {Element|null} element
 * @param {boolean} [itself]
 * @returns {HTMLElement|null}
 */
export function lineBefore(element, itself = false) {
  let other = itself ? element : element?.previousElementSibling ?? null;
  while (other && !other.matches('.chat-line')) other = other.previousElementSibling;
  return /** @type {HTMLElement|null} */ (other);
}

/** @param {Element} element @returns {HTMLElement|null} */
export function lineAfter(element) {
  let other = element.nextElementSibling;
  while (other && !other.matches('.chat-line')) other = other.nextElementSibling;
  return /** @type {HTMLElement|null} */ (other);
}

/** Quotes of a deleted line do not tell its text any more. @param {Element} list @param {number} id */
export function blankQuotes(list, id) {
  for (const quote of list.querySelectorAll(`.chat-quote[href="#line-${id}"]`)) {
    quote.textContent = t('{name}: deleted', {name: quote.getAttribute('data-name') ?? ''});
  }
}

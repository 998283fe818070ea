// Numbers and lengths of time, as the page's language writes them. Pure.

import {language, t} from './words.js';

const point = (0.5).toLocaleString(language).charAt(1);

/** A number, with so many digits after its point if they are given. @param {number} number @param {number} [digits] */
export function decimal(number, digits) {
  return (digits === undefined ? String(number) : number.toFixed(digits)).replace('.', point);
}

/** A length of time in seconds as roughly as people say it, which views/text.go does too. @param {number} seconds @returns {string} '' = unknown */
export function about(seconds) {
  if (!(seconds > 0)) return '';
  if (seconds < 60) return t('{s} s', {s: Math.max(1, Math.round(seconds))});
  const minutes = Math.round(seconds / 60);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (h === 0) return t('{m} min', {m});
  return m === 0 ? t('{h} h', {h}) : t('{h} h {m} min', {h, m});
}

/** How much later something comes, as people read it. @param {number} ms */
export function signed(ms) {
  return withSign(ms < 0 ? '−' : ms > 0 ? '+' : '', t('{s} s', {s: decimal(Math.abs(ms) / 1000)}));
}

/** A sign before a number; where the page runs from right to left a mark keeps it there. @param {string} sign @param {string} text */
export function withSign(sign, text) {
  return (globalThis.document?.documentElement.dir === 'rtl' ? '\u200e' : '') + sign + text;
}

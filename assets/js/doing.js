// How a viewer is doing, in words. Pure.

import {decimal, withSign} from './numbers.js';
import {t} from './words.js';

/** @typedef {import('./types.js').ViewerStanding} ViewerStanding */

/** Within this of the room a player is in step, ms: nobody hears or sees it. */
const IN_STEP = 40;
/** A player that stands nearer than this shows the same frame, ms. */
const SAME_FRAME = 1;

/**
 * @typedef {object} Doing
 * @property {'step'|'catching'|'waiting'|'paused'|'away'|'unknown'} kind
 * @property {string} chip a number or a word
 * @property {string} words the same as a part of a sentence
 */

/**
 * @param {Pick<ViewerStanding, 'state'|'drift'>|undefined} viewer undefined: has not reported lately
 * @returns {Doing}
 */
export function doing(viewer) {
  const {state = '', drift = 0} = viewer ?? {};
  switch (state) {
    case 'playing': return playing(drift);
    case 'waiting': return {kind: 'waiting', chip: t('loading'), words: t('waiting for the film to load')};
    case 'away': return {kind: 'away', chip: t('away'), words: t('away')};
    case 'paused': return paused(drift);
  }
  return {kind: 'unknown', chip: '', words: t('not known')};
}

/** @param {number} drift ms @returns {Doing} */
function playing(drift) {
  const chip = signed(drift);
  const time = amount(Math.abs(drift));
  if (Math.abs(drift) <= IN_STEP) {
    const words = Math.round(drift) === 0 ? t('in step, exactly where the room is') :
      drift < 0 ? t('in step, {time} behind the room', {time}) : t('in step, {time} ahead of the room', {time});
    return {kind: 'step', chip, words};
  }
  const words = drift < 0 ? t('coming back in step, {time} behind the room', {time}) : t('coming back in step, {time} ahead of the room', {time});
  return {kind: 'catching', chip, words};
}

/** @param {number} drift ms @returns {Doing} */
function paused(drift) {
  if (Math.abs(drift) < SAME_FRAME) return {kind: 'paused', chip: t('same frame'), words: t('paused at the same frame')};
  const time = amount(Math.abs(drift));
  return {kind: 'paused', chip: t('paused'), words: drift < 0 ? t('paused, {time} behind the room', {time}) : t('paused, {time} ahead of the room', {time})};
}

/** @param {number} ms */
function signed(ms) {
  if (Math.round(ms) === 0) return withSign('±', amount(0));
  return withSign(ms < 0 ? '−' : '+', amount(Math.abs(ms)));
}

/** A time as short as it can be said. @param {number} ms at least 0 */
export function amount(ms) {
  if (Math.round(ms) < 1000) return t('{ms} ms', {ms: Math.round(ms)});
  if (ms < 99_950) return t('{s} s', {s: decimal(ms / 1000, 1)});
  return length(ms / 1000);
}

/** A delay: what rounds to nothing is still something. @param {number} ms */
export function delay(ms) {
  return ms < 1 ? t('under 1 ms') : amount(ms);
}

/** @param {number} seconds */
export function length(seconds) {
  if (seconds < 100) return t('{s} s', {s: Math.floor(seconds)});
  return seconds < 5970 ? t('{m} min', {m: Math.round(seconds / 60)}) : t('{h} h', {h: Math.round(seconds / 3600)});
}

/** @param {string} transport events post poll */
export function transportName(transport) {
  switch (transport) {
    case 'events': return t('Event stream');
    case 'post': return t('Streamed post');
    case 'poll': return t('Long poll');
  }
  return '–';
}

/** @param {number|null} skew ms @returns {string} '' = unknown */
export function skewText(skew) {
  if (skew === null) return '';
  return t('{time} apart', {time: skew < 1 ? t('<1 ms') : amount(skew)});
}

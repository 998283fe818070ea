// How a viewer is doing, in words. Pure.

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
    case 'waiting': return {kind: 'waiting', chip: 'loading', words: 'waiting for the film to load'};
    case 'away': return {kind: 'away', chip: 'away', words: 'away'};
    case 'paused': return Math.abs(drift) < SAME_FRAME ?
      {kind: 'paused', chip: 'same frame', words: 'paused at the same frame'} :
      {kind: 'paused', chip: 'paused', words: `paused, ${apart(drift)} the room`};
  }
  return {kind: 'unknown', chip: '', words: 'not known'};
}

/** @param {number} drift ms @returns {Doing} */
function playing(drift) {
  const where = Math.round(drift) === 0 ? 'exactly where the room is' : `${apart(drift)} the room`;
  if (Math.abs(drift) <= IN_STEP) return {kind: 'step', chip: signed(drift), words: `in step, ${where}`};
  return {kind: 'catching', chip: signed(drift), words: `coming back in step, ${where}`};
}

/** @param {number} drift ms */
function apart(drift) {
  return `${amount(Math.abs(drift))} ${drift < 0 ? 'behind' : 'ahead of'}`;
}

/** @param {number} ms */
function signed(ms) {
  if (Math.round(ms) === 0) return '±0 ms';
  return `${ms < 0 ? '−' : '+'}${amount(Math.abs(ms))}`;
}

/** A time as short as it can be said. @param {number} ms at least 0 */
export function amount(ms) {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  return length(ms / 1000);
}

/** A delay: what rounds to nothing is still something. @param {number} ms */
export function delay(ms) {
  return ms < 1 ? 'under 1 ms' : amount(ms);
}

/** @param {number} seconds */
export function length(seconds) {
  if (seconds < 100) return `${Math.floor(seconds)} s`;
  return seconds < 5970 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** @param {string} transport events post poll */
export function transportName(transport) {
  switch (transport) {
    case 'events': return 'Event stream';
    case 'post': return 'Streamed post';
    case 'poll': return 'Long poll';
  }
  return '–';
}

/** @param {number|null} skew ms @returns {string} '' = unknown */
export function skewText(skew) {
  if (skew === null) return '';
  return `${skew < 1 ? '<1 ms' : amount(skew)} apart`;
}

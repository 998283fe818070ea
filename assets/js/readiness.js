// Whether this viewer's player could play on at once. Pure.

/** So much film must be loaded, s, unless it reaches to the end. */
export const ENOUGH = 3;
/** Containers promise somewhat more than they hold, s. */
const MARGIN = 0.5;

/**
 * @typedef {object} Loaded
 * @property {number} ready HTMLMediaElement.readyState
 * @property {boolean} seeking
 * @property {number} position s
 * @property {number} buffer s of film that are loaded from position on
 * @property {number} duration s; NaN = unknown
 */

/** @param {Loaded} loaded */
export function couldPlay({ready, seeking, position, buffer, duration}) {
  if (ready < 3 || seeking) return false;
  return buffer >= ENOUGH || position + buffer >= duration - MARGIN;
}

/**
 * What the room is told of the player. A player that stands since the room waits says whether it could go on.
 * @param {'playing'|'paused'|'waiting'|'away'} state as the engine has it
 * @param {boolean} roomWaits
 * @param {Loaded} loaded
 */
export function toldState(state, roomWaits, {ready, seeking}) {
  return state === 'paused' && roomWaits && (ready < 3 || seeking) ? 'waiting' : state;
}

// Whether this viewer's player could play on at once. Pure.

/** So much film must be loaded, s, unless it reaches to the end. */
export const ENOUGH = 3;
/** Containers promise somewhat more than they hold, s. */
const MARGIN = 0.5;

/**
 * @typedef {object} Loaded
 * @property {boolean} ready whether there is film to play on with
 * @property {number} position s
 * @property {number} buffer s of film that are loaded from position on
 * @property {number} duration s; NaN = unknown
 */

/** @param {Loaded} loaded */
export function couldPlay({ready, position, buffer, duration}) {
  if (!ready) return false;
  return buffer >= ENOUGH || position + buffer >= duration - MARGIN;
}

/**
 * What the room is told of the player. A player that stands since the room waits says whether it could go on.
 * @param {'playing'|'paused'|'waiting'|'away'} state as the engine has it
 * @param {boolean} roomWaits
 * @param {Loaded} loaded
 */
export function toldState(state, roomWaits, {ready}) {
  return state === 'paused' && roomWaits && !ready ? 'waiting' : state;
}

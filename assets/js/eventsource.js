// The first rung: an EventSource on the room's events.

import {FRAMES} from './frames.js';

/**
 * @typedef {object} RungEvents
 * @property {(name: string, data: string) => void} frame
 * @property {(refused: boolean) => void} ended it is over: refused by an answer that is no stream, else cut
 */

/** @typedef {{close: () => void}} Connection after close nothing is told any more */

/**
 * @param {string} base the room's path, like /r/ID
 * @param {number} since
 * @param {RungEvents} on
 * @returns {Connection}
 */
export function openEvents(base, since, on) {
  const source = new EventSource(`${base}/events?since=${since}`);
  for (const name of FRAMES) {
    source.addEventListener(name, (event) => on.frame(name, /** @type {MessageEvent} */ (event).data));
  }
  source.addEventListener('error', () => {
    const refused = source.readyState === EventSource.CLOSED;
    source.close(); // when to try again is not the browser's to say
    on.ended(refused);
  });
  return source;
}

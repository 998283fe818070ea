// Tells a server that is down from one whose stream is held back on its way.

import {base as site} from './base.js';
import {CLOSED, GONE} from './closed.js';
import {OUT} from './putout.js';
import {mark} from './words.js';

/** What a page says when nothing answers. */
export const UNREACHABLE = mark('Goblet can’t be reached. Try again in a moment.');
/** An answer later than this is none, ms. */
const PATIENCE = 2500;

/**
 * @param {string} base the room's path, like /r/ID
 * @param {boolean} room ask for the room and not only for the server
 * @returns {Promise<{answers: boolean, dead: string}>} dead: why the room can't be reached ever again, as a text to be said, or ''
 */
export async function reach(base, room) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  const url = room ? `${base}/state` : `${site}/clock`;
  try {
    const {ok, status} = await fetch(url, {cache: 'no-store', headers: {Accept: 'application/json'}, signal: give.signal});
    return {answers: ok, dead: room ? verdict(status) : ''};
  } catch {
    return {answers: false, dead: ''};
  } finally {
    clearTimeout(timer);
  }
}

/** @param {number} status of the room */
function verdict(status) {
  if (status === GONE) return CLOSED;
  if (status === 404) return mark('This room is no longer there. Ask for a new link.');
  if (status === 403) return OUT;
  if (status === 401) return mark('You are no longer in this room. Reload the page to come back.');
  return '';
}

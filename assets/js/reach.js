// Tells a server that is down from one whose stream is held back on its way, and from one that has no place for it.

import {base as site} from './base.js';
import {CLOSED, GONE} from './closed.js';
import {OUT} from './putout.js';
import {mark} from './words.js';

/** What a page says when nothing answers. */
export const UNREACHABLE = mark('Goblet can’t be reached. Try again in a moment.');
/** An answer later than this is none, ms. */
const PATIENCE = 2500;
/** Who is told to come back later than this comes sooner, s. */
const LONGEST = 60;

/**
 * @typedef {object} Refusal
 * @property {string} said why the server takes no stream now, in its own words and the viewer's language
 * @property {number} wait when to come back, ms
 */

/**
 * @param {string} base the room's path, like /r/ID
 * @param {'server'|'room'|'place'} about place: whether a stream would be let in, which an EventSource does not tell
 * @param {number} seen seq of the last event applied
 * @returns {Promise<{answers: boolean, dead: string, refusal: Refusal|null}>} dead: why the room can't be reached ever again, as a text to be said, or ''
 */
export async function reach(base, about, seen) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  const url = {server: `${site}/clock`, room: `${base}/state`, place: `${base}/log?since=${seen}&wait=0`}[about];
  try {
    const response = await fetch(url, {cache: 'no-store', headers: {Accept: 'application/json'}, signal: give.signal});
    const {ok, status} = response;
    return {answers: ok, dead: about === 'server' ? '' : verdict(status), refusal: about === 'place' ? await refused(response) : null};
  } catch {
    return {answers: false, dead: '', refusal: null};
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

/**
 * What Goblet says to who comes too late: plain text, and when to try again. What proxies say for a Goblet that is down
 * is not like that.
 * @param {Response} response
 * @returns {Promise<Refusal|null>}
 */
async function refused(response) {
  const wait = Number(response.headers.get('Retry-After'));
  const plain = response.headers.get('Content-Type')?.startsWith('text/plain');
  if (response.status !== 503 || !plain || !(wait > 0)) return null;
  return {said: (await response.text()).trim(), wait: Math.min(wait, LONGEST) * 1000};
}

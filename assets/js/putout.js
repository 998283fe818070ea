// What becomes of a page whose viewer was put out: the server's own page about it takes its place.

import {mark} from './words.js';

/** What is said of it, until that page is there. */
export const OUT = mark('You were put out of this room.');

/**
 * @param {string} why the stream is of no use any more
 * @returns {Promise<boolean>} whether another page comes: not when this one would come again, and again
 */
export async function leavesPage(why) {
  if (why !== OUT) return false;
  const answer = await fetch(location.href, {cache: 'no-store', headers: {Accept: 'text/html'}}).catch(() => null);
  if (answer?.status !== 403) return false;
  location.reload();
  return true;
}

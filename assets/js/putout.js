// What becomes of a page whose viewer was put out: the server's own page about it takes its place.

/** What is said of it, until that page is there. */
export const OUT = 'You were put out of this room.';

/** A page that is refused although it can be loaded must not load again and again, ms. */
const AGAIN = 30_000;
const KEY = 'goblet.out';

/** @param {string} why the stream is of no use any more @returns {boolean} whether another page comes */
export function leavesPage(why) {
  if (why !== OUT) return false;
  try {
    const last = Number(sessionStorage.getItem(KEY));
    if (Date.now() - last < AGAIN) return false;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    return false; // storage is blocked: nothing would keep it from loading for ever
  }
  location.reload();
  return true;
}

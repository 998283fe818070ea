// How long to wait before connecting again. Pure: the caller passes the chance.

/** First pause, ms; it grows by half with every failure. */
const FIRST = 300;
const MOST = 8000;
/** Those who are in the room together come back one by one, each of them after so many ms more. */
const EACH = 3;
/** At first they need less, and no more than this, ms: a server takes two thousand a second, and there may be another one. */
const EACH_FIRST = 0.5;
const CROWD_FIRST = 2000;
/** Who looks for another server does so first after about this, ms, then each time after twice as long. */
const LOOK = 1500;
const LOOK_MOST = 60_000;
/** However many they are, they wait no longer than this for each other, ms. */
const CROWD = 20_000;

/**
 * A server that comes back is met by all its viewers at the same moment. They spread over half to one and a half of the
 * pause, which grows with their number.
 * @param {number} failures so far, at least 1
 * @param {number} crowd how many watch in the room
 * @param {number} chance from 0 to 1
 * @returns {number} ms
 */
export function pause(failures, crowd, chance) {
  const own = Math.min(MOST, FIRST * 1.5 ** Math.min(failures - 1, 30));
  const window = failures > 1 ? Math.min(CROWD, crowd * EACH) : Math.min(CROWD_FIRST, crowd * EACH_FIRST);
  return own / 2 + chance * Math.max(own, window);
}

/**
 * How long to wait before looking whether another server is better off, while this one still delivers.
 * @param {number} looks so far
 * @param {number} crowd how many watch in the room
 * @param {number} chance from 0 to 1
 * @returns {number} ms
 */
export function lookPause(looks, crowd, chance) {
  const own = Math.min(LOOK_MOST, LOOK * 2 ** Math.min(looks, 30));
  return own / 2 + chance * Math.max(own, Math.min(CROWD_FIRST, crowd * EACH_FIRST));
}

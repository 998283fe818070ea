// Where the film is: arithmetic over the room's playback.

/** @typedef {import('./types.js').Playback} Playback */

/**
 * The room's position at a moment.
 * @param {Playback} playback
 * @param {number} now server ms
 * @param {number} [duration] s; 0 or NaN = unknown
 * @returns {number} s, within [0, duration]
 */
export function positionAt(playback, now, duration = 0) {
  const elapsed = playback.paused ? 0 : Math.max(0, now - playback.at) / 1000;
  const position = Math.max(0, playback.position + elapsed * playback.rate);
  return duration > 0 ? Math.min(position, duration) : position;
}

/**
 * Whether two playbacks ask the same of a player.
 * @param {Playback|undefined} a
 * @param {Playback|undefined} b
 */
export function samePlayback(a, b) {
  return a === b || (!!a && !!b && a.media === b.media && a.version === b.version && a.paused === b.paused &&
    a.position === b.position && a.rate === b.rate && a.at === b.at);
}

/**
 * A position for people: "4:05", "1:02:33".
 * @param {number} seconds
 */
export function formatTime(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

// Moves the cues of a text track in time and place, from where their author put them.

/** @typedef {'bottom'|'higher'|'top'} Place */

/** The line of cues whose author named none: numbers below 0 count from the bottom. */
const LINES = {bottom: 'auto', higher: -4, top: 0};

/**
 * Times of a cue that comes later by delay, s. A cue keeps its place before the film's beginning: it is over.
 * @param {{start: number, end: number}} cue
 * @param {number} delay s
 */
export function moved({start, end}, delay) {
  return {start: Math.max(0, start + delay), end: Math.max(0.001, end + delay)};
}

export class Cues {
  /** @type {WeakMap<VTTCue, {start: number, end: number, line: number|'auto'}>} */
  #authored = new WeakMap();

  /**
   * @param {TextTrack|undefined} track
   * @param {number} delay ms
   * @param {Place} place
   */
  move(track, delay, place) {
    for (const entry of Array.from(track?.cues ?? [])) {
      const cue = /** @type {VTTCue} */ (entry);
      let authored = this.#authored.get(cue);
      if (!authored) {
        authored = {start: cue.startTime, end: cue.endTime, line: cue.line};
        this.#authored.set(cue, authored);
      }
      const {start, end} = moved(authored, delay / 1000);
      // A change makes the browser look for the cues to show anew.
      if (cue.endTime !== end) cue.endTime = end;
      if (cue.startTime !== start) cue.startTime = start;
      const line = authored.line === 'auto' ? LINES[place] : authored.line;
      if (cue.line !== line) cue.line = /** @type {any} */ (line);
    }
  }
}

/** Takes all cues out of a track. @param {TextTrack} track */
export function empty(track) {
  for (const cue of Array.from(track.cues ?? [])) track.removeCue(cue);
}

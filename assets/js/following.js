// Keeps a film that plays with the room: what is off by little is worked off by the speed (pace.js), what is off by more,
// or starves, goes where the room is.

import {buffered} from './element.js';
import {Starvation} from './starvation.js';

/**
 * @typedef {object} FollowingParts
 * @property {import('./clockwork.js').Clockwork} clockwork
 * @property {import('./bearings.js').Bearings} bearings
 * @property {import('./calibration.js').Calibration} learned
 * @property {import('./pace.js').Pace} pace
 * @property {import('./supply.js').Supply} supply
 * @property {() => void} ahead plans a start
 * @property {(position: number) => void} seek
 */

export class Following {
  #video;
  #parts;
  #starvation;

  /**
   * @param {HTMLVideoElement} video
   * @param {FollowingParts} parts
   */
  constructor(video, parts) {
    this.#video = video;
    this.#parts = parts;
    this.#starvation = new Starvation(video);
  }

  /** The film runs. @param {number} rate the room's */
  runs(rate) {
    this.#starvation.over();
    this.#parts.pace.runs(this.#parts.clockwork.now(), rate);
  }

  /** One look at a film that plays. @param {number} rate the room's */
  look(rate) {
    const {bearings, learned, pace, supply} = this.#parts;
    const {now, target, drift} = bearings.take();
    if (!supply.there(now)) {
      // Where the room is by now the film may go on.
      if (this.#starvation.look(now, target)) this.hop(rate, true);
      return;
    }
    this.#starvation.fed();
    learned.judge(now, drift / rate);
    if (pace.look({now, drift, rate, current: this.#video.playbackRate})) this.hop(rate);
  }

  /**
   * Goes to the room's position by a planned start, which is exact. Unseen, where timers are late, and where the film
   * starves, it goes there at once if the film is there.
   * @param {number} rate the room's
   * @param {boolean} [starving]
   */
  hop(rate, starving = false) {
    const {clockwork, bearings, learned, pace, ahead, seek} = this.#parts;
    const target = bearings.target() + learned.values.hop * rate;
    const atOnce = (starving || clockwork.hidden()) && buffered(this.#video, target);
    if (!atOnce) return ahead();
    learned.aimed('hop', clockwork.now());
    seek(target);
    pace.afresh(clockwork.now());
  }
}

// Where the element should be: the room's playback, in the element's positions, which some forms of a film show a
// little later than others.

import {positionAt, samePlayback} from './playback.js';
import {SAME} from './starter.js';

/** @typedef {import('./types.js').Playback} Playback */

/** So near to the end of what it holds the element may end before the film's promised length, s. */
const TAIL = 0.5;

export class Target {
  #video;
  /** @type {Playback|undefined} what the room plays */
  #room;
  /** @type {Playback|undefined} the same in the element's positions */
  #playback;
  #offset = 0;
  #length = 0; // s that the film is known to last in the room's positions, 0 = unknown

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  /**
   * @param {Playback} room
   * @param {number} length s, 0 = unknown
   * @returns {boolean} whether the room asks for something else than before
   */
  take(room, length) {
    const changed = !samePlayback(this.#room, room);
    this.#room = room;
    this.#length = length;
    this.shift(this.#offset);
    return changed;
  }

  /** @param {number} offset s, the element's positions minus the room's */
  shift(offset) {
    this.#offset = offset;
    this.#playback = this.#room && {...this.#room, position: this.#room.position + offset};
  }

  /** What the room plays, in the element's positions. */
  get playback() {
    return this.#playback;
  }

  /** The element's positions minus the room's, s. */
  get offset() {
    return this.#offset;
  }

  /** Where the element should be. @param {number} now server ms @returns {number} s */
  at(now) {
    return this.#playback ? positionAt(this.#playback, now, this.#duration()) : 0;
  }

  /** Whether the film has run to its end. @param {number} now server ms */
  over(now) {
    if (!this.#playback) return false;
    const duration = this.#duration();
    const target = this.at(now);
    if (duration > 0 && target >= duration - SAME) return true;
    return this.#video.ended && target > this.#video.duration - TAIL; // a container may promise more than it holds
  }

  #duration() {
    if (this.#length > 0) return this.#length + this.#offset;
    const {duration} = this.#video;
    return Number.isFinite(duration) ? duration : 0;
  }
}

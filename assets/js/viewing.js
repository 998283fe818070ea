// What the viewer has of the film, for those outside of the engine: in the room's positions, which some forms of a film
// show a little later.

import {ahead} from './element.js';
import {decoded} from './verify.js';

/**
 * @typedef {object} ViewingParts
 * @property {import('./bearings.js').Bearings} bearings
 * @property {import('./target.js').Target} target
 * @property {import('./starter.js').Starter} starter
 * @property {import('./supply.js').Supply} supply
 * @property {import('./interruptions.js').Interruptions} interruptions
 * @property {import('./source.js').Source} source
 * @property {() => import('./calibration.js').Values} learned
 */

export class Viewing {
  #video;
  #parts;

  /**
   * @param {HTMLVideoElement} video
   * @param {ViewingParts} parts
   */
  constructor(video, parts) {
    this.#video = video;
    this.#parts = parts;
  }

  /** What the status frame, tests and measurements want to know. Positions in s, drift in ms. */
  status() {
    const video = this.#video;
    const {bearings, supply, source, target: {playback, offset}, learned} = this.#parts;
    const {now, position, target, drift} = bearings.take();
    const ready = supply.there(now);
    return {
      position: position - offset, target: target - offset, drift: playback ? drift * 1000 : 0,
      paused: video.paused, ready, rate: video.playbackRate, muted: video.muted,
      state: this.#state(ready), roomPaused: playback?.paused ?? true, learned: learned(),
      buffer: ahead(video), error: video.error?.message ?? '', form: source.form?.name ?? '', decoded: decoded(video),
    };
  }

  /** The room's position now, s. */
  target() {
    return this.#parts.bearings.target() - this.#parts.target.offset;
  }

  /** The position that the viewer means when acting now, s: the one on show, unless the element is far off. */
  shown() {
    const {bearings, starter, target: {offset}} = this.#parts;
    const {position, target, drift} = bearings.take();
    const usable = this.#video.readyState > 1 && !starter.pending && Math.abs(drift) < 1;
    return (usable ? position : target) - offset;
  }

  /** How long the room has been waiting by itself, ms; Infinity: it does not. */
  waited() {
    const {bearings, target: {playback}} = this.#parts;
    return playback?.waiting ? bearings.now() - playback.at : Infinity;
  }

  /** Whether the film has run to its end. */
  ended() {
    return this.#parts.bearings.over();
  }

  /** @param {boolean} ready @returns {'playing'|'paused'|'waiting'|'away'} */
  #state(ready) {
    const {bearings, interruptions, target: {playback}} = this.#parts;
    const {paused} = this.#video;
    if (interruptions.away(paused)) return 'away';
    if (!playback || playback.paused || bearings.over()) return 'paused';
    return paused || !ready ? 'waiting' : 'playing';
  }
}

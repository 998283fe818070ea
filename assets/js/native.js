// Watches for what the browser's own controls do to the element: in full screen on iPhones and in picture-in-picture
// they move it without asking anyone.

import {reconcile} from './reconcile.js';

/** A jump that play alone does not explain, s. */
const JUMP = 0.75;

export class NativeControls {
  #video;
  #clockwork;
  /** @type {import('./reconcile.js').Difference|null} */
  #difference = null;
  /** @type {{now: number, position: number}|null} where the element was at the last look */
  #track = null;
  #departed = false;
  #rate = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./clockwork.js').Clockwork} clockwork
   */
  constructor(video, clockwork) {
    this.#video = video;
    this.#clockwork = clockwork;
  }

  /** Whether such controls are on show, and the viewer sees them. */
  active() {
    const video = /** @type {any} */ (this.#video);
    const floating = document.pictureInPictureElement === video || video.webkitPresentationMode === 'picture-in-picture';
    const full = document.fullscreenElement === video || video.webkitDisplayingFullscreen === true;
    return floating || (full && !this.#clockwork.hidden());
  }

  /** Whether they have moved the position away from where it was put, or changed the speed. */
  get departed() {
    return this.#departed || this.#rate > 0;
  }

  /** They have changed the speed. @param {number} rate */
  sped(rate) {
    this.#rate = rate;
  }

  /** The engine moves the element itself: what was seen before says nothing about the viewer. */
  moved() {
    this.#track = null;
    this.#departed = false;
  }

  /** The room says something new: differences from what it said before are void. */
  reset() {
    this.#departed = false;
    this.#rate = 0;
    this.#difference = null;
  }

  /**
   * One look at the element.
   * @param {boolean} roomPaused
   * @param {boolean} settled whether the element could do what the room wants
   * @returns {import('./reconcile.js').Intent|null} what the viewer wants of the room
   */
  look(roomPaused, settled) {
    const {currentTime: position, paused, seeking, playbackRate} = this.#video;
    const now = this.#clockwork.now();
    const native = this.active();
    if (!native) this.#rate = 0;
    if (!seeking) {
      this.#departed = native && (this.#departed || this.#jumped(now, position, playbackRate));
      this.#track = {now, position};
    }
    const {difference, intent} = reconcile(this.#difference, {
      now, native, visible: true, paused, roomPaused, settled: settled && !seeking, departed: this.#departed, position, rate: this.#rate,
    });
    this.#difference = difference;
    return intent;
  }

  /**
   * @param {number} now ms
   * @param {number} position s
   * @param {number} rate
   */
  #jumped(now, position, rate) {
    if (!this.#track) return false;
    const most = (now - this.#track.now) / 1000 * Math.max(1, rate) + JUMP;
    const moved = position - this.#track.position;
    return moved > most || moved < -JUMP;
  }
}

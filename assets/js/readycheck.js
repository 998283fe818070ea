// The ready check before a film, and the countdown that ends it. The list of who is ready is the server's HTML.

import {tn} from './words.js';

/** Usual starts are planned less far ahead, ms: a later one is a countdown. */
const PLANNED = 800;
/** Before this position the film is at its start, s. */
const START = 1;

/**
 * The number on show before a start, 0 = none.
 * @param {import('./types.js').Playback} playback
 * @param {number} now server ms
 * @param {boolean} running whether numbers are on show already
 */
export function countdownNumber({paused, at}, now, running) {
  const left = at - now;
  if (paused || left <= (running ? 20 : PLANNED)) return 0;
  return Math.ceil(left / 1000);
}

/**
 * Whether the film stands at its start with somebody to wait for.
 * @param {import('./roomstate.js').RoomState} room
 * @param {number} viewers
 * @param {boolean} joined
 */
export function offersCheck({playback, media}, viewers, joined) {
  return joined && viewers > 1 && !!media && playback.paused && !playback.waiting && playback.position < START;
}

export class ReadyCheck {
  #panel;
  #offer;
  #countdown;
  #say;
  #now;
  #number = 0;
  #timer = 0;
  /** @type {import('./types.js').Playback|undefined} */
  #playback;

  /**
   * @param {{panel: HTMLElement, offer: HTMLElement, countdown: HTMLElement}} elements
   * @param {(text: string) => void} say tells those who listen to the page
   * @param {() => number} now server ms
   */
  constructor({panel, offer, countdown}, say, now) {
    this.#panel = panel;
    this.#offer = offer;
    this.#countdown = countdown;
    this.#say = say;
    this.#now = now;
  }

  /**
   * @param {import('./roomstate.js').RoomState} room
   * @param {number} viewers
   * @param {boolean} joined
   */
  show(room, viewers, joined) {
    this.#panel.hidden = room.wait?.cause !== 'ready';
    this.#offer.hidden = !offersCheck(room, viewers, joined);
    this.#playback = room.playback;
    this.#tick();
  }

  /** Shows the number of the moment, and comes back for the next one: all see them change together. */
  #tick() {
    clearTimeout(this.#timer);
    if (!this.#playback) return;
    const now = this.#now();
    const number = countdownNumber(this.#playback, now, this.#number > 0);
    if (number !== this.#number) this.#put(number);
    if (number > 0) this.#timer = window.setTimeout(() => this.#tick(), Math.max(10, this.#playback.at - (number - 1) * 1000 - now));
  }

  /** @param {number} number */
  #put(number) {
    const began = this.#number === 0 && number > 0;
    this.#number = number;
    this.#countdown.hidden = number === 0;
    const shown = this.#countdown.querySelector('.countdown-number');
    if (!shown) return;
    const digit = document.createElement('span'); // a new one, so that it comes in anew
    digit.textContent = number > 0 ? String(number) : '';
    shown.replaceChildren(digit);
    if (began) this.#say(tn(number, 'Starting in {n} seconds', 'Starting in {n} seconds'));
  }
}

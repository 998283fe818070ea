// The countdown over the film to the next one, on the server's clock.

import {secondsLeft} from './queuefacts.js';
import {tn} from './words.js';

export class NextUp {
  #card;
  #say;
  #now;
  #timer = 0;
  /** @type {{item: number, at: number}|null} */
  #next = null;

  /**
   * @param {HTMLElement} card
   * @param {(text: string) => void} say tells those who listen to the page
   * @param {() => number} now server ms
   */
  constructor(card, say, now) {
    this.#card = card;
    this.#say = say;
    this.#now = now;
  }

  /** @param {{item: number, at: number}|null} next @param {string} title of it */
  show(next, title) {
    const began = next !== null && this.#next?.at !== next.at;
    if (!next && this.#card.contains(document.activeElement)) document.getElementById('player')?.focus({preventScroll: true});
    this.#next = next;
    this.#card.hidden = next === null;
    put(this.#card, '[data-next-title]', title);
    this.#tick();
    if (next && began) this.#say(tn(secondsLeft(next, this.#now()), 'Next: {title}, in {n} seconds', 'Next: {title}, in {n} seconds', {title}));
  }

  /** Shows the seconds that are left, and comes back for the next one. */
  #tick() {
    clearTimeout(this.#timer);
    if (!this.#next) return;
    const now = this.#now();
    const left = secondsLeft(this.#next, now);
    put(this.#card, '[data-next-number]', String(left));
    if (left > 0) this.#timer = window.setTimeout(() => this.#tick(), Math.max(10, this.#next.at - (left - 1) * 1000 - now));
  }
}

/** @param {HTMLElement} card @param {string} selector @param {string} text */
function put(card, selector, text) {
  const part = card.querySelector(selector);
  if (part && part.textContent !== text) part.textContent = text;
}

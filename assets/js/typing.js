// The hint that somebody is writing: tells the room of this viewer, and shows who else is.

import {whoWrites} from './typingwords.js';

/** While somebody writes the room is told so often, ms. It believes it for 5 s. */
const EVERY = 3000;
/** However many lines somebody writes, it is told of a new one no sooner than this after it was told before, ms: the server allows one word a second. */
const LEAST = 2000;

export class Typing {
  #place;
  #url;
  #may;
  #unheard;
  #told = -Infinity; // when the room was told last, -Infinity: nothing that still counts
  #began = -Infinity; // when it was told last that somebody writes
  /** @type {ReturnType<typeof setTimeout>|undefined} for who began too soon to be told of */
  #later;
  /** @type {{id: string, name: string}[]} */
  #writing = [];

  /**
   * @param {HTMLElement} place where it is said
   * @param {string} base the room's path
   * @param {() => boolean} may whether this viewer may write at all
   * @param {(id: string) => boolean} unheard who is not told of
   */
  constructor(place, base, may, unheard) {
    this.#place = place;
    this.#url = `${base}/typing`;
    this.#may = may;
    this.#unheard = unheard;
  }

  /** Something was written into the box, or it was emptied. @param {boolean} some whether there is text in it */
  written(some) {
    const now = performance.now();
    clearTimeout(this.#later);
    if (!some) {
      if (this.#told > now - 2 * EVERY) this.#tell(false);
      this.#told = -Infinity;
    } else if (now - this.#told >= EVERY && this.#may()) {
      const early = this.#began + LEAST - now;
      if (early > 0) {
        this.#later = setTimeout(() => this.written(true), early);
        return;
      }
      this.#told = this.#began = now;
      this.#tell(true);
    }
  }

  /** The line is said, which ends it for the room too. */
  sent() {
    clearTimeout(this.#later);
    this.#told = -Infinity;
  }

  /** @param {{id: string, name: string}[]} writing */
  show(writing) {
    this.#writing = writing;
    this.refresh();
  }

  /** Others may be muted now. */
  refresh() {
    const words = whoWrites(this.#writing, this.#unheard);
    if (this.#place.textContent !== words) this.#place.textContent = words;
  }

  /** @param {boolean} typing */
  #tell(typing) {
    const body = new URLSearchParams({typing: String(typing)});
    fetch(this.#url, {method: 'POST', body, headers: {Accept: 'text/html'}}).catch(() => {}); // a hint is not worth more
  }
}

// Looks after how fit this viewer is for the film: says so at the gate, and tells the room.

import {around} from './element.js';
import {FillRate} from './fillrate.js';
import {fitness} from './fitness.js';

/** Between looks at what is loaded, ms. */
const EVERY = 250;

export class CheckIn {
  #video;
  #line;
  #quality;
  #known;
  #fill = new FillRate();
  #film = false;
  #unplayable = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLElement} line at the gate; gets data-level
   * @param {import('./quality.js').Quality} quality
   * @param {() => {loaded: boolean, clock: boolean}} known
   */
  constructor(video, line, quality, known) {
    this.#video = video;
    this.#line = line;
    this.#quality = quality;
    this.#known = known;
    line.querySelector('button')?.addEventListener('click', () => quality.choose(true));
    video.addEventListener('emptied', () => this.#fill.reset());
    setInterval(() => this.#look(), EVERY);
  }

  /** What plays here now. @param {import('./forms.js').Form|undefined} form undefined: there is none that does */
  form(form) {
    this.#film = true;
    this.#unplayable = !form;
    this.#show();
  }

  /** What the room is told. */
  report() {
    return {fill: this.#fill.rate, unplayable: this.#unplayable, smaller: this.#quality.couldBeSmaller};
  }

  #look() {
    this.#fill.look(around(this.#video), this.#video.currentTime, performance.now());
    this.#show();
  }

  #show() {
    if (this.#line.closest('[hidden]')) return; // the gate is passed
    const {level, text, smaller} = fitness({film: this.#film, ...this.report(), ...this.#known()});
    this.#line.dataset.level = level;
    const words = this.#line.querySelector('[data-text]');
    if (words && words.textContent !== text) words.textContent = text;
    const button = this.#line.querySelector('button');
    if (button) button.hidden = !smaller;
  }
}

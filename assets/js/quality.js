// The smaller picture for a slow line: a menu while the film offers one, and an offer to who stalls again and again.

import {Menu} from './menu.js';
import {t} from './words.js';

/** So many stalls within the time make an offer. */
const MANY = 3;
const WITHIN = 60_000;
/** Remembers the choice for this tab. */
const SMALLER = 'goblet:smaller';

/** Counts stalls. Pure: time comes in. */
export class Stalls {
  /** @type {number[]} ms */
  #times = [];

  /**
   * @param {number} now monotonic ms
   * @returns {boolean} whether it was one too many
   */
  add(now) {
    this.#times = [...this.#times.filter((time) => now - time < WITHIN), now];
    if (this.#times.length < MANY) return false;
    this.#times = [];
    return true;
  }
}

export class Quality {
  #source;
  #menu;
  #smaller = recall();
  #offered = false;
  #offers = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./source.js').Source} source
   * @param {{menu: HTMLElement, button: HTMLElement}} elements
   * @param {{stalls: () => boolean, offer: (take: () => void) => void}} on stalls: whether the film should be running now
   */
  constructor(video, source, {menu, button}, {stalls, offer}) {
    this.#source = source;
    this.#menu = new Menu(menu, button, (value) => this.choose(value === 'smaller'));
    source.wish({smaller: this.#smaller});
    const counted = new Stalls();
    video.addEventListener('waiting', () => {
      if (video.seeking || !stalls() || !counted.add(performance.now())) return;
      if (!this.#offers || this.#smaller || this.#offered) return;
      this.#offered = true; // once: who declines is not asked again
      offer(() => this.choose(true));
    });
  }

  /** What the film offers. @param {import('./forms.js').Form[]} forms */
  show(forms) {
    this.#offers = forms.length > 1 && forms.some(({name}) => name === 'low');
    this.#menu.show(!this.#offers ? [] : [
      {value: 'original', text: t('Original'), checked: !this.#smaller},
      {value: 'smaller', text: t('Smaller, for a slow line'), checked: this.#smaller},
    ]);
  }

  /** Whether there is a smaller picture that is not chosen. */
  get couldBeSmaller() {
    return this.#offers && !this.#smaller;
  }

  /** @param {boolean} smaller */
  choose(smaller) {
    if (smaller === this.#smaller) return;
    this.#smaller = smaller;
    try {
      sessionStorage.setItem(SMALLER, smaller ? '1' : '');
    } catch { /* storage is forbidden: it holds for this page */ }
    this.#source.wish({smaller});
  }
}

function recall() {
  try {
    return sessionStorage.getItem(SMALLER) === '1';
  } catch {
    return false;
  }
}

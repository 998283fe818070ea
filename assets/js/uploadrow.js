// One row of the list of uploads: shows how an upload stands, and offers what can be done about it.

import {t} from './words.js';

/** @typedef {import('./uploader.js').Look} Look */
/** @typedef {'pause'|'resume'|'cancel'|'watch'|'remove'} Deed */

/** Which buttons each stage offers. @type {Record<string, Deed[]>} */
const OFFERS = {
  waiting: ['cancel'], sending: ['pause', 'cancel'], retrying: ['pause', 'cancel'], checking: ['cancel'],
  paused: ['resume', 'cancel'], stopped: ['cancel'], complete: ['remove'], refused: ['cancel'], cancelled: [],
};

export class Row {
  /** @type {HTMLElement} */
  element;
  #mayWatch;
  #title = '';

  /**
   * @param {HTMLElement} element an .upload of the page, or a copy of its template
   * @param {(media: string) => boolean} mayWatch whether it is of use to put a film on
   * @param {(deed: Deed) => void} act
   */
  constructor(element, mayWatch, act) {
    this.element = element;
    this.#mayWatch = mayWatch;
    element.addEventListener('click', (event) => {
      const button = /** @type {Element} */ (event.target).closest?.('[data-do]');
      const deed = button?.getAttribute('data-do');
      if (deed && deed !== 'remove') act(/** @type {Deed} */ (deed));
    });
  }

  /** @param {string} name */
  name(name) {
    this.element.dataset.name = name;
    this.#part('.upload-name').textContent = name;
  }

  /** @param {Look} look */
  show({stage, text, part, media, title}) {
    const {element} = this;
    element.dataset.state = stage;
    element.dataset.media = media;
    const status = this.#part('.upload-status');
    if (status.textContent !== text) status.textContent = text;
    const bar = /** @type {HTMLProgressElement} */ (this.#part('progress'));
    bar.value = Math.floor(1000 * part);
    bar.hidden = ['complete', 'refused', 'cancelled'].includes(stage);
    this.#title = title;
    this.offer();
  }

  /** Shows the buttons that are of use now. */
  offer() {
    const {state: stage = '', media = ''} = this.element.dataset;
    for (const button of this.element.querySelectorAll('[data-do]')) {
      const deed = /** @type {Deed} */ (button.getAttribute('data-do'));
      const shown = deed === 'watch' ? media !== '' && stage !== 'refused' && this.#mayWatch(media) : OFFERS[stage]?.includes(deed);
      /** @type {HTMLElement} */ (button).hidden = !shown;
      if (deed === 'remove' && media) {
        button.setAttribute('data-remove', media);
        button.setAttribute('data-title', this.#title || this.element.dataset.name || t('This film'));
      }
    }
  }

  #part(/** @type {string} */ selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }
}

// Who asks to come in, as those see it who may let them in: a card among the people, and toasts over the film.

import htmx from './htmx.js';
import {offerToast} from './toasts.js';
import {t} from './words.js';

export class Knocks {
  #base;
  #card;
  #toasts;
  #post;
  #may;
  #count;
  /** The toasts that are or were shown, by viewer id. @type {Map<string, Element|null>} */
  #told = new Map();

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {HTMLElement} card #knocks
   * @param {HTMLElement} toasts
   * @param {(verb: string, fields: Record<string, string>) => Promise<boolean>} post
   * @param {boolean} may whether this viewer may let people in, for whom the card then lists who asks
   */
  constructor(base, card, toasts, post, may) {
    this.#base = base;
    this.#card = card;
    this.#toasts = toasts;
    this.#post = post;
    this.#may = may;
    this.#count = card.querySelectorAll('[data-knock]').length;
    this.#tell();
    new MutationObserver(() => this.#tell()).observe(card, {childList: true});
  }

  /** @param {number} count how many ask */
  count(count) {
    this.#count = count;
    this.#fetch();
  }

  /** @param {boolean} may whether this viewer may let people in */
  allow(may) {
    if (may === this.#may) return;
    this.#may = may;
    this.#fetch();
  }

  #fetch() {
    if (!this.#may || this.#count === 0) return this.#card.replaceChildren();
    htmx.ajax('GET', `${this.#base}/knocks`, {source: this.#card, target: this.#card, swap: 'innerHTML'});
  }

  /** Says once of everybody that they ask, and takes back what is no longer so. */
  #tell() {
    const rows = /** @type {HTMLElement[]} */ ([...this.#card.querySelectorAll('[data-knock]')]);
    const ids = rows.map(({dataset}) => dataset.knock ?? '');
    for (const [id, toast] of this.#told) {
      if (ids.includes(id)) continue;
      toast?.remove();
      this.#told.delete(id);
    }
    for (const {dataset} of rows) {
      const id = dataset.knock ?? '';
      if (!this.#told.has(id)) this.#told.set(id, this.#offer(id, dataset.name ?? '', dataset.back !== undefined));
    }
  }

  /** @param {string} viewer @param {string} name @param {boolean} back */
  #offer(viewer, name, back) {
    const text = back ? t('{name} asks to come back.', {name}) : t('{name} asks to come in.', {name});
    const button = offerToast(this.#toasts, text, t('Let in'), () => this.#post('admit', {viewer}));
    const toast = button.parentElement;
    const away = document.createElement('button');
    Object.assign(away, {type: 'button', className: 'button small', textContent: t('Turn away')});
    away.addEventListener('click', () => {
      toast?.remove();
      this.#post('turnaway', {viewer});
    });
    toast?.append(away);
    toast?.setAttribute('data-keep', '');
    return toast;
  }
}

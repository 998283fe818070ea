// Fills in how each viewer is doing in the list that the server renders, and says how far apart all are. The list may be
// rendered anew at any time: what was filled in and opened is kept here.

import {delay, doing, length, skewText, transportName} from './doing.js';

/** @typedef {import('./types.js').Standing} Standing */

export class ViewerStatus {
  #list;
  #skew;
  /** @type {Standing} */
  #standing = {viewers: [], skew: null, playing: 0};
  /** Ids of the viewers whose details are open. @type {Set<string>} */
  #open = new Set();

  /**
   * @param {HTMLElement} list #viewers
   * @param {HTMLElement} skew
   */
  constructor(list, skew) {
    this.#list = list;
    this.#skew = skew;
    list.addEventListener('click', (event) => this.#toggle(/** @type {Element} */ (event.target)));
  }

  /** What is known of everybody. */
  get standing() {
    return this.#standing;
  }

  /** @param {Standing|undefined} standing undefined: a server that does not tell */
  show(standing) {
    if (standing) this.#standing = standing;
    this.apply();
  }

  /** Fills in the list, which may be a new one. */
  apply() {
    const {viewers, skew} = this.#standing;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll('[data-viewer]'))) {
      const id = row.dataset.viewer ?? '';
      fill(row, viewers.find((viewer) => viewer.id === id));
      const open = this.#open.has(id);
      row.querySelector('[data-standing]')?.setAttribute('aria-expanded', String(open));
      row.querySelector('.standing-more')?.toggleAttribute('hidden', !open);
    }
    this.#skew.hidden = skew === null;
    say(this.#skew.querySelector('[data-skew]'), skewText(skew));
  }

  /** @param {Element} target */
  #toggle(target) {
    const id = target.closest('[data-standing]')?.closest('[data-viewer]')?.getAttribute('data-viewer');
    if (!id) return;
    if (!this.#open.delete(id)) this.#open.add(id);
    this.apply();
  }
}

/**
 * @param {HTMLElement} row
 * @param {import('./types.js').ViewerStanding|undefined} viewer
 */
function fill(row, viewer) {
  const {kind, chip, words} = doing(viewer);
  row.dataset.doing = kind;
  say(row.querySelector('[data-chip]'), chip);
  say(row.querySelector('[data-words]'), words);
  const facts = {
    delay: viewer ? delay(viewer.delay) : '–', buffer: viewer ? length(viewer.buffer) : '–', transport: transportName(viewer?.transport ?? ''),
  };
  for (const [name, text] of Object.entries(facts)) say(row.querySelector(`[data-fact="${name}"]`), text);
}

/** Leaves alone what says so already. @param {Element|null} element @param {string} text */
export function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

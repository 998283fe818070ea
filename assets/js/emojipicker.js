// The picker of emoji: a popover that is searched by name and walked through with the arrow keys.

import {forward} from './direction.js';
import {findEmoji} from './emoji.js';
import {t} from './words.js';

/** Distance from its button, px. */
const GAP = 8;

export class EmojiPicker {
  #picker;
  #button;
  #search;
  #grid;
  #name;
  #take;

  /**
   * @param {HTMLElement} picker
   * @param {HTMLElement} button
   * @param {(emoji: string) => void} take
   */
  constructor(picker, button, take) {
    this.#picker = picker;
    this.#button = button;
    this.#search = /** @type {HTMLInputElement} */ (picker.querySelector('input'));
    this.#grid = /** @type {HTMLElement} */ (picker.querySelector('.emoji-grid'));
    this.#name = /** @type {HTMLElement} */ (picker.querySelector('.emoji-name'));
    this.#take = take;
    button.addEventListener('click', () => picker.togglePopover());
    picker.addEventListener('toggle', (event) => this.#toggled(/** @type {ToggleEvent} */ (event).newState === 'open'));
    picker.addEventListener('beforetoggle', (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === 'open') this.#fill();
    });
    this.#search.addEventListener('input', () => this.#fill());
    picker.addEventListener('keydown', (event) => this.#key(event));
    this.#grid.addEventListener('click', (event) => {
      const choice = /** @type {Element} */ (event.target).closest('button');
      if (choice) this.#choose(choice.textContent ?? '');
    });
    for (const type of ['focusin', 'pointerover']) {
      this.#grid.addEventListener(type, (event) => {
        this.#name.textContent = /** @type {Element} */ (event.target).closest('button')?.title ?? '';
      });
    }
  }

  get open() {
    return this.#picker.matches(':popover-open');
  }

  show() {
    this.#picker.showPopover();
  }

  /** @param {boolean} open */
  #toggled(open) {
    this.#button.setAttribute('aria-expanded', String(open));
    if (!open) return void (this.#search.value = '');
    this.#place();
    if (matchMedia('(hover: hover)').matches) this.#search.focus();
  }

  /** Above its button, within the window. */
  #place() {
    const at = this.#button.getBoundingClientRect();
    const {offsetWidth: width, offsetHeight: height} = this.#picker;
    const above = at.top - GAP - height;
    this.#picker.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
    this.#picker.style.top = `${Math.max(GAP, above >= GAP ? above : Math.min(at.bottom + GAP, innerHeight - height - GAP))}px`;
  }

  #fill() {
    this.#grid.replaceChildren(...findEmoji(this.#search.value).map(({name, emoji}, i) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'emoji';
      button.tabIndex = i === 0 ? 0 : -1;
      button.title = name;
      button.setAttribute('aria-label', name);
      button.textContent = emoji;
      return button;
    }));
    this.#name.textContent = this.#grid.firstElementChild ? '' : t('No emoji of that name.');
  }

  /** @param {string} emoji */
  #choose(emoji) {
    this.#picker.hidePopover();
    this.#take(emoji);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const choices = /** @type {HTMLElement[]} */ ([...this.#grid.children]);
    if (event.target === this.#search) {
      if (event.key === 'Enter') {
        event.preventDefault(); // the search is within the chat's form
        if (choices[0]) this.#choose(choices[0].textContent ?? '');
      } else if (event.key === 'ArrowDown') {
        event.preventDefault();
        choices[0]?.focus();
      }
      return;
    }
    const at = choices.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    const columns = choices.filter(({offsetTop}) => offsetTop === choices[0].offsetTop).length;
    const right = forward(this.#grid);
    const next = {ArrowLeft: at - right, ArrowRight: at + right, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: choices.length - 1}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    (next < 0 ? this.#search : choices[next])?.focus();
  }
}

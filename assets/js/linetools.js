// What can be done about a line of the chat: buttons that come to the line that is pointed at, has the focus or was tapped.

import {lineOf} from './chatline.js';
import {forward} from './direction.js';
import {t} from './words.js';

/** @typedef {'reply'|'edit'|'delete'|'mute'|'unmute'} Deed */

export class LineTools {
  #list;
  #tools;
  #may;
  #act;

  /**
   * @param {HTMLElement} list
   * @param {HTMLTemplateElement} template
   * @param {(deed: Deed, line: import('./chatline.js').Line) => boolean} may
   * @param {(deed: Deed, line: import('./chatline.js').Line) => void} act
   */
  constructor(list, template, may, act) {
    this.#list = list;
    this.#tools = /** @type {HTMLElement} */ (document.importNode(template.content, true).querySelector('.line-tools'));
    this.#may = may;
    this.#act = act;
    // Not pointerover: the list moves below a pointer that rests, too.
    list.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'mouse' || this.#tools.querySelector(':focus-visible')) return;
      const line = lineAt(event);
      if (line && line !== this.#tools.parentElement) this.#show(line);
    });
    list.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse' && !this.#list.querySelector('.chat-line:focus-visible, .line-tools :focus-visible')) this.#tools.remove();
    });
    list.addEventListener('focusin', (event) => {
      const line = lineAt(event);
      if (!line) return;
      for (const other of list.querySelectorAll('.chat-line[tabindex="0"]')) /** @type {HTMLElement} */ (other).tabIndex = -1;
      /** @type {HTMLElement} */ (line).tabIndex = 0;
      if (!this.#tools.contains(/** @type {Node} */ (event.target)) && line.matches(':focus-visible, :has(:focus-visible)')) this.#show(line);
    });
    list.addEventListener('click', (event) => this.#clicked(/** @type {PointerEvent} */ (event)));
    list.addEventListener('keydown', (event) => this.#key(event));
    this.#tools.addEventListener('click', (event) => {
      const button = /** @type {Element} */ (event.target).closest('button');
      if (button instanceof HTMLElement) this.#press(button);
    });
  }

  /** Looks again at what may be done. */
  refresh() {
    const line = this.#tools.closest('.chat-line');
    if (line) this.#show(line);
  }

  /** @param {Element} element */
  #show(element) {
    const line = lineOf(element);
    let some = false;
    for (const button of this.#buttons()) {
      button.hidden = !this.#may(/** @type {Deed} */ (button.dataset.does), line);
      some ||= !button.hidden;
      if (this.#tools.parentElement !== element) sure(button, false);
    }
    if (!some) this.#tools.remove();
    else if (this.#tools.parentElement !== element) element.append(this.#tools);
  }

  /** A finger has no pointer that rests: it taps. @param {PointerEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const line = lineAt(event);
    if (!line || event.pointerType === 'mouse' || event.detail === 0 || target.closest('button, a')) return;
    if (this.#tools.parentElement === line) this.#tools.remove();
    else this.#show(line);
  }

  /** @param {HTMLElement} button */
  #press(button) {
    const element = this.#tools.closest('.chat-line');
    if (!element) return;
    const deed = /** @type {Deed} */ (button.dataset.does);
    const asked = button.querySelector('[data-sure]');
    if (deed === 'delete' && asked instanceof HTMLElement && asked.hidden) return sure(button, true);
    this.#act(deed, lineOf(element));
    if (deed === 'mute' || deed === 'unmute') this.refresh();
    else this.#tools.remove();
  }

  /** One line has the place in the order of Tab; arrows go to others, and to notices that open. @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const line = /** @type {Element} */ (event.target).closest('.chat-line, .chat-notice-more');
    if (!line) return;
    if (this.#tools.contains(/** @type {Node} */ (event.target))) {
      if (event.key === 'Escape') {
        event.preventDefault();
        /** @type {HTMLElement} */ (line).focus();
      } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        event.preventDefault();
        this.#along((event.key === 'ArrowRight' ? 1 : -1) * forward(this.#tools));
      }
      return;
    }
    const lines = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll(':scope > .chat-line, .chat-notice-more')]);
    const at = lines.indexOf(/** @type {HTMLElement} */ (line));
    const next = {ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: lines.length - 1}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    lines[next]?.focus();
  }

  /** @param {number} way 1 or -1 */
  #along(way) {
    const shown = this.#buttons().filter(({hidden}) => !hidden);
    const at = shown.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    shown[(at + way + shown.length) % shown.length]?.focus();
  }

  #buttons() {
    return /** @type {HTMLElement[]} */ ([...this.#tools.querySelectorAll('button')]);
  }
}

/** What can't be undone is pressed twice. @param {HTMLElement} button @param {boolean} asked */
function sure(button, asked) {
  const words = button.querySelector('[data-sure]');
  if (words instanceof HTMLElement) words.hidden = !asked;
  button.classList.toggle('is-asked', asked);
  if (button.dataset.does === 'delete') button.setAttribute('aria-label', asked ? t('Delete: sure?') : t('Delete'));
}

/** @param {Event} event */
function lineAt(event) {
  return /** @type {Element} */ (event.target).closest('.chat-line');
}

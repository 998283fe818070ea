// The part of the chat's lines that is in the page. Browsers lay out and paint a list of thousands of lines too slowly to
// scroll through it: those that are far from what is looked at are kept aside, as they are, until it comes near them.

import {blankQuotes} from './chatline.js';

/** More elements than these are not in the list for long; so many are moved at a time. */
const MOST = 200;
const STEP = 10;

export class ChatWindow {
  #list;
  /** @type {Element[]} those before the first one in the list, the oldest first */
  #above = [];
  /** @type {Element[]} those after the last one in the list */
  #below = [];

  /** @param {Element} list */
  constructor(list) {
    this.#list = list;
  }

  /** Whether the newest lines are not in the list. */
  get cut() {
    return this.#below.length > 0;
  }

  /** Whether there are lines aside that are older than those in the list. */
  get older() {
    return this.#above.length > 0;
  }

  /** Brings older lines back. */
  up() {
    this.#list.prepend(...this.#above.splice(-STEP));
    this.#dropEnd();
  }

  /** Older lines than all that there are come, of which the newest are shown. @param {Element[]} lines */
  before(lines) {
    this.#above.unshift(...lines);
    this.up();
  }

  /** Brings newer lines back. */
  down() {
    this.#list.append(...this.#below.splice(0, STEP));
    this.#dropStart();
  }

  /** Brings the newest lines back, and puts the others aside. */
  toEnd() {
    if (!this.cut) return;
    const all = [...this.#above, ...this.#list.children, ...this.#below];
    this.#above = all.slice(0, -MOST);
    this.#below = [];
    this.#list.replaceChildren(...all.slice(-MOST));
  }

  /** What comes when the newest are not in the list joins them. @param {Element[]} fresh the last in the list */
  take(fresh) {
    if (!this.cut) return;
    for (const element of fresh) element.remove();
    this.#below.push(...fresh);
  }

  /** Keeps the list short. @param {boolean} atEnd whether its end is looked at */
  settle(atEnd) {
    if (this.#list.childElementCount < MOST + STEP) return;
    if (atEnd) this.#dropStart();
    else this.#dropEnd();
  }

  /** All that was aside is out of date. */
  clear() {
    this.#above = [];
    this.#below = [];
  }

  /** A line that is aside has changed. @param {number} id @param {Element} line as it is now @returns {boolean} whether it was */
  replace(id, line) {
    for (const aside of [this.#above, this.#below]) {
      const at = aside.findIndex((element) => element.id === `line-${id}`);
      if (at < 0) continue;
      aside[at] = line;
      return true;
    }
    return false;
  }

  /** Quotes of a deleted line do not tell its text any more. @param {number} id */
  blank(id) {
    for (const element of [...this.#above, this.#list, ...this.#below]) blankQuotes(element, id);
  }

  #dropStart() {
    const {children} = this.#list;
    this.#above.push(...away([...children].slice(0, Math.max(0, children.length - MOST))));
  }

  #dropEnd() {
    this.#below.unshift(...away([...this.#list.children].slice(MOST)));
  }
}

/** Takes elements away unless the focus is in them. @param {Element[]} elements */
function away(elements) {
  if (elements.some((element) => element.contains(document.activeElement))) return [];
  for (const element of elements) element.remove();
  return elements;
}

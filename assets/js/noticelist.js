// The notices between the lines of the chat: those that follow each other are one line, which can be opened. The server's
// come as HTML into the list, ours by add().

import {clock} from './moments.js';
import {more, outdated} from './notices.js';

/** More than this are not kept: the oldest go. */
const MOST = 100;

export class NoticeList {
  #list;
  #above;

  /**
   * @param {HTMLElement} list
   * @param {(change: () => void) => void} above makes a change above what is looked at
   */
  constructor(list, above) {
    this.#list = list;
    this.#above = above;
    new MutationObserver((changes) => {
      if (changes.some(concerns)) this.#settle();
    }).observe(list, {childList: true});
  }

  /**
   * @param {string} text
   * @param {{kind: string, by: string, at: number}} about
   */
  add(text, {kind, by, at}) {
    const notice = document.createElement('li');
    notice.className = 'chat-notice';
    notice.ariaLive = 'off';
    Object.assign(notice.dataset, {kind, by, at: String(Math.round(at))});
    const words = document.createElement('span');
    words.textContent = text;
    notice.append(words);
    this.#list.append(notice);
  }

  #settle() {
    const notices = noticesOf(this.#list);
    if (notices.length > MOST) this.#above(() => notices.splice(0, notices.length - MOST).forEach((old) => old.remove()));
    let run = [];
    for (const notice of notices) {
      run.push(notice);
      if (notice.nextElementSibling?.matches('.chat-notice')) continue;
      this.#group(run);
      run = [];
    }
  }

  /** Shows a run of notices as one line: its newest, with a button for those before it. @param {HTMLElement[]} run */
  #group(run) {
    const over = outdated(run.map(({dataset: {kind = '', about = '', by = ''}}) => ({kind, about, by})));
    run.filter((_, i) => over[i]).forEach((notice) => notice.remove());
    const kept = run.filter((_, i) => !over[i]);
    const last = /** @type {HTMLElement} */ (kept.pop());
    const open = run.some((notice) => notice.querySelector('[aria-expanded="true"]'));
    for (const notice of kept) {
      notice.querySelector('.chat-notice-more')?.remove();
      notice.hidden = !open;
      name(notice);
    }
    last.hidden = false;
    name(last);
    if (kept.length === 0) return void last.querySelector('.chat-notice-more')?.remove();
    const button = last.querySelector('button') ?? this.#button(last);
    const words = more(kept.length);
    if (button.textContent !== words) button.textContent = words;
    button.setAttribute('aria-expanded', String(open));
  }

  /** @param {HTMLElement} notice */
  #button(notice) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'chat-notice-more';
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      button.setAttribute('aria-expanded', String(open));
      for (let before = notice.previousElementSibling; before?.matches('.chat-notice'); before = before.previousElementSibling) {
        /** @type {HTMLElement} */ (before).hidden = !open;
      }
    });
    notice.append(button);
    return button;
  }
}

/** @param {Element} list @returns {HTMLElement[]} */
export function noticesOf(list) {
  return [...list.querySelectorAll(':scope > .chat-notice')].map((notice) => /** @type {HTMLElement} */ (notice));
}

/**
 * Puts notices back among lines that were fetched anew, where they belong in time. Those from before the first line go.
 * @param {Element} list
 * @param {HTMLElement[]} notices the oldest first
 */
export function interleave(list, notices) {
  /** @type {Element|null} */
  let place = list.querySelector(':scope > .chat-line');
  if (place && notices.some((notice) => at(notice) >= at(/** @type {Element} */ (place)))) {
    notices = notices.filter((notice) => at(notice) >= at(/** @type {Element} */ (place)));
  }
  for (const notice of notices) {
    while (place && at(place) <= at(notice)) place = place.nextElementSibling;
    list.insertBefore(notice, place);
  }
}

/** @param {Element} element */
function at(element) {
  return Number(/** @type {HTMLElement} */ (element).dataset.at);
}

/** Who points at it is told when it was. @param {HTMLElement} notice */
function name(notice) {
  if (notice.title || !notice.dataset.at) return;
  notice.title = clock(Number(notice.dataset.at));
}

/** Whether a change may part notices, or bring them together. @param {MutationRecord} change */
function concerns({addedNodes, removedNodes}) {
  const isNotice = (/** @type {Node} */ node) => node instanceof Element && node.matches('.chat-notice');
  return addedNodes.length + removedNodes.length > 1 || [...addedNodes].some(isNotice);
}

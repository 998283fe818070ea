// The panel beside the film: its tabs, and whether it is there at all. Where the chat has a place of its own it is no tab.
// What was chosen is kept in this browser.

import {forward} from './direction.js';

const TAB = 'goblet:tab';
const CARDS = 'goblet:cards';
const CLOSED = 'goblet:panel-closed';

/** Where the chat is above the tabs or over the film (chatplace.js); css/layout.css says the same. */
const APART = '(min-width: 1100px) and (min-height: 700px), (max-height: 500px) and (orientation: landscape)';

/** @typedef {'chat'|'people'|'film'|'settings'} Tab */

/** @type {Tab[]} */
const NAMES = ['chat', 'people', 'film', 'settings'];

export class Panel {
  #main;
  #panel;
  #button;
  #apart;
  /** @type {Tab} */
  #tab;
  /** The tab other than the chat that was looked at last. @type {Tab} */
  #cards;

  /**
   * @param {HTMLElement} main gets data-panel="closed"
   * @param {HTMLElement} panel gets data-tab
   * @param {HTMLElement} button puts it away
   * @param {Tab} otherwise is shown when nothing was chosen before
   * @param {MediaQueryList} [apart] whether the chat is no tab
   */
  constructor(main, panel, button, otherwise, apart = matchMedia(APART)) {
    this.#main = main;
    this.#panel = panel;
    this.#button = button;
    this.#apart = apart;
    this.#tab = recalled(TAB) ?? otherwise;
    this.#cards = recalled(CARDS) ?? (this.#tab === 'chat' ? 'people' : this.#tab);
    this.#arrange();
    this.#close(recall(CLOSED) === 'yes');
    apart.addEventListener('change', () => this.#arrange());
    button.addEventListener('click', () => {
      this.#close(!this.closed);
      remember(CLOSED, this.closed ? 'yes' : 'no');
    });
    for (const tab of this.#tabs()) tab.addEventListener('click', () => this.choose(nameOf(tab)));
    this.#list()?.addEventListener('keydown', (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
  }

  get closed() {
    return this.#main.dataset.panel === 'closed';
  }

  /** Shows a tab, and the panel. @param {Tab} tab */
  choose(tab) {
    this.#tab = tab;
    remember(TAB, tab);
    if (tab !== 'chat') {
      this.#cards = tab;
      remember(CARDS, tab);
    }
    this.#show();
    if (!this.closed) return;
    this.#close(false);
    remember(CLOSED, 'no');
  }

  /** Puts the tabs where they are seen, so that the focus goes from one to the next: below the chat, or above it. */
  #arrange() {
    const list = this.#list();
    const chat = this.#panel.querySelector('#panel-chat');
    const strip = list?.closest('.panel-strip') ?? list;
    const focused = list?.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    if (strip && this.#apart.matches) chat?.after(strip);
    else if (strip) chat?.before(strip);
    this.#show();
    focused?.focus({preventScroll: true});
  }

  #show() {
    const shown = this.#apart.matches && this.#tab === 'chat' ? this.#cards : this.#tab;
    this.#panel.dataset.tab = shown;
    for (const tab of this.#tabs()) {
      const name = nameOf(tab);
      tab.hidden = name === 'chat' && this.#apart.matches;
      tab.setAttribute('aria-selected', String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
    }
  }

  /** @param {boolean} closed */
  #close(closed) {
    if (closed) this.#main.dataset.panel = 'closed';
    else delete this.#main.dataset.panel;
    this.#button.setAttribute('aria-expanded', String(!closed));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const tabs = this.#tabs().filter(({hidden}) => !hidden);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const right = forward(this.#panel);
    const next = {ArrowLeft: at - right, ArrowRight: at + right, Home: 0, End: tabs.length - 1}[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length];
    this.choose(nameOf(tab));
    tab.focus();
  }

  #list() {
    return /** @type {HTMLElement|null} */ (this.#panel.querySelector('[role="tablist"]'));
  }

  #tabs() {
    return /** @type {HTMLElement[]} */ ([...this.#panel.querySelectorAll('[role="tab"]')]);
  }
}

/** @param {HTMLElement} tab @returns {Tab} */
function nameOf(tab) {
  return NAMES.find((name) => tab.id === `tab-${name}`) ?? 'people';
}

/** @param {string} key @returns {Tab|undefined} */
function recalled(key) {
  const kept = recall(key);
  return NAMES.find((name) => name === kept);
}

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch { /* storage is forbidden: it holds for this visit */ }
}

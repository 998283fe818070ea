// The panel beside the film: its tabs, where there is no room for chat and cards at once, and whether it is there at all.
// Both are kept in this browser.

const TAB = 'goblet:tab';
const CLOSED = 'goblet:panel-closed';

/** @typedef {'chat'|'room'} Tab */

export class Panel {
  #main;
  #panel;
  #button;

  /**
   * @param {HTMLElement} main gets data-panel="closed"
   * @param {HTMLElement} panel gets data-tab
   * @param {HTMLElement} button puts it away
   * @param {Tab} otherwise is shown when nothing was chosen before
   */
  constructor(main, panel, button, otherwise) {
    this.#main = main;
    this.#panel = panel;
    this.#button = button;
    const kept = recall(TAB);
    this.#show(kept === 'chat' || kept === 'room' ? kept : otherwise);
    this.#close(recall(CLOSED) === 'yes');
    button.addEventListener('click', () => {
      this.#close(!this.closed);
      remember(CLOSED, this.closed ? 'yes' : 'no');
    });
    for (const tab of this.#tabs()) tab.addEventListener('click', () => this.choose(nameOf(tab)));
    panel.querySelector('[role="tablist"]')?.addEventListener('keydown', (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
  }

  get closed() {
    return this.#main.dataset.panel === 'closed';
  }

  /** Shows a tab, and the panel. @param {Tab} tab */
  choose(tab) {
    this.#show(tab);
    remember(TAB, tab);
    if (!this.closed) return;
    this.#close(false);
    remember(CLOSED, 'no');
  }

  /** @param {Tab} chosen */
  #show(chosen) {
    this.#panel.dataset.tab = chosen;
    for (const tab of this.#tabs()) {
      const selected = nameOf(tab) === chosen;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
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
    const tabs = this.#tabs();
    const at = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const next = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1}[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length];
    this.choose(nameOf(tab));
    tab.focus();
  }

  #tabs() {
    return /** @type {HTMLElement[]} */ ([...this.#panel.querySelectorAll('[role="tab"]')]);
  }
}

/** @param {HTMLElement} tab @returns {Tab} */
function nameOf(tab) {
  return tab.id === 'tab-chat' ? 'chat' : 'room';
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

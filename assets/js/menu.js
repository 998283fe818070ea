// A menu of choices in the player: a media-chrome menu with its button, shown while there is something to choose.

/**
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} text
 * @property {boolean} [checked] undefined: not a choice but something to do
 */

export class Menu {
  #menu;
  #button;
  #shown = '';
  #take;

  /**
   * @param {HTMLElement} menu a media-chrome-menu
   * @param {HTMLElement} button its media-chrome-menu-button
   * @param {(value: string) => void} take
   */
  constructor(menu, button, take) {
    this.#menu = menu;
    this.#button = button;
    this.#take = take;
    // Items tell of themselves: the menu's own change event is not fired for what is checked already.
    menu.addEventListener('click', (event) => this.#chosen(event));
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.#chosen(event);
    }, true);
  }

  /** @param {Choice[]} choices none: the button goes */
  show(choices) {
    this.#button.hidden = choices.length === 0;
    const state = JSON.stringify(choices);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#menu.replaceChildren(...choices.map(item));
  }

  /** @param {Event} event */
  #chosen(event) {
    const target = event.composedPath().find((element) => element instanceof Element && element.localName === 'media-chrome-menu-item');
    if (target instanceof HTMLElement && target.dataset.value !== undefined) this.#take(target.dataset.value);
  }
}

/** @param {Choice} choice */
function item({value, text, checked}) {
  const element = document.createElement('media-chrome-menu-item');
  if (checked !== undefined) element.setAttribute('type', 'radio');
  if (checked) element.setAttribute('checked', '');
  element.part.add('menu-item');
  element.dataset.value = value;
  element.textContent = text;
  return element;
}

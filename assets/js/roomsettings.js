// How the room behaves: the host and the admin change it, the others see it.

import {presetOf} from './rights.js';

/** @typedef {HTMLInputElement|HTMLSelectElement} Field its name is that of a setting, or preset */
/** @typedef {'loop'|'locked'|'lobby'} Switch */
/** @typedef {'wait'|'control'|'load'|'chat'} Rule */

export class RoomSettings {
  #form;
  #post;
  #settings;

  /**
   * @param {HTMLFormElement} form
   * @param {import('./types.js').Settings} settings
   * @param {(fields: Record<string, string>) => Promise<boolean>} post whether the room took it
   */
  constructor(form, settings, post) {
    this.#form = form;
    this.#post = post;
    this.#settings = settings;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('change', (event) => this.#changed(/** @type {Field} */ (event.target)));
  }

  /**
   * @param {import('./types.js').Settings} settings
   * @param {boolean} may whether this viewer may change them
   */
  show(settings, may) {
    this.#settings = settings;
    const preset = presetOf(settings);
    for (const field of this.#fields()) {
      if (field.type === 'radio') check(field, field.value === preset);
      else if (field.type === 'checkbox') check(field, settings[/** @type {Switch} */ (field.name)]);
      else field.value = String(settings[/** @type {Rule} */ (field.name)]);
      field.disabled = !may;
    }
  }

  /** @param {Field} field */
  async #changed(field) {
    const value = field.type === 'checkbox' ? String(checked(field)) : field.value;
    const taken = await this.#post({[field.name]: value});
    if (!taken) this.show(this.#settings, !field.disabled);
  }

  /** @returns {Field[]} */
  #fields() {
    return Array.from(this.#form.querySelectorAll('input, select'));
  }
}

/** @param {Field} field @param {boolean} on */
function check(field, on) {
  if (field instanceof HTMLInputElement) field.checked = on;
}

/** @param {Field} field */
function checked(field) {
  return field instanceof HTMLInputElement && field.checked;
}

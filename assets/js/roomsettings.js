// How the room behaves: the host and the admin change it, the others see it.

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
    form.addEventListener('change', (event) => this.#changed(/** @type {HTMLElement} */ (event.target)));
  }

  /**
   * @param {import('./types.js').Settings} settings
   * @param {boolean} may whether this viewer may change them
   */
  show(settings, may) {
    this.#settings = settings;
    const {wait, loop} = this.#fields();
    wait.value = settings.wait;
    loop.checked = settings.loop;
    wait.disabled = loop.disabled = !may;
  }

  /** @param {HTMLElement} field */
  async #changed(field) {
    const {wait, loop} = this.#fields();
    const taken = await this.#post(field === loop ? {loop: String(loop.checked)} : {wait: wait.value});
    if (!taken) this.show(this.#settings, !wait.disabled);
  }

  #fields() {
    const field = (/** @type {string} */ name) => this.#form.elements.namedItem(name);
    return {wait: /** @type {HTMLSelectElement} */ (field('wait')), loop: /** @type {HTMLInputElement} */ (field('loop'))};
  }
}

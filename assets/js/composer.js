// The box in which lines are written: new ones, answers, and the viewer's own once more. What was not taken stays in it.

import {leftAfter, lineFrom, namesEmoji, tooLong} from './chatdraft.js';
import {t, tn} from './words.js';

/** @typedef {{id: number, name: string, text: string}} Other a line that is answered or edited */
/** @typedef {{verb: 'chat'|'chat/edit', line: number}} Purpose line: 0 for what is new */

/**
 * @typedef {object} ComposerEvents
 * @property {(verb: string, fields: Record<string, string|number>) => Promise<string>} send a sentence, "" when it was taken
 * @property {() => Other|undefined} last the viewer's own last line
 * @property {() => void} sent
 * @property {(some: boolean) => void} [typed] a new line is being written, or was given up
 */

export class Composer {
  #form;
  #box;
  #on;
  /** @type {Purpose} */
  #purpose = {verb: 'chat', line: 0};
  #kept = ''; // what was being written when an edit began
  #sending = false;
  #again = false;
  /** Puts emoji in the place of their names. */
  #withEmoji = (/** @type {string} */ text) => text;
  /** @type {Promise<void>|undefined} their names, which are loaded when one may be in the box */
  #emoji;

  /**
   * @param {HTMLFormElement} form
   * @param {ComposerEvents} on
   */
  constructor(form, on) {
    this.#form = form;
    this.#box = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
    this.#on = on;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener('input', () => {
      this.#changed();
      this.#typed();
    });
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#part('[data-cancel]').addEventListener('click', () => {
      this.#leave();
      this.focus();
    });
    new ResizeObserver(() => this.#grow()).observe(form);
    this.#changed(); // browsers bring back what was written before a reload
  }

  get box() {
    return this.#box;
  }

  focus() {
    this.#box.focus();
  }

  /** @param {Other} other */
  reply({id, name, text}) {
    this.#leave();
    this.#purpose = {verb: 'chat', line: id};
    this.#about(t('Reply to {name}: {text}', {name, text}));
    this.focus();
  }

  /** @param {Other} other */
  edit({id, text}) {
    this.#leave();
    this.#kept = this.#box.value;
    this.#purpose = {verb: 'chat/edit', line: id};
    this.#about(t('Edit your message'));
    this.#write(text);
    this.focus();
  }

  /** Leaves it when the line that it is about is gone. @param {number} line */
  gone(line) {
    if (this.#purpose.line === line) this.#leave();
  }

  /** Writes where the caret is. @param {string} text */
  insert(text) {
    this.#box.setRangeText(text, this.#box.selectionStart, this.#box.selectionEnd, 'end');
    this.#changed();
    this.#typed();
    this.focus();
  }

  #typed() {
    if (this.#purpose.verb === 'chat') this.#on.typed?.(this.#box.value.trim() !== '');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method has the key
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && this.#purpose.line > 0) {
      event.preventDefault();
      this.#leave();
    } else if (event.key === 'ArrowUp' && this.#box.value === '' && this.#purpose.line === 0) {
      const last = this.#on.last();
      if (!last) return;
      event.preventDefault();
      this.edit(last);
    }
  }

  async #submit() {
    if (this.#sending) return void (this.#again = true);
    const raw = this.#box.value;
    const purpose = this.#purpose;
    if (namesEmoji(raw)) {
      this.#sending = true;
      await this.#emoji;
      this.#sending = false;
    }
    const {text, left} = lineFrom(raw, this.#withEmoji);
    const problem = text || purpose.verb === 'chat' ? tooLong(left) : t('A message can’t be empty: delete it instead.');
    if (!text || problem) {
      this.#again = false;
      return this.#say(problem);
    }
    this.#sending = true;
    this.#form.setAttribute('aria-busy', 'true');
    const refusal = await this.#on.send(purpose.verb, fields(purpose, text));
    this.#sending = false;
    this.#form.removeAttribute('aria-busy');
    const again = this.#again;
    this.#again = false;
    this.#say(refusal);
    if (refusal) return;
    this.#write(leftAfter(this.#box.value, raw));
    if (this.#purpose === purpose) this.#leave(true);
    this.#on.sent();
    if (again) this.#submit();
  }

  /** Goes back to a new line. @param {boolean} [taken] what is in the box was written since */
  #leave(taken = false) {
    const {verb} = this.#purpose;
    this.#purpose = {verb: 'chat', line: 0};
    this.#about('');
    if (verb === 'chat/edit') {
      this.#write(taken ? this.#kept + this.#box.value : this.#kept);
      this.#kept = '';
    }
    this.#say('');
  }

  /** @param {string} text */
  #write(text) {
    this.#box.value = text;
    this.#changed();
  }

  #changed() {
    if (namesEmoji(this.#box.value)) this.#emoji ??= this.#loadEmoji();
    const {text, left, near} = lineFrom(this.#box.value, this.#withEmoji);
    const count = this.#part('[data-left]');
    count.hidden = !near;
    count.textContent = near ? tn(left, '{n} left', '{n} left', {n: String(left).replace('-', '−')}) : '';
    count.classList.toggle('is-over', left < 0);
    this.#form.classList.toggle('is-empty', text === '');
    this.#grow();
  }

  async #loadEmoji() {
    try {
      this.#withEmoji = (await import('./emoji.js')).replaceShortcodes;
      this.#changed();
    } catch {
      this.#emoji = undefined; // the line is sent as it is written
    }
  }

  /** As high as what is in it; the style sheet says up to where. */
  #grow() {
    const box = this.#box;
    box.style.blockSize = 'auto';
    if (box.scrollHeight > 0) box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  /** @param {string} text */
  #about(text) {
    this.#part('[data-about]').textContent = text;
    this.#part('.composer-about').hidden = text === '';
  }

  /** @param {string} problem */
  #say(problem) {
    const place = this.#part('.composer-problem');
    place.textContent = problem;
    place.hidden = problem === '';
    this.#box.setAttribute('aria-invalid', String(problem !== ''));
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.#form.querySelector(selector));
  }
}

/** @param {Purpose} purpose @param {string} text @returns {Record<string, string|number>} */
function fields({verb, line}, text) {
  if (line === 0) return {text};
  return verb === 'chat' ? {text, reply: line} : {text, line};
}

// The dialog in which a poll is written. What was not taken stays in it, and says why.

import {t} from './words.js';

/** As the server has it (room/poll.go). */
const FEWEST = 2;
const MOST = 8;

/**
 * @param {HTMLDialogElement} dialog
 * @param {(poll: {question: string, option: string[]}) => Promise<string>} ask a sentence, "" when it was taken
 */
export function startPollDialog(dialog, ask) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('.poll-form'));
  const list = /** @type {HTMLElement} */ (form.querySelector('[data-poll-options]'));
  const add = /** @type {HTMLButtonElement} */ (form.querySelector('[data-poll-add]'));
  const problem = /** @type {HTMLElement} */ (form.querySelector('[data-poll-problem]'));

  add.addEventListener('click', () => another()?.focus());
  list.addEventListener('click', (event) => {
    const row = /** @type {Element} */ (event.target).closest('[data-poll-remove]')?.closest('li');
    if (!row) return;
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    number();
    near?.querySelector('input')?.focus();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    const fields = inputs();
    const next = fields[fields.indexOf(event.target) + 1] ?? (event.target.value.trim() ? another() : null);
    if (!next) return; // the last one, left empty: the poll is ready
    event.preventDefault();
    next.focus();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    form.setAttribute('aria-busy', 'true');
    const [question, ...option] = inputs().map(({value}) => value);
    const refusal = await ask({question, option});
    form.removeAttribute('aria-busy');
    say(refusal);
    if (refusal) return;
    form.reset();
    for (const row of [...list.children].slice(FEWEST)) row.remove();
    number();
    dialog.close();
  });
  dialog.addEventListener('close', () => say(''));
  number();

  function inputs() {
    return [...form.querySelectorAll('input')];
  }

  /** @returns {HTMLInputElement|null} null: there are enough */
  function another() {
    if (list.children.length >= MOST) return null;
    const row = /** @type {Element} */ (list.lastElementChild?.cloneNode(true));
    const input = /** @type {HTMLInputElement} */ (row.querySelector('input'));
    input.value = '';
    list.append(row);
    number();
    return input;
  }

  function number() {
    for (const [i, row] of [...list.children].entries()) {
      const [label, input, remove] = /** @type {[HTMLLabelElement, HTMLInputElement, HTMLButtonElement]} */ ([...row.children]);
      input.id = label.htmlFor = `poll-field-${i + 1}`;
      label.textContent = t('Option {n}', {n: i + 1});
      remove.hidden = list.children.length <= FEWEST;
    }
    add.hidden = list.children.length >= MOST;
  }

  /** @param {string} text */
  function say(text) {
    problem.textContent = text;
    problem.hidden = text === '';
  }
}

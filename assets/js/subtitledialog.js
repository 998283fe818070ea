// The dialog that chooses subtitles, moves them and says how they look.

import {signed} from './numbers.js';
import {removeSubtitle} from './subtitlefiles.js';
import {applyLook} from './subtitlelook.js';
import {t} from './words.js';

/** @typedef {import('./subtitles.js').Subtitles} Subtitles */

/** The value of "follow the room", which no id can be. */
const FOLLOW = '\u0000';

/**
 * @typedef {object} DialogEvents
 * @property {(fields: Record<string, string|number>) => Promise<boolean>} everyone posts a choice for everyone
 * @property {(files: File[]) => void} add
 * @property {(problem: string) => void} failed
 */

/**
 * @template {HTMLElement} [T=HTMLInputElement]
 * @param {string} id
 */
const byId = (id) => /** @type {T} */ (document.getElementById(`subtitles-${id}`));

export class SubtitleDialog {
  #subtitles;
  #on;
  #dialog = /** @type {HTMLDialogElement} */ (document.getElementById('subtitles'));

  /**
   * @param {Subtitles} subtitles
   * @param {DialogEvents} on
   */
  constructor(subtitles, on) {
    this.#subtitles = subtitles;
    this.#on = on;
    byId('mine').addEventListener('change', ({target}) => {
      const {value} = /** @type {HTMLSelectElement} */ (target);
      subtitles.prefer(value === FOLLOW ? null : value);
    });
    byId('everyone').addEventListener('change', async ({target}) => {
      if (!await on.everyone({subtitle: /** @type {HTMLSelectElement} */ (target).value})) this.show();
    });
    this.#dialog.addEventListener('click', (event) => this.#step(event));
    for (const id of ['size', 'background', 'edge', 'place', 'authored']) byId(id).addEventListener('input', () => this.#look());
    byId('file').addEventListener('change', () => {
      on.add(Array.from(byId('file').files ?? []));
      byId('file').value = '';
    });
    this.show();
    this.#showLook();
  }

  /** Shows what is offered and chosen now. */
  show() {
    const {list, shown, rooms, follows, delay, roomsDelay} = this.#subtitles.status();
    const able = list.filter(({url}) => url);
    const name = (/** @type {string} */ id) => able.find((one) => one.id === id)?.label ?? t('off');
    const choices = [{value: '', text: t('Off')}, ...able.map(({id, label}) => ({value: id, text: label}))];
    fill(byId('mine'), [{value: FOLLOW, text: t('Follow the room ({choice})', {choice: name(rooms)})}, ...choices], follows ? FOLLOW : shown);
    fill(byId('everyone'), choices, able.some(({id}) => id === rooms) ? rooms : '');
    const problems = list.filter(({problem}) => problem);
    byId('problem').hidden = problems.length === 0;
    byId('problem').textContent = problems.map(({label, problem}) => `${label}: ${problem}`).join(' ');
    this.#output('mine').textContent = signed(delay);
    this.#output('everyone').textContent = signed(roomsDelay);
    this.#showAdded(list.filter(({mine}) => mine));
  }

  /** @param {string} of */
  #output(of) {
    return /** @type {HTMLOutputElement} */ (this.#dialog.querySelector(`[data-delay="${of}"] output`));
  }

  /** @param {import('./subtitlechoice.js').Subtitle[]} mine */
  #showAdded(mine) {
    const kept = JSON.stringify(mine.map(({id, label}) => [id, label]));
    const added = byId('added');
    if (added.dataset.kept === kept) return; // the focus stays where it is
    added.dataset.kept = kept;
    added.replaceChildren(...mine.map((subtitle) => {
      const row = document.createElement('li');
      const button = document.createElement('button');
      Object.assign(button, {type: 'button', className: 'button quiet', textContent: t('Remove'), ariaLabel: t('Remove {title}', {title: subtitle.label})});
      button.addEventListener('click', () => this.#remove(subtitle));
      row.append(subtitle.label, button);
      return row;
    }));
  }

  /** @param {import('./subtitlechoice.js').Subtitle} subtitle */
  async #remove({id}) {
    const problem = await removeSubtitle(this.#subtitles.status().media, id);
    if (problem) this.#on.failed(problem);
  }

  /** @param {MouseEvent} event */
  #step(event) {
    const button = /** @type {Element} */ (event.target).closest('[data-step]');
    const of = button?.closest('[data-delay]');
    if (!(button instanceof HTMLElement) || !(of instanceof HTMLElement)) return;
    const step = Number(button.dataset.step);
    const {delay, roomsDelay} = this.#subtitles.status();
    if (of.dataset.delay === 'mine') {
      this.#subtitles.delay(step && delay + step);
    } else {
      this.#on.everyone({delay: step && roomsDelay + step});
    }
  }

  #look() {
    const [size, background] = ['size', 'background'].map((id) => Number(byId(id).value));
    const [edge, place] = ['edge', 'place'].map((id) => byId(id).value);
    this.#subtitles.look(/** @type {any} */ ({size, background, edge, place, authored: byId('authored').checked}));
    this.#showLook();
  }

  #showLook() {
    const {look} = this.#subtitles.status();
    byId('size').value = String(look.size);
    byId('size').setAttribute('aria-valuetext', t('{n} %', {n: look.size}));
    byId('background').value = String(look.background);
    byId('background').setAttribute('aria-valuetext', look.background ? t('{n} %', {n: look.background}) : t('none'));
    byId('edge').value = look.edge;
    byId('place').value = look.place;
    byId('authored').checked = look.authored;
    applyLook(this.#dialog, look);
  }
}

/**
 * @param {HTMLElement} element a select
 * @param {{value: string, text: string}[]} choices
 * @param {string} value
 */
function fill(element, choices, value) {
  const select = /** @type {HTMLSelectElement} */ (element);
  const kept = JSON.stringify(choices);
  if (select.dataset.kept !== kept) {
    select.dataset.kept = kept;
    select.replaceChildren(...choices.map(({value, text}) => new Option(text, value)));
  }
  select.value = value;
}

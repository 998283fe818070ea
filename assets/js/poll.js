// The poll above what was said. Its card is the server's HTML, the same for everyone; here the viewer's own part is marked in
// it, and tallies are written in as events bring them, so that no button loses the focus.

import {inVotes, share, standing, voters} from './pollwords.js';

/** At least this is between two times that screen readers are told how it stands, ms. */
const SAY = 10_000;

/** @typedef {import('./types.js').Poll} Poll */

/**
 * @typedef {object} PollEvents
 * @property {(verb: string, fields: Record<string, string|number>) => Promise<string>} send a sentence, "" when it was taken
 * @property {(refusal: string) => void} refused
 */

export class PollCard {
  #place;
  #me;
  #key;
  #on;
  /** The viewer's own choice in the poll of an id, -1: none. */
  #own = {poll: 0, option: -1};
  /** @type {Poll|null} */
  #poll = null;
  #within = false; // whether it had the focus last
  #saying = 0;
  #said = 0;

  /**
   * @param {HTMLElement} place
   * @param {string} room
   * @param {string} me viewer id
   * @param {PollEvents} on
   */
  constructor(place, room, me, on) {
    this.#place = place;
    this.#key = `goblet:poll-away:${room}`;
    this.#me = me;
    this.#on = on;
    place.addEventListener('click', (event) => this.#press(/** @type {Element} */ (event.target)));
    place.addEventListener('focusin', () => { this.#within = true; });
    document.addEventListener('focusin', (event) => { this.#within &&= place.contains(/** @type {Node} */ (event.target)); });
    this.renewed();
  }

  /** The card was fetched anew, as this viewer sees it. */
  renewed() {
    const card = this.#card();
    if (card) this.#own = {poll: Number(card.dataset.poll), option: Number(card.dataset.choice)};
    this.#mark();
  }

  /** @param {Poll|null} poll */
  show(poll) {
    this.#poll = poll;
    this.#mark();
    if (this.#within && document.activeElement === document.body) this.#card()?.querySelector('summary')?.focus(); // its button is gone
    if (poll && !poll.closed) this.#say();
  }

  #mark() {
    const card = this.#card();
    if (!card) return;
    const id = Number(card.dataset.poll);
    const mine = this.#own.poll === id ? this.#own.option : -1;
    this.#place.hidden = card.hasAttribute('data-closed') && recall(this.#key) === String(id);
    card.toggleAttribute('data-mine', card.dataset.by === this.#me);
    card.toggleAttribute('data-voted', mine >= 0);
    const poll = this.#poll?.id === id ? this.#poll : null;
    const all = poll ? voters(poll) : 0;
    for (const [i, option] of card.querySelectorAll('.poll-option').entries()) {
      option.classList.toggle('is-mine', i === mine);
      if (option instanceof HTMLButtonElement) option.setAttribute('aria-pressed', String(i === mine));
      const bar = option.querySelector('progress');
      const words = option.querySelector('.poll-share');
      if (!poll || !bar || !words) continue;
      const {votes} = poll.options[i];
      bar.max = Math.max(1, all);
      bar.value = votes;
      words.textContent = share(votes, all);
    }
    const count = card.querySelector('[data-poll-voters]');
    if (poll && count) count.textContent = inVotes(all);
  }

  /** @param {Element} target */
  async #press(target) {
    const card = this.#card();
    if (!card) return;
    const poll = Number(card.dataset.poll);
    const option = target.closest('button.poll-option');
    if (option instanceof HTMLElement) await this.#vote(poll, option);
    if (target.closest('[data-poll-end]')) this.#refuse(await this.#on.send('poll/end', {poll}));
    if (target.closest('[data-poll-away]')) {
      remember(this.#key, String(poll));
      this.#mark();
    }
  }

  /** @param {number} poll @param {HTMLElement} button */
  async #vote(poll, button) {
    const option = Number(button.dataset.option);
    button.setAttribute('aria-busy', 'true');
    const refusal = await this.#on.send('poll/vote', {poll, option});
    button.removeAttribute('aria-busy');
    if (!refusal) this.#own = {poll, option};
    this.#refuse(refusal);
    this.#mark();
  }

  /** @param {string} refusal */
  #refuse(refusal) {
    if (refusal) this.#on.refused(refusal);
  }

  /** Tells screen readers how it stands, now and then. */
  #say() {
    if (this.#saying) return;
    this.#saying = window.setTimeout(() => {
      this.#saying = 0;
      this.#said = performance.now();
      const place = this.#card()?.querySelector('[data-poll-said]');
      if (place && this.#poll && !this.#poll.closed && voters(this.#poll) > 0) place.textContent = standing(this.#poll);
    }, Math.max(1000, this.#said + SAY - performance.now()));
  }

  #card() {
    return /** @type {HTMLElement|null} */ (this.#place.querySelector('.poll-card'));
  }
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
  } catch { /* storage is forbidden: it comes back with the next page */ }
}

// Who has come and who has left, found in the lists of viewers of a small room. Pure.

import {named} from './notices.js';
import {tn} from './words.js';

/** A larger room would tell of nothing else, and its list is a sample. */
const SMALL = 24;
/** A server that was restarted learns only by and by who is here, ms. */
const GATHERING = 20_000;

/** @typedef {{text: string, by: string}} Change a sentence, and the ids of those whom it is about */

export class Presence {
  #me;
  /** @type {Map<string, string>|null} names by id, null: not known */
  #here;
  /** @type {Set<string>} ids of those who were here before */
  #gone = new Set();
  #node = '';
  #gathers = -Infinity; // until then nobody is missed, ms

  /**
   * @param {string} me viewer id
   * @param {import('./types.js').Viewers|undefined} viewers
   */
  constructor(me, viewers) {
    this.#me = me;
    this.#here = viewers ? all(viewers) : null;
  }

  /** Connected to a process of the server: another one does not know who was here. @param {string} node @param {number} now ms */
  greeted(node, now) {
    if (this.#node && this.#node !== node) this.#gathers = now + GATHERING;
    this.#node = node;
  }

  /**
   * Takes a new list. A reload is in none: the server waits for who may come back.
   * @param {import('./types.js').Viewers} viewers
   * @param {number} now ms
   * @returns {Change[]}
   */
  changed(viewers, now) {
    const before = this.#here;
    const here = all(viewers);
    if (before && here && now < this.#gathers) {
      for (const [id, name] of here) before.set(id, name);
      return [];
    }
    this.#here = here;
    if (!before || !here) return [];
    const missing = [...before].filter(([id]) => !here.has(id) && id !== this.#me);
    const fresh = [...here].filter(([id]) => !before.has(id) && id !== this.#me);
    const back = fresh.filter(([id]) => this.#gone.has(id));
    const came = fresh.filter(([id]) => !this.#gone.has(id));
    for (const [id] of missing) this.#gone.add(id);
    return [
      change(missing, (n, names) => tn(n, '{names} left', '{names} left', {names})),
      change(came, (n, names) => tn(n, '{names} joined', '{names} joined', {names})),
      change(back, (n, names) => tn(n, '{names} is back', '{names} are back', {names})),
    ].filter((one) => one !== null);
  }
}

/** @param {import('./types.js').Viewers} viewers @returns {Map<string, string>|null} null: not all are listed */
function all({count, viewers}) {
  return count > SMALL || viewers.length < count ? null : new Map(viewers.map(({id, name}) => [id, name]));
}

/** @param {[string, string][]} people @param {(count: number, names: string) => string} say @returns {Change|null} */
function change(people, say) {
  if (people.length === 0) return null;
  return {text: say(people.length, named(people.map(([, name]) => name))), by: people.map(([id]) => id).sort().join(' ')};
}

// While Goblet can't write the room's log the film plays on, and nothing can be changed. Pure.

import {mark, said} from './words.js';

const LOST = mark('Goblet can’t reach its memory: the film plays on, but nothing can be changed until it is back.');

/** What needs no log: it means nothing a moment later. */
const PASSING = ['react', 'typing'];

export class Outage {
  #ok = true;

  /** What the server says of its log. @param {{ok: boolean}|undefined} log undefined: an older server, which says nothing */
  take(log) {
    this.#ok = log?.ok ?? true;
  }

  /** Why nothing can be changed now, '' when it can. @param {string} [verb] of an action, for which that may not count */
  refusal(verb = '') {
    return this.#ok || PASSING.includes(verb) ? '' : said(LOST);
  }
}

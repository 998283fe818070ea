// The forms of a film from the server, and which of them are known not to play here.

import {base} from './base.js';

/** @typedef {import('./forms.js').Forms} Forms */

/**
 * @param {import('./types.js').Media} media
 * @returns {Promise<{forms?: Forms, status: number}>} status 0: the server can't be reached
 */
export async function fetchForms({id, version}) {
  try {
    const answer = await fetch(`${base}/media/${encodeURIComponent(id)}/${encodeURIComponent(version)}/forms`);
    const {status} = answer;
    return answer.ok ? {forms: await answer.json(), status} : {status};
  } catch {
    return {status: 0};
  }
}

/** Whether a film lies elsewhere: its address is a whole one, and the bytes go straight to the browser. @param {{url: string}} film */
export function foreign({url}) {
  return /^https?:/i.test(url);
}

/** The forms that failed in this tab, by film and version: a reload need not try them again. */
export class Failures {
  #key;
  /** @type {string[]} */
  #names;

  /** @param {import('./types.js').Media} media */
  constructor({id, version}) {
    this.#key = `goblet:failed:${id}:${version}`;
    this.#names = recall(this.#key);
  }

  /** @returns {string[]} names of forms */
  get names() {
    return this.#names;
  }

  /**
   * @param {string} name
   * @param {boolean} lasting whether a reload need not try it again
   */
  add(name, lasting) {
    if (this.#names.includes(name)) return;
    this.#names = [...this.#names, name];
    if (!lasting) return;
    try {
      sessionStorage.setItem(this.#key, this.#names.join(' '));
    } catch { /* storage is forbidden: a reload tries again */ }
  }

  /** Nothing is left to play: a reload shall try all of them again. */
  forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch { /* storage is forbidden: there is nothing to forget */ }
  }
}

/** @param {string} key */
function recall(key) {
  try {
    return (sessionStorage.getItem(key) ?? '').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

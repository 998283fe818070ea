// The forms of a film from the server, and which of them are known not to play here.

/** @typedef {import('./forms.js').Forms} Forms */

/**
 * @param {import('./types.js').Media} media
 * @returns {Promise<{forms?: Forms, status: number}>} status 0: the server can't be reached
 */
export async function fetchForms({id, version}) {
  try {
    const answer = await fetch(`/media/${encodeURIComponent(id)}/${encodeURIComponent(version)}/forms`);
    const {status} = answer;
    return answer.ok ? {forms: await answer.json(), status} : {status};
  } catch {
    return {status: 0};
  }
}

/** Whether a film's bytes come from another site, straight to the browser. @param {{url: string}} media */
export function foreign({url}) {
  return new URL(url, location.href).origin !== location.origin;
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

  /** @param {string} name */
  add(name) {
    if (this.#names.includes(name)) return;
    this.#names = [...this.#names, name];
    try {
      sessionStorage.setItem(this.#key, this.#names.join(' '));
    } catch { /* storage is forbidden: a reload tries again */ }
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

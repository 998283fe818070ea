// Posts what viewers ask for. Nothing here touches the player: the room's answer comes on the stream.

import htmx from './htmx.js';
import {randomId} from './ids.js';
import {UNREACHABLE} from './reach.js';
import {said, t} from './words.js';

/** Pauses before an action is posted again under the same id, ms. */
const PAUSES = [250, 800, 2000, 4000];
/** An attempt that takes longer is given up, ms. */
const PATIENCE = 8000;

/**
 * @typedef {object} ActionEvents
 * @property {() => number} seen
 * @property {(seq: number) => void} accepted
 * @property {(text: string) => void} failed a sentence for the viewer
 * @property {(verb: string, fields: {has: (name: string) => boolean}) => string} [refused] why this viewer may not do that, '' when it may
 */

export class Actions {
  #base;
  #on;
  /** @type {Map<string, AbortController>} the attempt under way of each verb */
  #pending = new Map();

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {ActionEvents} on
   */
  constructor(base, on) {
    this.#base = base;
    this.#on = on;
    document.addEventListener('htmx:config:request', (event) => {
      if (!this.#sign(/** @type {CustomEvent} */ (event).detail.ctx)) event.preventDefault();
    });
    document.addEventListener('htmx:after:request', (event) => this.#answered(/** @type {CustomEvent} */ (event).detail.ctx));
    document.addEventListener('htmx:error', (event) => {
      const {ctx} = /** @type {CustomEvent} */ (event).detail;
      if (this.#ours(ctx)) this.#on.failed(said(UNREACHABLE));
    });
  }

  /**
   * Posts an action. A later one of the same verb takes its place while it is not yet accepted.
   * @param {string} verb
   * @param {Record<string, string|number>} [fields]
   * @returns {Promise<boolean>} whether the room has taken it
   */
  async post(verb, fields = {}) {
    if (this.#refused(verb, new Map(Object.entries(fields)))) return false;
    this.#pending.get(verb)?.abort();
    const give = new AbortController();
    this.#pending.set(verb, give);
    const response = await this.#persist(verb, fields, give.signal);
    if (give.signal.aborted) return false;
    this.#pending.delete(verb);
    return this.#finish(response);
  }

  /**
   * Posts an action whose place no other takes, and leaves it to the caller to say why it was not taken.
   * @param {string} verb
   * @param {Record<string, string|number|string[]>} fields
   * @returns {Promise<string>} a sentence, "" when the room has taken it
   */
  async submit(verb, fields) {
    return (await this.ask(verb, fields)).problem;
  }

  /**
   * submit, for what the room answers with more than that it was taken.
   * @param {string} verb
   * @param {Record<string, string|number|string[]>} fields
   * @returns {Promise<{problem: string, text: string}>}
   */
  async ask(verb, fields) {
    const refusal = this.#on.refused?.(verb, new Map(Object.entries(fields)));
    if (refusal) return {problem: refusal, text: ''};
    const response = await this.#persist(verb, fields, new AbortController().signal);
    if (!response) return {problem: said(UNREACHABLE), text: ''};
    this.#accepted(response.headers);
    const text = await response.text().catch(() => '');
    return response.ok ? {problem: '', text} : {problem: sentence(response.status, text), text: ''};
  }

  /** Why this viewer may not do something, '' when it may. @param {string} verb */
  refusal(verb) {
    return this.#on.refused?.(verb, new Map()) ?? '';
  }

  /**
   * Posts what means nothing a moment later: once, and nothing is said of what became of it, unless this viewer may not.
   * @param {string} verb
   * @param {Record<string, string>} fields
   */
  async once(verb, fields) {
    if (this.#refused(verb, new Map(Object.entries(fields)))) return;
    await this.#attempt(verb, new URLSearchParams(fields), new AbortController().signal);
  }

  /**
   * Posts an action under one id until there is an answer, or patience ends.
   * @param {string} verb
   * @param {Record<string, string|number|string[]>} fields
   * @param {AbortSignal} replaced
   * @returns {Promise<Response|undefined>} undefined: no answer
   */
  async #persist(verb, fields, replaced) {
    const body = new URLSearchParams({action: randomId(), seen: String(this.#on.seen())});
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, String(one));
    for (let attempt = 0; !replaced.aborted; attempt++) {
      const response = await this.#attempt(verb, body, replaced);
      const again = (!response || response.status === 503) && attempt < PAUSES.length;
      if (!again || replaced.aborted) return response;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
    return undefined;
  }

  /**
   * @param {string} verb
   * @param {URLSearchParams} body
   * @param {AbortSignal} replaced
   * @returns {Promise<Response|undefined>} undefined: no answer
   */
  async #attempt(verb, body, replaced) {
    const give = new AbortController();
    const abort = () => give.abort();
    const patience = setTimeout(abort, PATIENCE);
    replaced.addEventListener('abort', abort);
    try {
      const headers = {'HX-Request': 'true', Accept: 'text/html'};
      return await fetch(`${this.#base}/${verb}`, {method: 'POST', body, headers, signal: give.signal});
    } catch {
      return undefined;
    } finally {
      clearTimeout(patience);
      replaced.removeEventListener('abort', abort);
    }
  }

  /** @param {Response|undefined} response */
  async #finish(response) {
    if (!response) {
      this.#on.failed(said(UNREACHABLE));
      return false;
    }
    this.#accepted(response.headers);
    if (response.ok) return true;
    const text = await response.text().catch(() => '');
    if (text.includes('<hx-partial')) {
      showHtml(text);
    } else {
      this.#on.failed(sentence(response.status, text));
    }
    return false;
  }

  /** @param {Headers} headers */
  #accepted(headers) {
    const seq = Number(headers.get('Goblet-Seq'));
    if (seq > 0) this.#on.accepted(seq);
  }

  /** Whether an htmx request is an action of this room. @param {any} ctx */
  #ours(ctx) {
    return ctx?.request?.method === 'POST' && String(ctx.request.action).startsWith(`${this.#base}/`);
  }

  /**
   * Says at once what the room would say to somebody who may not.
   * @param {string} verb
   * @param {{has: (name: string) => boolean}} fields
   */
  #refused(verb, fields) {
    const why = this.#on.refused?.(verb, fields) ?? '';
    if (why) this.#on.failed(why);
    return why !== '';
  }

  /** @param {any} ctx @returns {boolean} whether it may be sent */
  #sign(ctx) {
    if (!this.#ours(ctx)) return true;
    if (this.#refused(String(ctx.request.action).slice(this.#base.length + 1), ctx.request.body)) return false;
    ctx.request.body.set('action', randomId());
    ctx.request.body.set('seen', String(this.#on.seen()));
    return true;
  }

  /** @param {any} ctx */
  #answered(ctx) {
    if (this.#ours(ctx) && ctx.response) this.#accepted(ctx.response.headers);
  }
}

/**
 * The sentence of a refusal, which may come as a toast.
 * @param {number} status
 * @param {string} text
 */
function sentence(status, text) {
  const plain = text.includes('<') ? new DOMParser().parseFromString(text, 'text/html').querySelector('.toast')?.textContent : text;
  return plain?.trim() || t('Goblet answered {status}.', {status});
}

/**
 * Puts the server's partials where they belong.
 * @param {string|undefined} html `<hx-partial>` elements
 */
export function showHtml(html) {
  if (html) htmx.swap({sourceElement: document.body, target: document.body, text: html, swap: 'none'});
}

// Older lines of the chat, and all of them anew after a gap: GET /r/{room}/chat.

import {interleave, noticesOf} from './noticelist.js';

export class ChatHistory {
  #list;
  #address;
  #loading = false;

  /**
   * @param {HTMLElement} list
   * @param {string} room its path
   */
  constructor(list, room) {
    this.#list = list;
    this.#address = `${room}/chat`;
  }

  /**
   * Fetches the lines before those that are there.
   * @param {(more: Element, lines: Element[]) => void} put puts them in the place of what stands for them
   * @returns {Promise<boolean>} whether there was an answer
   */
  async older(put) {
    const more = this.#list.querySelector('.chat-older');
    if (!(more instanceof HTMLElement) || this.#loading) return true;
    this.#loading = true;
    more.setAttribute('aria-busy', 'true');
    const lines = await this.#fetch(`?before=${encodeURIComponent(more.dataset.before ?? '')}`);
    more.removeAttribute('aria-busy');
    this.#loading = false;
    if (!lines) return false;
    if (more.isConnected) put(more, [...lines.children]);
    return true;
  }

  /** Replaces all lines by the last ones, but keeps those that came since they were asked for, and the notices. @param {() => void} [done] */
  async renew(done) {
    const before = newest(this.#list);
    const lines = await this.#fetch('');
    if (!lines) return;
    const since = Math.max(before, newest(lines));
    const newer = [...this.#list.querySelectorAll('.chat-line')].filter((line) => idOf(line) > since);
    const notices = noticesOf(this.#list);
    this.#list.replaceChildren(lines, ...newer);
    interleave(this.#list, notices);
    done?.();
  }

  /** @param {string} query @returns {Promise<DocumentFragment|null>} */
  async #fetch(query) {
    try {
      const answer = await fetch(this.#address + query, {cache: 'no-store', headers: {'HX-Request': 'true', Accept: 'text/html'}});
      if (!answer.ok) return null;
      const template = document.createElement('template');
      template.innerHTML = await answer.text();
      for (const other of template.content.querySelectorAll(':scope > :not(li)')) other.remove();
      return template.content;
    } catch {
      return null;
    }
  }
}

/** @param {Element} line */
function idOf(line) {
  return Number(/** @type {HTMLElement} */ (line).dataset.line);
}

/** @param {ParentNode} lines */
function newest(lines) {
  const last = [...lines.querySelectorAll('.chat-line')].at(-1);
  return last ? idOf(last) : 0;
}

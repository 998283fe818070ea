// The title of the document: the film's name, and before it how many lines of the chat nobody has read.

import {titleWith} from './chatwords.js';

export class PageTitle {
  #name = document.title;
  #unread = 0;

  /** @param {string} name */
  name(name) {
    this.#name = name;
    this.#show();
  }

  /** @param {number} unread */
  unread(unread) {
    this.#unread = unread;
    this.#show();
  }

  #show() {
    const title = titleWith(this.#name, this.#unread);
    if (document.title !== title) document.title = title;
  }
}

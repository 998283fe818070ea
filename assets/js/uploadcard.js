// The card "Add a film". What sends films is loaded once somebody adds one, or has begun to before.

import {UNREACHABLE} from './reach.js';
import {said} from './words.js';

/** @typedef {import('./uploads.js').UploadEvents} UploadEvents */

/**
 * @param {UploadEvents} on
 * @returns {UploadCard|undefined} nothing when this page takes no films
 */
export function startUploads(on) {
  const card = document.getElementById('uploads');
  return card ? new UploadCard(card, on) : undefined;
}

class UploadCard {
  #card;
  #on;
  /** @type {Promise<import('./uploads.js').Uploads|null>|null} null within: it could not be had */
  #uploads = null;

  /** @param {HTMLElement} card @param {UploadEvents} on */
  constructor(card, on) {
    this.#card = card;
    this.#on = on;
    const input = /** @type {HTMLInputElement} */ (card.querySelector('#upload-files'));
    input.addEventListener('change', () => {
      this.take(Array.from(input.files ?? []));
      input.value = ''; // the same file can be chosen again
    });
    if (card.querySelector('#upload-list .upload')) this.#load();
  }

  /** Sends films. @param {File[]} files */
  async take(files) {
    const uploads = await this.#load();
    if (uploads) uploads.take(files);
    else this.#on.failed(said(UNREACHABLE));
  }

  /** Offers what is of use now. */
  async refresh() {
    (await this.#uploads)?.refresh();
  }

  #load() {
    return this.#uploads ??= import('./uploads.js').then(({Uploads}) => new Uploads(this.#card, this.#on), () => this.#uploads = null);
  }
}

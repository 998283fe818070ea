// What the card "Add a film" does with files: sends them one after another, and shows a row for each.

import {Uploader} from './uploader.js';
import {Hasher} from './uploadhasher.js';
import {Row} from './uploadrow.js';
import {cancel} from './uploadserver.js';

/**
 * @typedef {object} UploadEvents
 * @property {(media: string) => boolean} mayWatch whether it is of use to offer the viewer to put a film on
 * @property {(media: string) => void} watch puts a film on
 * @property {(text: string) => void} failed a sentence for the viewer
 * @property {(media: string, title: string) => void} ready an upload can be watched from now on
 */

/** @typedef {{row: Row, uploader: Uploader|null, offered: boolean}} Entry */

export class Uploads {
  #card;
  #on;
  #list;
  #hasher;
  /** @type {Set<Entry>} */
  #entries = new Set();
  #running = false;
  /** @type {WakeLockSentinel|null} */
  #lock = null;

  /** @param {HTMLElement} card @param {UploadEvents} on */
  constructor(card, on) {
    this.#card = card;
    this.#on = on;
    this.#list = /** @type {HTMLElement} */ (card.querySelector('#upload-list'));
    this.#hasher = new Hasher(card.dataset.worker ?? '');
    for (const element of this.#list.querySelectorAll('.upload')) this.#known(/** @type {HTMLElement} */ (element));
    window.addEventListener('beforeunload', (event) => {
      if (this.#active()) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => this.#awake());
    document.addEventListener('goblet:removed', (event) => this.#removed(/** @type {CustomEvent} */ (event).detail));
  }

  /** An upload that the server knows of from before. @param {HTMLElement} element */
  #known(element) {
    const entry = this.#enter(element);
    entry.offered = true;
    entry.row.offer();
  }

  /** @param {HTMLElement} element @returns {Entry} */
  #enter(element) {
    /** @type {Entry} */
    const entry = {
      row: new Row(element, (media) => this.#on.mayWatch(media), (deed) => this.#do(entry, deed)), uploader: null, offered: false,
    };
    this.#entries.add(entry);
    return entry;
  }

  /** Sends films. @param {File[]} files */
  take(files) {
    for (const file of files) {
      const known = this.#find(file);
      if (known?.uploader?.active || known?.uploader?.stage === 'waiting') continue;
      const entry = known ?? this.#fresh();
      entry.row.name(file.name);
      this.#list.append(entry.row.element);
      entry.uploader = new Uploader(file, this.#card.dataset.begin ?? '', this.#hasher, (shown) => this.#show(entry, shown));
      Object.assign(entry.row.element.dataset, {size: file.size, modified: file.lastModified});
    }
    this.#next();
  }

  #fresh() {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('upload-row'));
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    return this.#enter(/** @type {HTMLElement} */ (copy.firstElementChild));
  }

  /** The entry of a file that was begun before. @param {File} file */
  #find(file) {
    for (const entry of this.#entries) {
      const {name, size, modified, state} = entry.row.element.dataset;
      const same = name === file.name && Number(size) === file.size && Number(modified) === file.lastModified;
      if (same && state !== 'complete') return entry;
    }
    return undefined;
  }

  /** Sends the next one that waits, one at a time: the first film is watchable sooner. */
  async #next() {
    if (this.#running) return;
    const waiting = Array.from(this.#entries).find(({uploader}) => uploader?.stage === 'waiting');
    if (!waiting) return;
    this.#running = true;
    this.#awake();
    await waiting.uploader?.run();
    this.#running = false;
    this.#awake();
    this.#next();
  }

  /** @param {Entry} entry @param {import('./uploader.js').Look} shown */
  #show(entry, shown) {
    entry.row.show(shown);
    if (shown.media && !entry.offered) {
      entry.offered = true;
      this.#on.ready(shown.media, shown.title);
    }
  }

  /** @param {Entry} entry @param {import('./uploadrow.js').Deed} deed */
  async #do(entry, deed) {
    const {uploader, row} = entry;
    switch (deed) {
      case 'pause':
        return uploader?.pause();
      case 'resume':
        if (this.#running) return uploader?.wait();
        uploader?.wait();
        return this.#next();
      case 'watch':
        return this.#on.watch(row.element.dataset.media ?? '');
      case 'cancel':
        this.#entries.delete(entry);
        row.element.remove();
        if (uploader) return uploader.cancel();
        return cancel(row.element.dataset.upload ?? '').catch(() => {});
    }
  }

  /** Offers what is of use now. */
  refresh() {
    for (const {row} of this.#entries) row.offer();
  }

  /** A film was removed. @param {string} media */
  #removed(media) {
    for (const entry of this.#entries) {
      if (entry.row.element.dataset.media !== media && entry.row.element.dataset.upload !== media) continue;
      this.#entries.delete(entry);
      entry.row.element.remove();
    }
  }

  #active() {
    return Array.from(this.#entries).some(({uploader}) => uploader?.active);
  }

  /** Keeps a phone's screen on while films are sent: it would stop them. */
  async #awake() {
    try {
      if (!this.#active()) {
        await this.#lock?.release();
        this.#lock = null;
      } else if (!document.hidden && (!this.#lock || this.#lock.released)) {
        this.#lock = await navigator.wakeLock.request('screen');
      }
    } catch { /* not offered here, or the battery is low */ }
  }
}

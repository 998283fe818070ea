// Compares what has arrived with the file, block by block: hashed while it is sent, checked by the server.

import {check} from './uploadserver.js';

/** @typedef {import('./uploadserver.js').UploadState} UploadState */

/** Hashes are of blocks of this many bytes, as docs/protocol.md has it. */
const BLOCK = 8 * 1024 * 1024;
/** So many are compared at once. */
const BATCH = 8;

export class Checker {
  #file;
  #hasher;
  /** @type {string[]} by block */
  #hashes = [];
  /** First block that the server has not found right yet. */
  #from = 0;
  /** @type {Promise<unknown>} what is being done */
  #busy = Promise.resolve();

  /** @param {Blob} file @param {import('./uploadhasher.js').Hasher} hasher */
  constructor(file, hasher) {
    this.#file = file;
    this.#hasher = hasher;
  }

  /**
   * Does what can be done now, after what was to be done before.
   * @param {UploadState} state
   * @returns {Promise<UploadState|null>} what the server says when that is news
   */
  go(state) {
    const done = this.#busy.then(() => (state.done ? this.#finish(state) : this.#ahead(state)));
    this.#busy = done.catch(() => {}); // the caller is told
    return done;
  }

  #blocks() {
    return Math.ceil(this.#file.size / BLOCK);
  }

  /** Hashes as many blocks as have arrived, so that little is left to do at the end. @param {UploadState} state */
  async #ahead(state) {
    const arrived = Math.floor(state.have / BLOCK);
    if (this.#hashes.length < arrived) await this.#hash();
    return null;
  }

  async #hash() {
    const block = this.#hashes.length;
    this.#hashes[block] = await this.#hasher.hash(this.#file.slice(block * BLOCK, (block + 1) * BLOCK));
  }

  /** Compares everything. Ends early when something is to be sent again. @param {UploadState} state */
  async #finish(state) {
    /** @type {UploadState} */
    let fresh = state;
    this.#from = 0;
    while (fresh.done && !fresh.verified && this.#from < this.#blocks()) {
      const end = Math.min(this.#from + BATCH, this.#blocks());
      while (this.#hashes.length < end) await this.#hash();
      const answer = await check(state.id, this.#from, this.#hashes.slice(this.#from, end));
      fresh = answer;
      if (answer.wrong.length > 0) break;
      this.#from = Math.max(end, answer.unchecked);
    }
    return fresh;
  }
}

// Hashes in a worker. One for the page, made when it is needed first.

export class Hasher {
  #url;
  /** @type {Worker|undefined} */
  #worker;
  #last = 0;
  /** @type {Map<number, {resolve: (hash: string) => void, reject: (error: Error) => void}>} */
  #pending = new Map();

  /** @param {string} url of uploadworker.js */
  constructor(url) {
    this.#url = url;
  }

  /**
   * @param {Blob} blob
   * @returns {Promise<string>} SHA-256 in hex
   */
  hash(blob) {
    this.#worker ??= this.#start();
    const id = ++this.#last;
    this.#worker.postMessage({id, blob});
    return new Promise((resolve, reject) => this.#pending.set(id, {resolve, reject}));
  }

  #start() {
    const worker = new Worker(this.#url, {type: 'module'});
    worker.addEventListener('message', ({data: {id, hash, error}}) => {
      const waiting = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) {
        waiting?.reject(new Error(error));
      } else {
        waiting?.resolve(hash);
      }
    });
    worker.addEventListener('error', () => {
      for (const {reject} of this.#pending.values()) reject(new Error('the worker ended'));
      this.#pending.clear();
      this.#worker = undefined;
    });
    return worker;
  }
}

// Sends one film: what the server asks for, a few chunks at a time, through whatever happens to the network.

import {endsOf} from './uploadhash.js';
import {nextChunk} from './uploadplan.js';
import {Rate, chunkSize, progressText, sizeText, smallerChunk} from './uploadrate.js';
import {Refusal, begin, cancel, look, put} from './uploadserver.js';
import {Checker} from './uploadchecker.js';
import {t} from './words.js';

/** @typedef {import('./uploadserver.js').UploadState} UploadState */
/** @typedef {import('./uploadplan.js').Chunk} Chunk */

/** How many chunks are on their way at a time. */
const ABREAST = 2;
/** Pauses before trying again, ms; the last one repeats. */
const PAUSES = [500, 1000, 2000, 4000, 8000, 15000];

/** @typedef {'waiting'|'sending'|'retrying'|'paused'|'checking'|'complete'|'refused'|'cancelled'} Stage */

/**
 * @typedef {object} Look what a row shows
 * @property {Stage} stage
 * @property {string} text
 * @property {number} part 0 to 1
 * @property {string} media id of the film once it can be watched
 * @property {string} title
 */

export class Uploader {
  #url;
  #show;
  #checker;
  /** @type {UploadState|undefined} */
  #state;
  /** @type {Stage} */
  #stage = 'waiting';
  #text = t('Waiting for its turn');
  #rate = new Rate();
  /** @type {Set<Chunk>} */
  #sending = new Set();
  #abort = new AbortController();
  #failures = 0;
  #largest = Infinity; // chunk that proxies let through, bytes
  #timer = 0;
  #began = false;
  /** @type {() => void} */
  #finished = () => {};

  /**
   * @param {File} file
   * @param {string} url where uploads begin
   * @param {import('./uploadhasher.js').Hasher} hasher
   * @param {(look: Look) => void} show
   */
  constructor(file, url, hasher, show) {
    this.file = file;
    this.#url = url;
    this.#show = show;
    this.#checker = new Checker(file, hasher);
    this.#tell();
  }

  get id() { return this.#state?.id ?? ''; }

  get stage() { return this.#stage; }

  /** Whether closing the page would interrupt it. */
  get active() { return ['sending', 'retrying', 'checking'].includes(this.#stage); }

  /** Sends the film. Ends when it is complete, refused, paused or cancelled. */
  run() {
    const ended = new Promise((/** @type {(value?: unknown) => void} */ resolve) => { this.#finished = resolve; });
    this.#move('sending', t('Starting'));
    this.#failures = 0;
    this.#resume();
    window.addEventListener('online', this.#online);
    return ended.then(() => window.removeEventListener('online', this.#online));
  }

  /** Lets it take its turn again. */
  wait() {
    this.#move('waiting', t('Waiting for its turn'));
  }

  pause() {
    if (this.#over()) return;
    this.#halt();
    this.#end('paused', this.#state ? t('Paused at {n} %', {n: Math.floor(100 * this.#state.have / this.#state.size)}) : t('Paused'));
  }

  /** Ends it for good; what the server has of it goes. */
  async cancel() {
    this.#halt();
    this.#end('cancelled', t('Cancelled'));
    if (this.id) await cancel(this.id).catch(() => {}); // one that nobody goes on with expires
  }

  #online = () => {
    if (this.#stage !== 'retrying') return;
    clearTimeout(this.#timer);
    this.#resume();
  };

  #over() { return ['paused', 'complete', 'refused', 'cancelled'].includes(this.#stage); }

  /** Asks the server where it stands, then sends. */
  async #resume() {
    const {signal} = this.#abort;
    try {
      const state = this.#began ? await look(this.id) : await begin(this.#url, this.file, await endsOf(this.file));
      if (signal.aborted) return;
      this.#began = true;
      this.#rate.start(performance.now());
      this.#take(state);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** @param {UploadState} state */
  #take(state) {
    this.#state = state;
    if (state.problem) return this.#end('refused', state.problem);
    if (state.verified && !state.media) return this.#lookAgain();
    if (state.verified) return this.#end('complete', t('Uploaded · {size}', {size: sizeText(state.size)}));
    this.#move(state.done ? 'checking' : 'sending', state.done ? t('Checking what has arrived') : this.#progress());
    this.#pump();
    this.#check();
  }

  /** All is there, and the server does not know yet what it is. */
  #lookAgain() {
    this.#halt();
    this.#move('checking', t('Looking at what has arrived'));
    this.#timer = window.setTimeout(() => this.#resume(), PAUSES[0]);
  }

  #progress() {
    const {have, size} = /** @type {UploadState} */ (this.#state);
    return progressText(have, size, this.#rate.value(performance.now()));
  }

  #pump() {
    while (this.#stage === 'sending' && this.#sending.size < ABREAST) {
      const size = Math.min(this.#largest, chunkSize(this.#rate.value(performance.now()), ABREAST));
      const chunk = nextChunk(this.#state?.next ?? null, this.#sending, size);
      if (!chunk) return;
      this.#sending.add(chunk);
      this.#send(chunk, this.#abort.signal);
    }
  }

  /** @param {Chunk} chunk @param {AbortSignal} signal */
  async #send(chunk, signal) {
    try {
      const state = await put(this.id, chunk.offset, this.file.slice(chunk.offset, chunk.offset + chunk.length), signal);
      if (signal.aborted) return;
      this.#sending.delete(chunk);
      this.#failures = 0;
      this.#rate.add(chunk.length, performance.now());
      if (this.#stage === 'sending') this.#take(state);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refusal && error.status === 413 && this.#shrink(chunk)) return this.#pump();
      this.#failed(error);
    }
  }

  /** A proxy lets no chunk of this size through. @param {Chunk} chunk @returns {boolean} whether smaller ones are left to try */
  #shrink(chunk) {
    const length = smallerChunk(chunk.length);
    if (!length) return false;
    this.#largest = Math.min(this.#largest, length);
    this.#sending.delete(chunk);
    return true;
  }

  async #check() {
    const {signal} = this.#abort;
    const state = /** @type {UploadState} */ (this.#state);
    try {
      const fresh = await this.#checker.go(state);
      if (fresh && !signal.aborted && !this.#over() && this.#stage !== 'retrying') this.#take(fresh);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    if (this.#over()) return;
    if (error instanceof Refusal && !error.passing) return this.#end('refused', error.message);
    if (!(error instanceof Refusal)) {
      return this.#end('refused', t('The file can’t be read any more. Choose it again.'));
    }
    this.#halt();
    this.#move('retrying', error.message);
    const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)];
    this.#timer = window.setTimeout(() => this.#resume(), pause * (0.75 + Math.random() / 2));
  }

  /** Stops what is on its way. */
  #halt() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#sending.clear();
    clearTimeout(this.#timer);
  }

  /** @param {Stage} stage @param {string} text */
  #end(stage, text) {
    this.#halt();
    this.#move(stage, text);
    this.#finished();
  }

  /** @param {Stage} stage @param {string} text */
  #move(stage, text) {
    this.#stage = stage;
    this.#text = text;
    this.#tell();
  }

  #tell() {
    const {have = 0, size = 1, media = '', title = ''} = this.#state ?? {};
    this.#show({stage: this.#stage, text: this.#text, part: have / size, media, title});
  }
}

// The one connection of the page: an EventSource on the room's events, watched and renewed.
// It owns the sequence: what reaches onRoom is applied exactly once and in order.

import {judge} from './sequence.js';

/** @typedef {import('./types.js').Snapshot} Snapshot */

/** Beats come every 10 s: silence of 2.5 beats is a dead stream, ms. */
const SILENCE = 25_000;
/** A stream must greet within this, ms; doubled with every failure. */
const HELLO = 3000;
const HELLO_MAX = 15_000;
/** First pause before connecting again, ms; grows by half with every failure. */
const PAUSE = 300;
const PAUSE_MAX = 8000;
/** After this long without a stream the viewer is told, ms. */
const TELL = 2000;
/** An event that the server has accepted must arrive within this, ms. */
const OVERDUE = 2500;

/**
 * @typedef {object} StreamEvents
 * @property {(event: import('./types.js').RoomEvent) => void} room
 * @property {(snapshot: Snapshot) => void} reset
 * @property {(viewers: import('./types.js').Viewers) => void} viewers
 * @property {(film: {html: string}) => void} film how it stands with the film that is on
 * @property {(now: number, received: number) => void} clock a frame that carries the server's time
 * @property {() => void} frame after every frame
 * @property {() => void} hello connected anew
 * @property {(shown: boolean) => void} lost whether the viewer should know that the stream is gone
 * @property {(message: string) => void} dead no use in trying: what the viewer can do
 */

export class Stream {
  #base;
  #on;
  #seen;
  /** @type {EventSource|null} */
  #source = null;
  #generation = 0;
  #greeted = false;
  #failures = 0;
  #opened = 0;
  #heard = 0;
  #hiddenAt = 0;
  #retryTimer = 0;
  #tellTimer = 0;
  #overdueTimer = 0;
  #dead = false;

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {number} seen seq of the snapshot in the page
   * @param {StreamEvents} on
   */
  constructor(base, seen, on) {
    this.#base = base;
    this.#seen = seen;
    this.#on = on;
  }

  /** Seq of the last event applied. */
  get seen() {
    return this.#seen;
  }

  /** How events come here. @returns {'events'|'post'|'poll'} */
  get transport() {
    return 'events';
  }

  get connected() {
    return this.#greeted;
  }

  /** Connects, and stays connected for the life of the page. */
  start() {
    setInterval(() => this.#watch(), 500);
    window.addEventListener('online', () => this.renew());
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) this.renew();
    });
    window.addEventListener('pagehide', () => this.#close()); // WebKit would revive it on its own
    document.addEventListener('visibilitychange', () => this.#visibility());
    this.#connect();
  }

  /** Replaces the stream by a new one at once. */
  renew() {
    if (this.#dead) return;
    this.#failures = 0;
    this.#connect();
  }

  /** Ends the connection for good. */
  stop() {
    this.#dead = true;
    this.#close();
    clearTimeout(this.#tellTimer);
    clearTimeout(this.#overdueTimer);
  }

  /**
   * Says that the server has accepted an event: when it does not arrive, the stream is stale.
   * @param {number} seq
   */
  expect(seq) {
    if (!(seq > this.#seen)) return;
    clearTimeout(this.#overdueTimer);
    this.#overdueTimer = window.setTimeout(() => {
      if (seq > this.#seen) this.renew();
    }, OVERDUE);
  }

  #connect() {
    this.#close();
    const generation = this.#generation;
    const source = new EventSource(`${this.#base}/events?since=${this.#seen}`);
    this.#source = source;
    this.#opened = performance.now();
    /** @param {string} name @param {(data: any) => void} take */
    const on = (name, take) => source.addEventListener(name, (event) => {
      if (generation === this.#generation) this.#frame(/** @type {MessageEvent} */ (event), take);
    });
    on('hello', () => this.#hello());
    on('room', (event) => this.#room(event));
    on('reset', (snapshot) => this.#reset(snapshot));
    on('viewers', (viewers) => this.#on.viewers(viewers));
    on('film', (film) => this.#on.film(film));
    on('beat', (beat) => this.#beat(beat));
    source.addEventListener('error', () => {
      if (generation === this.#generation) this.#failed(source.readyState === EventSource.CLOSED);
    });
  }

  /** Ends the present stream, and with it everything that it may still deliver. */
  #close() {
    this.#generation++;
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#retryTimer);
    if (this.#greeted || this.#tellTimer === 0) this.#tell();
    this.#greeted = false;
  }

  #tell() {
    clearTimeout(this.#tellTimer);
    this.#tellTimer = window.setTimeout(() => this.#on.lost(true), TELL);
  }

  /**
   * @param {MessageEvent} event
   * @param {(data: any) => void} take
   */
  #frame(event, take) {
    const received = performance.now();
    this.#heard = received;
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return this.#failed(false); // cut or mangled on its way
    }
    if (typeof data.now === 'number') this.#on.clock(data.now, received);
    take(data);
    this.#on.frame();
  }

  #hello() {
    this.#greeted = true;
    this.#failures = 0;
    clearTimeout(this.#tellTimer);
    this.#tellTimer = 0;
    this.#on.lost(false);
    this.#on.hello();
  }

  /** @param {import('./types.js').RoomEvent} event */
  #room(event) {
    switch (judge(this.#seen, event.seq)) {
      case 'apply':
        this.#seen = event.seq;
        return this.#on.room(event);
      case 'gap':
        return this.#failed(false);
    }
  }

  /** @param {Snapshot} snapshot */
  #reset(snapshot) {
    this.#seen = snapshot.seq;
    this.#on.reset(snapshot);
  }

  /** Beats come after all events they know of. @param {{seq: number}} beat */
  #beat({seq}) {
    if (seq > this.#seen) this.#failed(false);
  }

  /** @param {boolean} refused the server answered, and not with a stream */
  async #failed(refused) {
    this.#close();
    const generation = this.#generation;
    const failures = ++this.#failures;
    if (refused || failures % 4 === 0) {
      const message = await this.#verdict();
      if (generation !== this.#generation) return;
      if (message) return this.#die(message);
    }
    const pause = Math.min(PAUSE_MAX, PAUSE * 1.5 ** (failures - 1)) * (0.5 + Math.random());
    this.#retryTimer = window.setTimeout(() => this.#connect(), pause);
  }

  /** Why the room can't be reached ever again, or '' when that is not so. */
  async #verdict() {
    try {
      const {status} = await fetch(`${this.#base}/state`, {cache: 'no-store', headers: {Accept: 'application/json'}});
      if (status === 404) return 'This room is no longer there. Ask for a new link.';
      if (status === 401 || status === 403) return 'You are no longer in this room. Reload the page to come back.';
    } catch { /* offline */ }
    return '';
  }

  /** @param {string} message */
  #die(message) {
    this.#dead = true;
    clearTimeout(this.#tellTimer);
    this.#on.dead(message);
  }

  #watch() {
    if (this.#dead || !this.#source) return;
    const now = performance.now();
    const patience = Math.min(HELLO_MAX, HELLO * 2 ** this.#failures);
    const late = this.#greeted ? now - this.#heard > SILENCE : now - this.#opened > patience;
    if (late) this.#failed(false);
  }

  /** Phones kill the sockets of hidden pages without a word. */
  #visibility() {
    const now = performance.now();
    if (document.hidden) {
      this.#hiddenAt = now;
    } else if (now - this.#hiddenAt > 4000 || now - this.#heard > SILENCE / 2) {
      this.renew();
    }
  }
}

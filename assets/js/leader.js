// The exchange in one of the tabs, which leads the others of the same room: for browsers without shared workers.
// Who holds the room's lock leads. The lock is released when the tab ends; one that hangs is robbed of it.

import {Exchange} from './exchange.js';
import {language} from './words.js';

/** The exchange answers who joins within this, or hangs, ms. */
const ANSWER = 4000;
/** A leader that is hidden has slow timers: a visible follower that has no stream for this long takes over, ms. */
const TAKE_OVER = 4000;

/** @typedef {import('./exchange.js').TabMessage} TabMessage */
/** @typedef {import('./exchange.js').ExchangeMessage} ExchangeMessage */

export class Leader {
  /** @type {'leader'|'follower'} */
  kind = 'follower';
  #name;
  #receive;
  #failed;
  #channel;
  /** @type {Exchange|null} */
  #exchange = null;
  #closed = new AbortController();
  #release = () => {};
  #answer = 0;
  #takeOver = 0;
  /** @type {TabMessage[]} said before anybody led */
  #unsaid = [];
  #settled = false;
  #queued = false;

  /** Whether the browser can. */
  static get possible() {
    return 'BroadcastChannel' in globalThis && 'locks' in navigator;
  }

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {(message: ExchangeMessage) => void} receive
   * @param {() => void} failed locks are refused here
   */
  constructor(base, receive, failed) {
    this.#failed = failed;
    this.#name = `goblet ${base} ${language}`;
    this.#receive = receive;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({data}) => this.#hear(data));
    this.#request({ifAvailable: true});
  }

  /** @param {TabMessage} message */
  send(message) {
    if (!this.#settled) return void this.#unsaid.push(message);
    if (this.#exchange) return this.#exchange.take(message, this.#receive);
    this.#channel.postMessage({from: message});
    if (message.type !== 'join') return;
    clearTimeout(this.#answer);
    this.#answer = window.setTimeout(() => this.silent(), ANSWER);
  }

  close() {
    this.#closed.abort();
    clearTimeout(this.#answer);
    clearTimeout(this.#takeOver);
    this.#exchange?.close();
    this.#exchange = null;
    this.#release();
    this.#channel.close();
  }

  /** The leader hangs: takes the lead. */
  silent() {
    if (!this.#exchange && !this.#closed.signal.aborted) this.#request({steal: true});
  }

  /** @param {LockOptions} options */
  #request(options) {
    const {signal} = this.#closed;
    navigator.locks.request(this.#name, options.steal || options.ifAvailable ? options : {signal}, (lock) => {
      if (signal.aborted) return;
      if (!options.steal && !options.ifAvailable) this.#queued = false;
      if (lock) return this.#lead();
      this.#queue();
      this.#settle();
    }).catch(() => this.#robbed());
  }

  /** @returns {Promise<void>} until this tab leads no more */
  #lead() {
    this.kind = 'leader';
    clearTimeout(this.#answer);
    clearTimeout(this.#takeOver);
    this.#exchange ??= new Exchange();
    const over = new Promise((resolve) => { this.#release = () => resolve(undefined); });
    if (this.#settled) this.#receive({type: 'who'});
    this.#settle();
    this.#channel.postMessage({type: 'who'});
    return /** @type {Promise<void>} */ (over);
  }

  #settle() {
    this.#settled = true;
    for (const message of this.#unsaid.splice(0)) this.send(message);
  }

  /** A lock is not to be had, or another tab took the lead, since this one seemed to hang. */
  #robbed() {
    if (this.#closed.signal.aborted) return;
    if (!this.#settled) return this.#failed();
    if (!this.#exchange) return;
    this.kind = 'follower';
    this.#exchange.close();
    this.#exchange = null;
    this.#receive({type: 'who'});
    this.#queue();
  }

  /** For the day when the leader is gone. */
  #queue() {
    if (!this.#queued) this.#request({});
    this.#queued = true;
  }

  /** @param {{from: TabMessage}|ExchangeMessage} message of another tab */
  #hear(message) {
    if ('from' in message) return this.#exchange?.take(message.from, this.#broadcast);
    if (this.#exchange) return; // of a leader that does not know yet that it was robbed
    if (message.type !== 'ping') clearTimeout(this.#answer);
    if (message.state) this.#mind(message);
    this.#receive(message);
  }

  /** @param {ExchangeMessage} message */
  #broadcast = (message) => this.#channel.postMessage(message);

  /** @param {ExchangeMessage} message */
  #mind({state, hidden}) {
    clearTimeout(this.#takeOver);
    if (state?.connected || state?.dead || !hidden || document.hidden) return;
    this.#takeOver = window.setTimeout(() => this.silent(), TAKE_OVER);
  }
}

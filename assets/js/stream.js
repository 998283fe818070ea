// The room's stream as a page sees it. The connection itself (line.js) belongs to all tabs of the browser together, where
// they can share one (exchange.js). Here the page's own sequence is kept: what reaches on.room is applied once and in order.

import {LATEST, PASSING} from './frames.js';
import {Leader} from './leader.js';
import {openOwn} from './own.js';
import {judge} from './sequence.js';
import {openWorker} from './worker.js';

/** @typedef {import('./types.js').Snapshot} Snapshot */
/** @typedef {import('./exchange.js').ExchangeMessage} ExchangeMessage */

/** After this long without a stream the viewer is told, ms. */
const TELL = 2000;
/** An event that the server has accepted must arrive within this, ms. */
const OVERDUE = 2500;
/** The exchange says something every 10 s: after so many silent seconds another one is looked for. */
const SILENT = 25;
/** What was missed must be here within this, or is asked for again, ms. */
const MISSED = 5000;
/** Where a tab remembers which rung worked. */
const MEMORY = 'goblet.rung';

/**
 * @typedef {object} StreamEvents
 * @property {(event: import('./types.js').RoomEvent) => void} room
 * @property {(snapshot: Snapshot) => void} reset
 * @property {(viewers: import('./types.js').Viewers) => void} viewers
 * @property {(film: {html: string}) => void} film how it stands with the film that is on
 * @property {(ready: {html: string}) => void} [ready] how far the viewers are during a ready check
 * @property {(reactions: {counts: Record<string, number>}) => void} [reactions] how viewers have reacted just now
 * @property {(standing: import('./types.js').Standing) => void} [status] how the viewers are doing
 * @property {(typing: {viewers: import('./types.js').Person[]}) => void} [typing] who is writing
 * @property {(knocks: {count: number}) => void} [knocks] how many people ask to come in
 * @property {(log: {ok: boolean}) => void} [log] whether the server can write the room's log
 * @property {(now: number, received: number) => void} clock a frame that carries the server's time
 * @property {() => void} frame after every frame
 * @property {(hello: {node: string}) => void} hello connected anew, to which process of the server
 * @property {(shown: boolean, why: string) => void} lost whether the viewer should know that the stream is gone; why: the server's own words for taking none now, or ''
 * @property {(message: string) => void} dead no use in trying: what the viewer can do, to be said
 */

/**
 * How the page is connected, for those who want to know.
 * @typedef {object} TransportStatus
 * @property {'events'|'post'|'poll'} transport
 * @property {string} reason why this one and not a better one, in English
 * @property {string[]} reasons the same, sentences to be said
 * @property {boolean} connected
 * @property {string} refusal why the server takes no stream now, in its own words and the viewer's language, or ''
 * @property {number} since Unix ms of this connection's greeting, 0: none yet
 * @property {number} reconnects
 * @property {'worker'|'leader'|'follower'|'own'} shared whose connection it is
 * @property {{at: number, transport: string, reason: string}[]} history its changes, the oldest first
 */

export class Stream {
  #base;
  #seen;
  #on;
  /** @type {('worker'|'leader'|'own')[]} ways to share the connection that are still to be tried */
  #ways;
  #tab = Math.random().toString(36).slice(2);
  /** @type {import('./own.js').Carrier|null} null: the page is put away */
  #carrier = null;
  /** @type {import('./line.js').LineState} */
  #state = {connected: false, dead: '', refusal: '', transport: 'events', reasons: [], since: 0, reconnects: 0, history: [], memory: {rung: 'events', why: '', at: 0}};
  #speaker = '';
  /** Whether the exchange has answered. */
  #welcome = false;
  #silent = 0;
  /** @type {{name: string, data: any}[]|null} what comes while missed events are fetched */
  #waiting = null;
  #tellTimer = 0;
  #overdueTimer = 0;
  #hiddenAt = 0;
  #stopped = false;

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {number} seen seq of the snapshot in the page
   * @param {StreamEvents} on
   * @param {('worker'|'leader'|'own')[]} [ways] to share the connection with other tabs, best first
   */
  constructor(base, seen, on, ways = ['worker', 'leader', 'own']) {
    this.#base = base;
    this.#seen = seen;
    this.#on = on;
    this.#ways = ways;
    this.#state = {...this.#state, memory: recall() ?? this.#state.memory};
  }

  /** Seq of the last event applied. */
  get seen() {
    return this.#seen;
  }

  /** How events come here. @returns {'events'|'post'|'poll'} */
  get transport() {
    return this.#state.transport;
  }

  get connected() {
    return this.#welcome && this.#state.connected;
  }

  /** Whether this tab is the one that reports for its browser: of several in the room the one that is looked at. */
  get speaks() {
    return !this.#welcome || this.#speaker === this.#tab;
  }

  /** @returns {TransportStatus} */
  status() {
    const {transport, reasons, refusal, since, reconnects, history} = this.#state;
    return {transport, reason: reasons.join(' '), reasons, connected: this.connected, refusal, since, reconnects, shared: this.#carrier?.kind ?? 'own', history};
  }

  /** Connects, and stays connected for the life of the page. */
  start() {
    setInterval(() => this.#watch(), 1000);
    window.addEventListener('online', () => this.#renew('network'));
    this.#followNetwork();
    // WebKit would revive streams of a page that was put away, and others would keep a dead one.
    window.addEventListener('pagehide', () => this.#detach());
    window.addEventListener('pageshow', (event) => event.persisted && this.#attach());
    document.addEventListener('freeze', () => this.#detach());
    document.addEventListener('resume', () => this.#attach());
    document.addEventListener('visibilitychange', () => this.#visibility());
    this.#attach();
  }

  /** From Wi-Fi to mobile and back, where the browser says so. Its other changes are mere estimates of the speed. */
  #followNetwork() {
    const {connection} = /** @type {any} */ (navigator);
    let type = connection?.type;
    connection?.addEventListener?.('change', () => {
      if (connection.type === type) return;
      type = connection.type;
      this.#renew('network');
    });
  }

  /** Replaces the stream by a new one at once. */
  renew() {
    this.#renew('asked');
  }

  /** Ends the connection for good. */
  stop() {
    this.#stopped = true;
    this.#detach();
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
      if (!(seq > this.#seen)) return;
      this.#join();
      this.#say({type: 'overdue', seq});
    }, OVERDUE);
  }

  #attach() {
    if (this.#carrier || this.#stopped || this.#state.dead) return;
    this.#silent = 0;
    this.#tell();
    /** @type {import('./own.js').Carrier|null} */
    let carrier = null;
    const receive = (/** @type {ExchangeMessage} */ message) => {
      if (carrier === this.#carrier && (!message.to || message.to === this.#tab)) this.#take(message);
    };
    const failed = () => carrier === this.#carrier && this.#otherWay();
    const way = this.#ways[0];
    if (way === 'worker') carrier = 'SharedWorker' in window ? openWorker(receive, failed) : null;
    else if (way === 'leader') carrier = Leader.possible ? new Leader(this.#base, receive, failed) : null;
    else carrier = openOwn(receive);
    this.#carrier = carrier;
    if (carrier) this.#join();
    else this.#otherWay();
  }

  #otherWay() {
    this.#detach();
    if (this.#ways.length > 1) this.#ways = this.#ways.slice(1);
    this.#attach();
  }

  #detach() {
    if (this.connected) remember({...this.#state.memory, at: Date.now()});
    this.#say({type: 'leave'});
    this.#carrier?.close();
    this.#carrier = null;
    this.#welcome = false;
    this.#tell();
  }

  #join() {
    this.#say({type: 'join', since: this.#seen, visible: !document.hidden, memory: this.#state.memory});
  }

  /** @param {Omit<import('./exchange.js').TabMessage, 'tab'|'base'>} message */
  #say(message) {
    this.#carrier?.send({...message, tab: this.#tab, base: this.#base});
  }

  /** @param {'network'|'awake'|'asked'} why */
  #renew(why) {
    if (this.#state.dead || this.#stopped) return;
    this.#say({type: 'renew', why});
  }

  /** @param {ExchangeMessage} message */
  #take(message) {
    this.#silent = 0;
    switch (message.type) {
      case 'who':
        return this.#join();
      case 'ping':
        return this.#say({type: 'here'});
      case 'frame':
        return this.#frame(message.name ?? '', message.data, true);
      case 'state':
        return this.#changed(message);
      case 'welcome':
        return this.#welcomed(message);
    }
  }

  /** @param {ExchangeMessage} message */
  #welcomed(message) {
    const again = this.#welcome;
    this.#welcome = true;
    this.#changed(message);
    if (!again && this.connected) this.#on.hello({node: message.node ?? ''}); // it has greeted before this tab came
    for (const {name, data} of message.frames ?? []) this.#frame(name, data, false);
    // Behind: something is no longer kept. Ahead: this page is newer than the stream, or from before the server lost its log.
    if (message.seq !== this.#seen) this.#fetchMissed();
  }

  /** @param {ExchangeMessage} message */
  #changed({state, speaker}) {
    const was = this.#state;
    if (!state) return;
    this.#state = state;
    this.#speaker = speaker ?? '';
    if (state.memory.rung !== was.memory.rung) remember(state.memory);
    if (state.dead) {
      clearTimeout(this.#tellTimer);
      if (!was.dead) this.#on.dead(state.dead);
    } else if (this.connected) {
      clearTimeout(this.#tellTimer);
      this.#tellTimer = 0;
      this.#on.lost(false, '');
    } else if (state.refusal) {
      clearTimeout(this.#tellTimer);
      this.#tellTimer = 0;
      this.#on.lost(true, state.refusal);
    } else {
      this.#tell();
    }
  }

  #tell() {
    if (this.#tellTimer || this.#stopped) return;
    this.#tellTimer = window.setTimeout(() => this.#on.lost(true, ''), TELL);
  }

  /**
   * @param {string} name
   * @param {any} data
   * @param {boolean} fresh it comes from the server just now
   */
  #frame(name, data, fresh) {
    const received = performance.now(); // a little late when a worker had it first, which no clock minds: it is a bound
    if (fresh && typeof data.now === 'number') this.#on.clock(data.now, received);
    this.#apply(name, data);
    if (fresh) this.#on.frame();
  }

  /** @param {string} name @param {any} data */
  #apply(name, data) {
    switch (name) {
      case 'hello':
        return this.#on.hello(data);
      case 'room':
        return this.#room(data);
      case 'reset':
        return this.#reset(data);
      default:
        if (LATEST.includes(name) || PASSING.includes(name)) /** @type {any} */ (this.#on)[name]?.(data);
    }
  }

  /** @param {import('./types.js').RoomEvent} event */
  #room(event) {
    if (this.#waiting) return void this.#waiting.push({name: 'room', data: event});
    switch (judge(this.#seen, event.seq)) {
      case 'apply':
        this.#seen = event.seq;
        return this.#on.room(event);
      case 'gap': // the line has none: this tab came too late for what the exchange keeps
        this.#fetchMissed();
        this.#waiting?.push({name: 'room', data: event});
    }
  }

  /** @param {Snapshot} snapshot */
  #reset(snapshot) {
    if (this.#waiting) return void this.#waiting.push({name: 'reset', data: snapshot});
    this.#seen = snapshot.seq;
    this.#on.reset(snapshot);
  }

  /** Fetches what the exchange no longer has. Numbered frames wait meanwhile. */
  async #fetchMissed() {
    if (this.#waiting) return;
    this.#waiting = [];
    const answer = await missed(this.#base, this.#seen);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (this.#stopped) return;
    if (!answer) return void setTimeout(() => this.#join(), TELL); // the welcome tells what is still missing
    if (answer.reset) this.#reset(answer.reset);
    for (const event of answer.events) this.#room(event);
    for (const {name, data} of waiting) this.#apply(name, data);
  }

  #watch() {
    if (!this.#carrier || this.#state.dead || ++this.#silent < SILENT) return;
    this.#silent = 0;
    this.#carrier.silent?.();
    this.#join();
  }

  /** Phones kill the sockets of hidden pages without a word. */
  #visibility() {
    const now = performance.now();
    this.#say({type: 'shows', visible: !document.hidden});
    if (document.hidden) {
      this.#hiddenAt = now;
    } else if (now - this.#hiddenAt > 4000) {
      this.#join();
      this.#renew('awake');
    }
  }
}

/** @param {string} base @param {number} since @returns {Promise<{events: any[], reset?: Snapshot}|null>} */
async function missed(base, since) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), MISSED);
  try {
    const headers = {Accept: 'application/json'};
    const response = await fetch(`${base}/log?since=${since}&wait=0`, {cache: 'no-store', headers, signal: give.signal});
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {import('./ladder.js').Memory|null} */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY) ?? 'null');
  } catch {
    return null; // storage is blocked, or holds something else
  }
}

/** @param {import('./ladder.js').Memory} memory */
function remember(memory) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify(memory));
  } catch { /* storage is blocked: the next page finds out by itself */ }
}

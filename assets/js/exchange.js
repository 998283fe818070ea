// Where the tabs of a browser meet: one line a room, whose frames go to all tabs that are in the room. It runs in a shared
// worker, in the tab that leads the others, or in a tab for itself; see worker.js, leader.js and own.js.

import {LATEST} from './frames.js';
import {Line} from './line.js';

/** Numbered frames kept for tabs that come or come back; who lacks more fetches it. */
const KEPT = 256;
/** Tabs are asked for a sign of life, ms, and forgotten without one, ms; who was only asleep then joins again. */
const ASK = 10_000;
const FORGET = 45_000;

/**
 * What a tab says.
 * @typedef {object} TabMessage
 * @property {'join'|'leave'|'here'|'shows'|'renew'|'overdue'} type
 * @property {string} tab
 * @property {string} base of the room
 * @property {number} [since] join: seq of the last event applied
 * @property {boolean} [visible] join, shows
 * @property {import('./ladder.js').Memory|null} [memory] join
 * @property {'network'|'awake'|'asked'} [why] renew
 * @property {number} [seq] overdue
 */

/**
 * What tabs are told. `to` is one tab; without it, all.
 * @typedef {object} ExchangeMessage
 * @property {'welcome'|'frame'|'state'|'who'|'ping'} type
 * @property {string} [to]
 * @property {import('./line.js').LineState} [state] welcome, state
 * @property {string} [speaker] welcome, state: the tab that reports for this browser
 * @property {boolean} [hidden] welcome, state: no tab is visible where the exchange is
 * @property {{name: string, data: any}[]} [frames] welcome: what was missed, as far as it is kept
 * @property {number} [seq] welcome: the newest event
 * @property {string} [node] welcome: the process of the server that greeted last
 * @property {string} [name] frame
 * @property {any} [data] frame
 */

/** @typedef {(message: ExchangeMessage) => void} Send tabs that are reached by one message share one function */
/** @typedef {{send: Send, heard: number, visible: boolean, shown: number}} Tab */

/**
 * @typedef {object} Room
 * @property {Line} line
 * @property {Map<string, Tab>} tabs
 * @property {{name: string, data: any}[]} kept numbered frames, contiguous
 * @property {Map<string, any>} latest of the frames without number
 * @property {string} speaker
 * @property {string} node the process of the server that greeted last
 */

export class Exchange {
  /** @type {Map<string, Room>} by base */
  #rooms = new Map();
  #timer;

  constructor() {
    this.#timer = setInterval(() => this.#ask(), ASK);
  }

  /** Ends all lines. The tabs are told nothing. */
  close() {
    clearInterval(this.#timer);
    for (const {line} of this.#rooms.values()) line.close();
    this.#rooms.clear();
  }

  /**
   * Takes what a tab says.
   * @param {TabMessage} message
   * @param {Send} send to this tab
   */
  take(message, send) {
    const {type, tab: id, base} = message;
    if (type === 'join') return this.#join(message, send);
    const room = this.#rooms.get(base);
    const tab = room?.tabs.get(id);
    if (type === 'leave') return this.#leave(base, id);
    if (!room || !tab) return send({type: 'who', to: id});
    tab.heard = performance.now();
    if (type === 'shows') this.#shows(room, tab, message.visible ?? true);
    if (type === 'renew') room.line.renew(message.why ?? 'asked');
    if (type === 'overdue') room.line.overdue(message.seq ?? 0);
  }

  /** Forgets all tabs that are reached in this way. @param {Send} send */
  gone(send) {
    for (const [base, {tabs}] of this.#rooms) {
      for (const [id, tab] of tabs) if (tab.send === send) this.#leave(base, id);
    }
  }

  /** @param {TabMessage} message @param {Send} send */
  #join({tab: id, base, since = 0, visible = true, memory = null}, send) {
    const known = this.#rooms.get(base);
    // A line that has ended for good may be worth another try for who comes; others of the room join again when they ask.
    const room = known && !known.line.state.dead ? known : this.#enter(base, since, memory);
    const now = performance.now();
    room.tabs.set(id, {send, heard: now, visible, shown: visible ? now : 0});
    const other = this.#elect(room);
    const missed = room.kept.filter(({data}) => data.seq > since);
    const frames = [...[...room.latest].map(([name, data]) => ({name, data})), ...missed];
    send({type: 'welcome', to: id, frames, seq: room.line.seen, node: room.node, ...this.#standing(room)});
    if (other && room.tabs.size > 1) this.#tell(room, {type: 'state', ...this.#standing(room)});
  }

  /** @param {string} base @param {number} since @param {import('./ladder.js').Memory|null} memory @returns {Room} */
  #enter(base, since, memory) {
    const line = new Line(base, since, memory, {
      frame: (name, data) => this.#frame(room, name, data),
      changed: () => this.#tell(room, {type: 'state', ...this.#standing(room)}),
    });
    /** @type {Room} */
    const room = {line, tabs: new Map(), kept: [], latest: new Map(), speaker: '', node: ''};
    this.#rooms.set(base, room);
    return room;
  }

  /** @param {Room} room @param {string} name @param {any} data */
  #frame(room, name, data) {
    if (name === 'hello') room.node = data.node;
    if (name === 'reset') room.kept = [];
    if (name === 'reset' || name === 'room') room.kept.push({name, data});
    if (room.kept.length > KEPT) room.kept.shift();
    if (LATEST.includes(name)) room.latest.set(name, data);
    this.#tell(room, {type: 'frame', name, data});
  }

  /** @param {string} base @param {string} id */
  #leave(base, id) {
    const room = this.#rooms.get(base);
    if (!room?.tabs.delete(id)) return;
    if (room.tabs.size === 0) {
      room.line.close();
      this.#rooms.delete(base);
    } else if (this.#elect(room)) {
      this.#tell(room, {type: 'state', ...this.#standing(room)});
    }
  }

  /** @param {Room} room @param {Tab} tab @param {boolean} visible */
  #shows(room, tab, visible) {
    tab.visible = visible;
    if (visible) tab.shown = performance.now();
    this.#elect(room);
    this.#tell(room, {type: 'state', ...this.#standing(room)});
  }

  /** Who was looked at last speaks for all, a visible tab before others. @param {Room} room */
  #elect(room) {
    const before = room.speaker;
    const order = (/** @type {Tab} */ {visible, shown}) => (visible ? 1e12 : 0) + shown;
    room.speaker = [...room.tabs].reduce((best, one) => (order(one[1]) > order(best[1]) ? one : best))[0];
    return room.speaker !== before;
  }

  /** @param {Room} room */
  #standing({line, speaker}) {
    return {state: line.state, speaker, hidden: globalThis.document?.hidden ?? false};
  }

  /** @param {Room} room @param {ExchangeMessage} message */
  #tell({tabs}, message) {
    for (const send of new Set([...tabs.values()].map((tab) => tab.send))) send(message);
  }

  #ask() {
    const now = performance.now();
    for (const [base, room] of this.#rooms) {
      for (const [id, {heard}] of room.tabs) if (now - heard > FORGET) this.#leave(base, id);
      this.#tell(room, {type: 'ping'});
    }
  }
}

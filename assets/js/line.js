// The one connection to a room, for a tab or for all tabs of a browser: chooses and changes its rung, comes back by itself,
// and owns the sequence: numbered frames are handed on exactly once and in order, whichever rung brings them.
// It runs in pages and in workers, and knows nothing of documents.

import {lookPause, pause} from './backoff.js';
import {CLOSED} from './closed.js';
import {openEvents} from './eventsource.js';
import {Ladder} from './ladder.js';
import {openPoll} from './longpoll.js';
import {openPost} from './poststream.js';
import {OUT} from './putout.js';
import {reach} from './reach.js';
import {judge} from './sequence.js';

/** Beats come every 10 s: silence of 2.5 beats is a dead stream, ms. A poll's answers may take longer. */
const SILENCE = {events: 25_000, post: 25_000, poll: 40_000};
/** A stream must greet within this, ms; doubled with every failure. */
const HELLO = 3000;
const HELLO_MAX = 15_000;
/** A stream that ends before this was cut short, ms. */
const SHORT = 2000;
/** Clocks that stood still for this long have slept, ms. */
const SLEPT = 5000;
const TICK = 500;

/** @typedef {import('./ladder.js').Rung} Rung */

/**
 * One try of one rung.
 * @typedef {object} Attempt
 * @property {Rung} rung
 * @property {boolean} look beside the present rung, to see whether this one works
 * @property {number} opened
 * @property {number} heard when the last frame came, 0 before the first
 * @property {boolean} suspect it is held back or dead, but may still deliver until another one greets
 * @property {import('./eventsource.js').Connection|null} connection null: closed
 */

/**
 * @typedef {object} LineEvents
 * @property {(name: string, data: any) => void} frame
 * @property {() => void} changed its state is another
 */

/**
 * @typedef {object} LineState
 * @property {boolean} connected
 * @property {string} dead why there is no use in trying, a sentence that pages say, or ''
 * @property {string} refusal why the server takes no stream now, in its own words and the viewer's language, or ''
 * @property {Rung} transport
 * @property {string[]} reasons why this rung and not a better one, sentences that pages say
 * @property {number} since Unix ms of the last greeting, 0: never
 * @property {number} reconnects
 * @property {{at: number, transport: Rung, reason: string}[]} history
 * @property {import('./ladder.js').Memory} memory
 */

const OPEN = {events: openEvents, post: openPost, poll: openPoll};

export class Line {
  #base;
  #seen;
  #on;
  #ladder;
  /** @type {Attempt[]} the newest last */
  #attempts = [];
  #connected = false;
  #dead = '';
  #refusal = '';
  #since = 0;
  #greetings = 0;
  #failures = 0;
  #shorts = 0;
  #crowd = 1;
  /** How often another server was looked for since this one lost its log. */
  #looks = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #looking;
  #generation = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #retry;
  #watch;
  #ticked = performance.now();

  /**
   * Connects, and stays connected until it is closed.
   * @param {string} base the room's path, like /r/ID
   * @param {number} seen seq of the last event applied
   * @param {import('./ladder.js').Memory|null} memory of the rung that worked last
   * @param {LineEvents} on
   */
  constructor(base, seen, memory, on) {
    this.#base = base;
    this.#seen = seen;
    this.#on = on;
    this.#ladder = new Ladder(memory, Date.now());
    this.#watch = setInterval(() => this.#tick(), TICK);
    this.#open();
  }

  /** Seq of the last event handed on. */
  get seen() {
    return this.#seen;
  }

  /** @returns {LineState} */
  get state() {
    const {rung, reasons, history} = this.#ladder;
    return {
      connected: this.#connected, dead: this.#dead, refusal: this.#refusal, transport: rung, reasons, since: this.#since,
      reconnects: Math.max(0, this.#greetings - 1), history, memory: this.#ladder.memory(Date.now()),
    };
  }

  /**
   * Opens a new stream at once. The present one goes on until the new one greets.
   * @param {'network'|'awake'|'asked'} why network: it may be another one
   */
  renew(why) {
    if (this.#dead) return;
    const now = performance.now();
    const newest = this.#attempts.findLast((attempt) => attempt.connection && !attempt.look);
    const pending = newest && !newest.heard && now - newest.opened < (why === 'network' ? 150 : 1000);
    if (pending) return; // many tabs say so at once
    if (why === 'awake' && newest?.heard && now - newest.heard < 2000) return;
    if (why === 'network') this.#ladder.otherNetwork(Date.now());
    for (const attempt of this.#attempts) {
      if (attempt.heard && now - attempt.heard > SILENCE[attempt.rung] / 2) attempt.suspect = true;
    }
    this.#again();
  }

  /** The server has accepted an event, and it should long be here. @param {number} seq */
  overdue(seq) {
    if (this.#dead || this.#refusal || seq <= this.#seen) return;
    this.#ladder.failed('overdue', true, Date.now());
    this.#again();
    this.#on.changed();
  }

  #again() {
    if (!this.#healthy()) this.#lost();
    this.#failures = 0;
    this.#open();
  }

  /** Whether there is a stream that nothing is known against. */
  #healthy() {
    return this.#attempts.some(({connection, heard, suspect}) => connection && heard && !suspect);
  }

  /** Ends the connection for good. */
  close() {
    this.#generation++;
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    clearTimeout(this.#looking);
    for (const attempt of this.#attempts) this.#end(attempt);
    this.#attempts = [];
    this.#connected = false;
  }

  /**
   * A server that has lost its log may be one of several: another one is looked for beside it, and it delivers until that greets.
   * @param {boolean} well whether this one has its log
   */
  #elsewhere(well) {
    clearTimeout(this.#looking);
    if (well) this.#looks = 0;
    else this.#looking = setTimeout(() => this.#again(), lookPause(this.#looks++, this.#crowd, Math.random()));
  }

  /** Tries the ladder's rung, or another one to look whether it works. @param {Rung|null} [look] */
  #open(look) {
    if (!look) {
      this.#generation++;
      clearTimeout(this.#retry);
      for (const old of this.#attempts) { // those that may still deliver go on until the new one greets
        if (!old.look && old.rung === this.#ladder.rung && (old.suspect || !old.heard)) this.#end(old);
      }
    }
    /** @type {Attempt} */
    const attempt = {
      rung: look ?? this.#ladder.rung, look: Boolean(look), opened: performance.now(), heard: 0, suspect: false, connection: null,
    };
    attempt.connection = OPEN[attempt.rung](this.#base, this.#seen, {
      frame: (name, data) => attempt.connection && this.#frame(attempt, name, data),
      ended: (refused) => attempt.connection && this.#ended(attempt, refused),
    });
    this.#attempts = [...this.#attempts.filter((old) => old.connection), attempt];
  }

  /** What it may still deliver is heard no more. @param {Attempt} attempt */
  #end(attempt) {
    attempt.connection?.close();
    attempt.connection = null;
  }

  /** @param {Attempt} attempt @param {string} name @param {string} text */
  #frame(attempt, name, text) {
    attempt.heard = performance.now();
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      return this.#ended(attempt, false); // cut or mangled on its way
    }
    switch (name) {
      case 'hello':
        return this.#greeted(attempt, data);
      case 'room': {
        const verdict = judge(this.#seen, data.seq);
        if (verdict === 'gap') return this.#ended(attempt, false);
        if (verdict === 'drop') return;
        this.#seen = data.seq;
        break;
      }
      case 'reset':
        this.#seen = data.seq;
        break;
      case 'viewers':
        this.#crowd = data.count;
        break;
      case 'log':
        this.#elsewhere(data.ok);
        break;
      case 'move': // the server ends; another one, or its successor, is there
        return this.#moved(attempt);
      case 'out':
        return this.#die(OUT);
      case 'beat': // comes after all events that it knows of
        if (data.seq > this.#seen) return this.#ended(attempt, false);
    }
    this.#on.frame(name, data);
    if (name === 'room' && data.kind === 'close') this.#die(CLOSED); // nothing comes after it
  }

  /** Opens another stream at once, for a server that ends. @param {Attempt} attempt that is about to end */
  #moved(attempt) {
    attempt.suspect = true;
    this.#failures = 0;
    this.#open();
  }

  /** @param {Attempt} attempt @param {any} hello */
  #greeted(attempt, hello) {
    this.#generation++;
    clearTimeout(this.#retry);
    for (const other of this.#attempts) if (other !== attempt) this.#end(other);
    this.#attempts = [attempt];
    attempt.look = false;
    this.#ladder.works(attempt.rung, Date.now());
    this.#failures = 0;
    this.#greetings++;
    this.#since = Date.now();
    this.#connected = true;
    this.#refusal = '';
    this.#on.changed();
    this.#on.frame('hello', hello);
  }

  /** @param {Attempt} attempt @param {boolean} refused */
  #ended(attempt, refused) {
    this.#end(attempt);
    this.#attempts = this.#attempts.filter((other) => other.connection);
    if (attempt.look) return this.#worthless();
    if (this.#attempts.some((other) => !other.look && !other.suspect && other.opened > attempt.opened)) {
      if (!this.#healthy()) this.#lost();
      return; // another one is about to be in its place
    }
    const lived = attempt.heard > 0;
    const short = lived && performance.now() - attempt.opened < SHORT;
    this.#shorts = short ? this.#shorts + 1 : lived ? 0 : this.#shorts;
    if (lived && !short) this.#ladder.carried();
    this.#failed(short ? 'short' : lived ? 'ended' : refused ? 'refused' : 'broken');
  }

  /**
   * There is no stream, or none that can be trusted.
   * @param {import('./ladder.js').Mishap} mishap
   */
  async #failed(mishap) {
    if (!this.#healthy()) this.#lost();
    const failures = Math.max(++this.#failures, this.#shorts);
    const generation = ++this.#generation;
    clearTimeout(this.#retry);
    if (mishap !== 'ended') {
      const {answers, dead, refusal} = await reach(this.#base, question(mishap, failures), this.#seen);
      if (generation !== this.#generation) return;
      if (dead) return this.#die(dead);
      if (refusal) return this.#refused(refusal);
      this.#refusedFor('');
      const next = this.#ladder.failed(mishap, answers, Date.now());
      if (next) this.#on.changed();
      if (next || answers && mishap === 'stale') return this.#open();
    }
    this.#wait(failures, 0);
  }

  /**
   * Tries again after a pause, and no longer hopes for what has not greeted.
   * @param {number} failures
   * @param {number} least ms
   */
  #wait(failures, least) {
    for (const old of this.#attempts) if (!old.look && (old.suspect || !old.heard)) this.#end(old);
    this.#retry = setTimeout(() => this.#open(), least + pause(failures, this.#crowd, Math.random()));
  }

  /**
   * The way is good, there is only no place: perhaps since the stream that there is has it.
   * @param {import('./reach.js').Refusal} refusal
   */
  #refused({said, wait}) {
    this.#failures = 0;
    if (this.#healthy()) return;
    this.#refusedFor(said);
    this.#wait(1, wait);
  }

  /** @param {string} why or '' */
  #refusedFor(why) {
    if (why === this.#refusal) return;
    this.#refusal = why;
    this.#on.changed();
  }

  /** The rung that was looked at does not work. */
  #worthless() {
    const other = this.#ladder.worthless(Date.now());
    if (other) this.#open(other);
  }

  #lost() {
    if (!this.#connected) return;
    this.#connected = false;
    this.#on.changed();
  }

  /** @param {string} why */
  #die(why) {
    this.close();
    this.#dead = why;
    this.#on.changed();
  }

  #tick() {
    const now = performance.now();
    const slept = now - this.#ticked > SLEPT;
    this.#ticked = now;
    for (const attempt of this.#attempts) {
      if (!attempt.connection || attempt.suspect) continue;
      if (attempt.heard) this.#hear(attempt, now - attempt.heard, slept);
      else if (now - attempt.opened > this.#patience(attempt)) this.#silent(attempt);
    }
    const look = this.#connected && this.#ladder.look(Date.now());
    if (look) this.#open(look);
  }

  /** @param {Attempt} attempt */
  #patience({look}) {
    return look ? HELLO : Math.min(HELLO_MAX, HELLO * 2 ** this.#failures);
  }

  /** @param {Attempt} attempt @param {number} silence ms @param {boolean} slept */
  #hear(attempt, silence, slept) {
    const limit = SILENCE[attempt.rung];
    if (slept && silence > limit / 2) {
      attempt.suspect = true;
      this.#again();
    } else if (silence > limit) {
      attempt.suspect = true;
      this.#failed('stale');
    }
  }

  /** @param {Attempt} attempt that has not greeted */
  #silent(attempt) {
    if (attempt.look) {
      this.#end(attempt);
      this.#worthless();
    } else {
      attempt.suspect = true; // it may still come, until another one does
      this.#failed('silent');
    }
  }
}

/** What to ask the server after a failure. @param {import('./ladder.js').Mishap} mishap @param {number} failures */
function question(mishap, failures) {
  if (mishap === 'refused') return 'place';
  return failures % 4 === 0 ? 'room' : 'server';
}

import {normal, random} from './testing.js';

// Virtual time, and in it clocks that tell it wrong and links that delay.

/** The server's clock when a world begins, Unix ms. */
const EPOCH = 1.79e12;

export class World {
  /** ms since the world began */
  now = 0;
  /** @type {{at: number, order: number, act: () => void}[]} a heap, the earliest first */
  #queue = [];
  #order = 0;
  #gone = new Set();

  /** The server's clock, Unix ms. */
  get server() {
    return EPOCH + this.now;
  }

  /** @param {number} ms from now @param {() => void} act @returns {number} for cancel */
  after(ms, act) {
    const entry = {at: this.now + Math.max(0, ms), order: ++this.#order, act};
    const queue = this.#queue;
    let i = queue.push(entry) - 1;
    for (let up = (i - 1) >> 1; i > 0 && before(entry, queue[up]); i = up, up = (i - 1) >> 1) queue[i] = queue[up];
    queue[i] = entry;
    return entry.order;
  }

  /** @param {number} timer */
  cancel(timer) {
    if (timer > 0) this.#gone.add(timer);
  }

  /** Lets the world go on for so long. @param {number} ms */
  async run(ms) {
    const end = this.now + ms;
    while (this.#queue.length > 0 && this.#queue[0].at <= end) {
      const {at, order, act} = this.#pop();
      if (this.#gone.delete(order)) continue;
      this.now = at;
      act();
      if (this.promised) await this.#settle();
    }
    this.now = end;
  }

  /** Whether somebody awaits something that was just decided. */
  promised = false;

  async #settle() {
    this.promised = false;
    for (let i = 0; i < 6; i++) await null;
  }

  #pop() {
    const queue = this.#queue;
    const [first] = queue;
    const last = /** @type {typeof first} */ (queue.pop());
    if (queue.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && before(queue[child + 1], queue[child])) child++;
      if (!before(queue[child], last)) break;
      queue[i] = queue[child];
      i = child;
    }
    queue[i] = last;
    return first;
  }
}

/** @param {{at: number, order: number}} a @param {{at: number, order: number}} b */
const before = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * A viewer's machine: a clock with an offset that runs a little fast or slow, and timers that are late at times.
 * @typedef {object} Machine
 * @property {number} seed
 * @property {number} zero what its clock shows when the world begins, ms
 * @property {number} skew by how much it runs fast, parts of 1
 */

/** The page's clockwork in a world. @implements {import('../js/clockwork.js').Clockwork} */
export class SimClockwork {
  #world;
  #machine;
  #asleep = 0; // ms that the clock stood still
  draw;
  /** Whether the page is in a background tab, where timers run once a second. */
  background = false;

  /** @param {World} world @param {Machine} machine */
  constructor(world, machine) {
    this.#world = world;
    this.#machine = machine;
    this.draw = random(machine.seed);
  }

  now = () => this.#machine.zero + (this.#world.now - this.#asleep) * (1 + this.#machine.skew);

  after = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
    const late = this.draw() < 0.02 ? 15 * this.draw() : 1.5 * this.draw();
    const wait = this.background ? 1000 * Math.max(1, Math.ceil(ms / 1000)) : ms;
    return this.#world.after(wait / (1 + this.#machine.skew) + late, act);
  };

  cancel = (/** @type {number} */ timer) => this.#world.cancel(timer);

  every = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
    const again = () => { act(); this.after(ms, again); };
    this.after(ms * this.draw(), again);
  };

  hidden = () => this.background;
  leaving = () => {};

  /** The machine sleeps, and its clock with it. @param {number} ms */
  sleep(ms) {
    this.#asleep += ms;
  }
}

/** How long a message takes one way, ms. */
export class Link {
  #draw;
  /** @param {{up: number, down: number, jitter: number}} delays ms @param {() => number} draw */
  constructor({up, down, jitter}, draw) {
    this.#draw = draw;
    this.delays = {up, down, jitter};
    this.dark = 0; // world ms until which nothing passes
  }

  up() { return this.delays.up + this.#jitter(); }
  down() { return this.delays.down + this.#jitter(); }

  #jitter() {
    return Math.abs(normal(this.#draw)) * this.delays.jitter;
  }
}

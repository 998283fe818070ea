// The server's clock as this browser knows it. Pure: the caller passes performance.now() stamps,
// so that a wrong or jumping wall clock does not matter.
//
// An exchange (sent at t0, answered `now`, received at t3) proves that the offset, server time minus
// local time, lies within [now - t3, now - t0]: delays only widen that. The least delayed answers of
// each direction therefore bound it best. A stream frame proves the lower bound alone.

/** How far two clocks may drift apart, ms a ms: bounds widen with age. */
const SKEW = 50e-6;
/** Bounds older than this are forgotten, ms. */
const MEMORY = 5 * 60_000;
/** Exchanges kept. */
const KEPT = 40;
/** After a doubt so many new exchanges replace what was measured before. */
const RENEWED = 3;
/** Bounds that contradict each other by more than this mean that a clock was set, ms. */
const TOLERANCE = 1;

/** @typedef {{low: number, high: number, at: number, trip: number}} Exchange */

export class Clock {
  /** @type {Exchange[]} oldest first */
  #exchanges = [];
  /** @type {{low: number, at: number}|undefined} the best bound of stream frames */
  #frame;
  #offset = 0;
  #doubted = -Infinity; // local ms: exchanges before may be of another clock

  /**
   * Takes one exchange.
   * @param {number} t0 local ms when the request left
   * @param {number} now server ms in the answer
   * @param {number} t3 local ms when the answer came
   */
  exchange(t0, now, t3) {
    if (!(t3 >= t0) || !Number.isFinite(now)) return;
    const fresh = {low: now - t3, high: now - t0, at: t3, trip: t3 - t0};
    // Truth can't be outside of a fresh bound: older ones that disagree are from before a clock was set.
    this.#exchanges = this.#exchanges.filter((old) => {
      const slack = (t3 - old.at) * SKEW + TOLERANCE;
      return t3 - old.at < MEMORY && old.low - slack <= fresh.high && old.high + slack >= fresh.low;
    }).slice(1 - KEPT);
    if (this.#frame && this.#aged(this.#frame, t3) - TOLERANCE > fresh.high) this.#frame = undefined;
    this.#exchanges.push(fresh);
    const renewed = this.#exchanges.filter(({at}) => at > this.#doubted);
    if (renewed.length >= RENEWED) this.#exchanges = renewed;
    this.#estimate(t3);
  }

  /**
   * Takes a stream frame that carries the server's clock.
   * @param {number} now server ms in the frame
   * @param {number} received local ms
   */
  frame(now, received) {
    if (!Number.isFinite(now)) return;
    const low = now - received;
    this.#exchanges = this.#exchanges.filter((old) => old.high + (received - old.at) * SKEW + TOLERANCE >= low);
    if (!this.#frame || received - this.#frame.at > MEMORY || low >= this.#aged(this.#frame, received)) {
      this.#frame = {low, at: received};
    }
    this.#estimate(received);
  }

  /**
   * The server may be another one now, with a clock a little beside the old one's: what was measured before is
   * forgotten as soon as some exchanges replace it.
   */
  doubt() {
    this.#doubted = this.#exchanges.at(-1)?.at ?? -Infinity;
    this.#frame = undefined;
  }

  /** Whether at least one exchange stands behind the estimate. */
  known() {
    return this.#exchanges.length > 0;
  }

  /**
   * Server ms at a local moment.
   * @param {number} local performance.now()
   */
  at(local) {
    return local + this.#offset;
  }

  /**
   * Local ms at a server moment: the inverse of at.
   * @param {number} server server ms
   */
  local(server) {
    return server - this.#offset;
  }

  /** Server time minus performance.now(), ms. */
  offset() {
    return this.#offset;
  }

  /** Usual one-way delay, ms: half of the median round trip of the last exchanges; 0 while unknown. */
  delay() {
    const trips = this.#exchanges.slice(-9).map((e) => e.trip).sort((a, b) => a - b);
    return trips.length ? trips[trips.length >> 1] / 2 : 0;
  }

  /** How far the estimate can be off, ms; Infinity while unknown. */
  uncertainty() {
    if (!this.known()) return Infinity;
    return Math.min(...this.#exchanges.map((e) => e.trip)) / 2;
  }

  /**
   * @param {{low: number, at: number}} bound
   * @param {number} local
   */
  #aged(bound, local) {
    return bound.low - Math.max(0, local - bound.at) * SKEW;
  }

  /** @param {number} local */
  #estimate(local) {
    const frame = this.#frame ? this.#aged(this.#frame, local) : -Infinity;
    if (!this.known()) {
      if (this.#frame) this.#offset = frame;
      return;
    }
    let low = -Infinity;
    let high = Infinity;
    for (const e of this.#exchanges) {
      low = Math.max(low, this.#aged(e, local));
      high = Math.min(high, e.high + (local - e.at) * SKEW);
    }
    // Frames are many and one-sided: they may exclude, but not pull at the middle.
    this.#offset = Math.min(Math.max((low + high) / 2, frame), Math.max(high, low));
  }
}

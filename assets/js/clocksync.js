// Keeps a Clock right by asking the server: a burst at the start and after a wake-up, then now and then.

import {base} from './base.js';

/** Pauses between the first exchanges, ms; the last one repeats. */
const PAUSES = [20, 40, 60, 80, 100, 500, 1000, 2000, 5000, 5000, 15000];
/** An answer later than this says nothing, ms. */
const PATIENCE = 4000;

export class ClockSync {
  #clock;
  #url;
  #step = 0;
  #timer = 0;
  #running = false;
  /** @type {Map<string, (entry: PerformanceResourceTiming) => void>} */
  #timings = new Map();

  /**
   * @param {import('./clock.js').Clock} clock
   * @param {string} url
   */
  constructor(clock, url = `${base}/clock`) {
    this.#clock = clock;
    this.#url = url;
    try { // the network's own stamps leave out the wait for this thread
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          this.#timings.get(entry.name)?.(/** @type {PerformanceResourceTiming} */ (entry));
        }
      }).observe({type: 'resource'});
    } catch { /* the stamps around fetch do */ }
  }

  /**
   * Starts over with a burst. Resolves after the first exchange, or its failure.
   * @returns {Promise<void>}
   */
  async burst() {
    this.#step = 0;
    clearTimeout(this.#timer);
    if (!this.#running) await this.#run();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#step = -1;
  }

  async #run() {
    this.#running = true;
    await this.#exchange();
    this.#running = false;
    if (this.#step < 0) return;
    const pause = PAUSES[Math.min(this.#step++, PAUSES.length - 1)];
    this.#timer = window.setTimeout(() => this.#run(), pause);
  }

  async #exchange() {
    const url = new URL(`${this.#url}?t=${Math.random().toString(36).slice(2)}`, location.href).href;
    const give = new AbortController();
    const patience = setTimeout(() => give.abort(), PATIENCE);
    const record = new Promise((resolve) => this.#timings.set(url, resolve));
    try {
      const t0 = performance.now();
      const response = await fetch(url, {cache: 'no-store', signal: give.signal});
      const t2 = performance.now();
      if (!response.ok) return;
      const {now} = await response.json();
      const late = new Promise((resolve) => setTimeout(resolve, 60));
      const timing = /** @type {PerformanceResourceTiming|undefined} */ (await Promise.race([record, late]));
      const sent = timing && timing.requestStart > 0 ? timing.requestStart : t0;
      const came = timing && timing.responseStart > 0 ? timing.responseStart : t2;
      this.#clock.exchange(Math.max(t0, sent), now, Math.min(t2, Math.max(came, sent)));
    } catch { /* offline: the next one */ } finally {
      clearTimeout(patience);
      this.#timings.delete(url);
    }
  }
}

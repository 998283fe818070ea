// Keeps a Clock right by asking the server: a burst at the start, after a wake-up and when a frame proves the clock
// wrong, then now and then.

import {pageClockwork} from './clockwork.js';

/** Pauses between the first exchanges, ms; the last one repeats. */
const PAUSES = [20, 40, 60, 80, 100, 500, 1000, 2000, 5000, 5000, 15000];

export class ClockSync {
  #clock;
  #ask;
  #clockwork;
  #step = 0;
  #timer = 0;
  #running = false;
  #node = '';

  /**
   * @param {import('./clock.js').Clock} clock
   * @param {import('./clockask.js').Ask} ask
   * @param {import('./clockwork.js').Clockwork} [clockwork]
   */
  constructor(clock, ask, clockwork = pageClockwork) {
    this.#clock = clock;
    this.#ask = ask;
    this.#clockwork = clockwork;
  }

  /**
   * Starts over with a burst. Resolves after the first exchange, or its failure.
   * @returns {Promise<void>}
   */
  async burst() {
    this.#step = 0;
    this.#clockwork.cancel(this.#timer);
    if (!this.#running) await this.#run();
  }

  /**
   * The stream has connected anew.
   * @param {string} [node] the server's process: another one has another clock
   */
  greeted(node) {
    if (node && this.#node && node !== this.#node) this.#clock.doubt();
    if (node) this.#node = node;
    this.burst();
  }

  /**
   * Takes a stream frame that carries the server's time.
   * @param {number} now server ms in the frame
   * @param {number} received local ms
   */
  frame(now, received) {
    const known = this.#clock.known();
    this.#clock.frame(now, received);
    if (known && !this.#clock.known()) this.burst(); // this machine slept, and its clock with it
  }

  stop() {
    this.#clockwork.cancel(this.#timer);
    this.#step = -1;
  }

  async #run() {
    this.#running = true;
    const answer = await this.#ask();
    this.#running = false;
    if (answer) this.#clock.exchange(answer.sent, answer.now, answer.came);
    if (this.#step < 0) return;
    const pause = PAUSES[Math.min(this.#step++, PAUSES.length - 1)];
    this.#timer = this.#clockwork.after(pause, () => this.#run());
  }
}

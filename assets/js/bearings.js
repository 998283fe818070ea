// Where the element is and where the room is, now. What lies between them is the drift.

export class Bearings {
  #meter;
  #target;
  #clock;
  #clockwork;

  /**
   * @param {import('./meter.js').Meter} meter
   * @param {import('./target.js').Target} target
   * @param {import('./clock.js').Clock} clock
   * @param {import('./clockwork.js').Clockwork} clockwork
   */
  constructor(meter, target, clock, clockwork) {
    this.#meter = meter;
    this.#target = target;
    this.#clock = clock;
    this.#clockwork = clockwork;
  }

  /** Server ms. */
  now() {
    return this.#clock.at(this.#clockwork.now());
  }

  /** Where the element should be, s. */
  target() {
    return this.#target.at(this.now());
  }

  /** Whether the film has run to its end. */
  over() {
    return this.#target.over(this.now());
  }

  /** Both places at one moment, in the element's positions: now in ms of this page, the rest in s. */
  take() {
    const now = this.#clockwork.now();
    const position = this.#meter.position(now);
    const target = this.#target.at(this.#clock.at(now));
    return {now, position, target, drift: position - target};
  }
}

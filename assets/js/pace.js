// How fast the element plays: carries out what the controller decides, and remembers what it must.

import {answer, catchUp, decide, forget, remember} from './controller.js';

/** How long after a start or a seek the picture may jump again, ms. */
const FRESH = 1500;
/** A start later than this begins faster, s. */
const TOLERABLE = 0.012;

export class Pace {
  #engine;
  #mover;
  #memory;
  #freshUntil = 0;
  #late = 0; // s by which the last start came too late

  /**
   * @param {import('./types.js').EngineName} engine
   * @param {import('./mover.js').Mover} mover
   * @param {number} cost s of film lost by a burst, as learned before
   */
  constructor(engine, mover, cost) {
    this.#engine = engine;
    this.#mover = mover;
    this.#memory = {...remember(engine), cost};
  }

  /** What a burst costs, s of film. */
  get cost() {
    return this.#memory.cost;
  }

  /** Plays at the room's rate, unless drift is being worked off. @param {number} rate */
  follow(rate) {
    if (!this.#memory.burst) this.#mover.rate(rate);
  }

  /** A start, a seek or a stall: what was measured before is void. @param {number} now ms */
  afresh(now) {
    this.#memory = forget(this.#memory);
    this.#freshUntil = now + FRESH;
  }

  /**
   * The film is about to start.
   * @param {number} now ms
   * @param {number} rate the room's
   * @param {number} late s by which that is too late
   * @returns {boolean} whether it begins faster
   */
  starts(now, rate, late) {
    this.afresh(now);
    this.#late = late > TOLERABLE ? late : 0;
    if (this.#late > 0) this.#catchUp(now, rate);
    return this.#memory.burst !== null;
  }

  /** The film runs. @param {number} now ms @param {number} rate the room's */
  runs(now, rate) {
    this.afresh(now);
    if (this.#late > 0) this.#catchUp(now, rate);
    this.#late = 0;
  }

  /**
   * One look at a film that runs.
   * @param {{now: number, drift: number, rate: number, current: number}} sample
   * @returns {boolean} whether only a seek helps
   */
  look(sample) {
    const {memory, rate, seek} = decide(this.#memory, {...sample, engine: this.#engine, fresh: sample.now < this.#freshUntil});
    this.#memory = memory;
    if (rate !== undefined) this.#mover.rate(rate);
    return seek === true;
  }

  /**
   * Somebody else has changed the speed.
   * @param {number} now ms
   * @param {number} rate the room's
   * @param {boolean} running
   */
  answer(now, rate, running) {
    this.#take(answer(this.#memory, {engine: this.#engine, now, rate, running}));
  }

  /** @param {number} now @param {number} rate */
  #catchUp(now, rate) {
    this.#take(catchUp(this.#memory, {engine: this.#engine, now, rate, behind: this.#late * rate}));
  }

  /** @param {{memory: import('./controller.js').Memory, rate: number}} decision */
  #take({memory, rate}) {
    this.#memory = memory;
    this.#mover.rate(rate);
  }
}

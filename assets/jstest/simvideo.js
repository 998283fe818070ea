import {normal} from './testing.js';

// A model of a media element in virtual time. The figures are those measured in the three engines
// (see ARCHITECTURE.md, "Sync"); the positions that a page reads are as coarse and noisy as there.

/**
 * @typedef {object} Model
 * @property {number} noise of currentTime, ms (standard deviation)
 * @property {number} frame ms that currentTime steps by, 0 = it does not
 * @property {number} frameNoise of frame callbacks, ms
 * @property {[number, number]} start ms from play() until the film moves: mean, deviation
 * @property {[number, number]} restart the same after a seek
 * @property {[number, number]} seek ms
 * @property {[number, number]} leave ms of film lost when the speed leaves 1
 * @property {[number, number]} change ms of film lost by any other change of it
 */

/** @type {Record<import('../js/types.js').EngineName, Model>} */
export const models = {
  chromium: {noise: 0.4, frame: 0, frameNoise: 0, start: [75, 5], restart: [80, 7], seek: [35, 12], leave: [23, 2], change: [-1, 1]},
  firefox: {noise: 0, frame: 40, frameNoise: 6, start: [0, 10], restart: [10, 10], seek: [45, 12], leave: [0, 0], change: [0, 0]},
  webkit: {noise: 0.4, frame: 0, frameNoise: 0, start: [30, 10], restart: [45, 12], seek: [60, 15], leave: [70, 14], change: [70, 14]},
};

/** So much is loaded around where a seek went, s. */
const LOADED = 600;
/** Film that is not loaded takes so many round trips, and this long besides, ms. */
const TRIPS = 2;
const FETCH = 40;

export class SimVideo {
  /** @type {Map<string, Set<(event: any) => void>>} */
  #listeners = new Map();
  #world;
  #model;
  #clockwork;
  #link;
  #rate = 1;
  #at = {position: 0, since: 0}; // where the film was at a world's moment
  #running = false;
  #ready = 0; // the readyState
  #loaded = 0; // where the film was last loaded from, s
  #sought = false;
  #turns = {run: 0, load: 0}; // what makes earlier plans void
  /** How many times longer than usual its machine takes to decode. */
  slowness = 1;
  muted = false;
  paused = true;
  seeking = false;
  ended = false;
  /** Whether readyState stays at 2 though there is film, as in WebKitGTK at times. */
  doubtful = false;
  duration = NaN;
  preservesPitch = true;
  error = null;
  videoWidth = 640;
  ownerDocument = undefined;
  /** Whether the system pauses whatever plays, as during a phone call. */
  interrupted = false;
  writes = {rate: 0, seek: 0};

  /**
   * @param {import('./simworld.js').World} world
   * @param {Model} model
   * @param {import('./simworld.js').SimClockwork} clockwork
   * @param {import('./simworld.js').Link} link
   */
  constructor(world, model, clockwork, link) {
    this.#world = world;
    this.#model = model;
    this.#clockwork = clockwork;
    this.#link = link;
    if (model.frameNoise === 0) return;
    this.requestVideoFrameCallback = (/** @type {VideoFrameRequestCallback} */ call) => { this.#frame = call; };
    this.#frames();
  }

  /** @param {string} name @param {(event: any) => void} act */
  addEventListener(name, act) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
    this.#listeners.get(name)?.add(act);
  }

  /** @param {{type: string}} event */
  dispatchEvent({type}) {
    let stopped = false;
    const event = {type, target: this, stopImmediatePropagation: () => { stopped = true; }};
    for (const act of this.#listeners.get(type) ?? []) {
      if (!stopped) act(event);
    }
  }

  // What the page sees.

  get readyState() {
    return this.doubtful ? Math.min(this.#ready, 2) : this.#ready;
  }

  get currentTime() {
    const {noise, frame} = this.#model;
    if (!this.#running) return this.#at.position;
    if (frame > 0) return Math.floor(this.truth * 1000 / frame) * frame / 1000;
    return this.truth + normal(this.#clockwork.draw) * noise / 1000;
  }

  set currentTime(position) {
    this.writes.seek++;
    this.#seek(position);
  }

  get playbackRate() {
    return this.#rate;
  }

  set playbackRate(rate) {
    if (rate === this.#rate) return;
    this.writes.rate++;
    this.#anchor();
    const {leave, change} = this.#model;
    if (this.#running) this.#at.since += this.#draw(this.#rate === 1 ? leave : change); // it stands for a moment, or skips
    this.#rate = rate;
    this.#planEnd();
    this.#tell('ratechange');
  }

  get buffered() {
    const end = this.#ready >= 3 ? this.duration : this.#at.position;
    const start = Math.max(0, this.#loaded - LOADED);
    return {length: this.#ready > 0 ? 1 : 0, start: () => start, end: () => Math.min(end, this.#at.position + LOADED)};
  }

  play() {
    this.ended = false;
    if (this.paused) {
      this.paused = false;
      this.#tell('play');
      this.#go();
      if (this.interrupted) this.#world.after(20, () => this.pause());
    }
    return Promise.resolve();
  }

  pause() {
    if (this.paused) return;
    this.#stop();
    this.paused = true;
    this.#tell('pause');
  }

  /** Loads a film. @param {number} duration s */
  load(duration) {
    this.#stop();
    this.#turns.load++;
    Object.assign(this, {paused: true, seeking: false, ended: false, duration: NaN});
    this.#ready = 0;
    this.#at = {position: 0, since: 0};
    this.#rate = 1;
    this.#tell('emptied');
    this.#later('load', this.#fetch(), () => {
      this.duration = duration;
      this.#ready = 1;
      this.#tell('loadedmetadata');
      this.#later('load', this.#fetch(), () => this.#filled(['loadeddata', 'canplay']));
    });
  }

  // What the simulation does and knows.

  /** Where the film really is, s. */
  get truth() {
    const {position, since} = this.#at;
    if (!this.#running) return position;
    return Math.min(this.duration, position + Math.max(0, this.#world.now - since) / 1000 * this.#rate);
  }

  /** Whether the film moves. */
  get running() {
    return this.#running;
  }

  /** The network brings nothing for a while. @param {number} ms */
  starve(ms) {
    if (this.#ready < 3) return;
    this.#stop();
    this.#turns.load++;
    this.#ready = 2;
    if (!this.paused) this.#tell('waiting');
    this.#later('load', ms, () => this.#filled(['canplay']));
  }

  /** @param {number} position */
  #seek(position) {
    const far = Math.abs(position - this.#loaded) > LOADED;
    if (far) this.#loaded = position;
    this.#stop();
    this.#turns.load++;
    Object.assign(this, {seeking: true, ended: false});
    this.#at.position = Math.min(position, this.duration);
    this.#sought = true;
    this.#tell('seeking');
    this.#later('load', Math.max(5, this.#draw(this.#model.seek)) * this.slowness + (far ? this.#fetch() : 0), () => {
      this.seeking = false;
      this.#tell('seeked');
      this.#filled(['canplay']);
    });
  }

  /** @param {string[]} events */
  #filled(events) {
    if (this.seeking) return;
    this.#ready = 4;
    for (const event of events) this.#tell(event);
    if (!this.paused) this.#go();
  }

  #go() {
    if (this.#ready < 3 || this.seeking || this.#running) return;
    const lag = this.#sought ? this.#model.restart : this.#model.start;
    this.#sought = false;
    this.#later('run', Math.max(0, this.#draw(lag)), () => {
      if (this.paused) return;
      this.#running = true;
      this.#at.since = this.#world.now;
      this.#tell('playing');
      this.#planEnd();
    });
  }

  #anchor() {
    const ahead = this.#running ? Math.max(0, this.#at.since - this.#world.now) : 0; // still stands
    this.#at = {position: this.truth, since: this.#world.now + ahead};
  }

  #stop() {
    this.#anchor();
    this.#running = false;
    this.#turns.run++;
  }

  #planEnd() {
    if (!this.#running || !Number.isFinite(this.duration)) return;
    this.#turns.run++;
    const left = (this.duration - this.#at.position) / this.#rate * 1000 + this.#at.since - this.#world.now;
    this.#later('run', left, () => {
      this.#stop();
      Object.assign(this, {paused: true, ended: true});
      for (const event of ['pause', 'ended']) this.#tell(event);
    });
  }

  /** Does something unless what happens before makes it void. @param {'run'|'load'} of @param {number} ms @param {() => void} act */
  #later(of, ms, act) {
    const turn = this.#turns[of];
    this.#world.after(ms, () => {
      if (turn === this.#turns[of]) act();
    });
  }

  /** Events are tasks of their own. @param {string} type */
  #tell(type) {
    this.#world.after(0.1, () => this.dispatchEvent({type}));
  }

  #fetch() {
    return TRIPS * (this.#link.up() + this.#link.down()) + FETCH;
  }

  /** @param {[number, number]} of mean and deviation */
  #draw([mean, deviation]) {
    return mean + normal(this.#clockwork.draw) * deviation;
  }

  /** @type {VideoFrameRequestCallback|undefined} */
  #frame;
  /** @type {((call: VideoFrameRequestCallback) => void)|undefined} */
  requestVideoFrameCallback;

  /** Frames come as they are due, and say so with some noise. */
  #frames() {
    const {frame, frameNoise} = this.#model;
    if (this.#running) {
      const mediaTime = Math.floor(this.truth * 1000 / frame) * frame / 1000;
      const ago = (this.truth - mediaTime) * 1000 / this.#rate;
      const call = this.#frame;
      this.#frame = undefined;
      const now = this.#clockwork.now();
      const expectedDisplayTime = now - ago + normal(this.#clockwork.draw) * frameNoise;
      call?.(now, /** @type {any} */ ({mediaTime, expectedDisplayTime}));
    }
    this.#world.after(frame / this.#rate, () => this.#frames());
  }
}

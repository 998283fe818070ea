// Starts the film on the server's clock: the element seeks first, stands ready, and plays at the moment.

/** A start later than this is planned anew, ms: one that had to seek, and one that stood ready. */
const LATE = 40;
const LATE_READY = 120;
/** How long past its time a start waits for an element that seeks, and for one that lacks film otherwise, ms. */
const GRACE_SEEKING = 2000;
const GRACE = 300;
/** The longest lead that a start of our own takes, ms. */
const LONGEST = 3000;
/** A place that the room passes within this time is worth waiting at, ms: getting to another one takes about as long. */
const SOON = 800;
/** Positions nearer than this are the same to a player that starts, s. */
export const SAME = 0.001;

/**
 * A start to come: the element stands paused at position until the server's clock says `at`.
 * sought: how it has to seek there, if so. since: when, 0 = it had not, or is ready.
 * due: of a start of our own, the local time that `at` was when it was planned.
 * @typedef {{position: number, at: number, tries: number, sought: import('./calibration.js').Seek|null, since: number, due: number}} Start
 */

/**
 * @typedef {object} Stage what a start needs of the engine
 * @property {() => number} now server ms
 * @property {() => number} earliest server ms: no start lies before
 * @property {(at: number) => number} target the room's position at a moment, s
 * @property {() => void} planned a start is planned, and the element paused
 * @property {(position: number) => void} seek
 * @property {(position: number) => boolean} loaded whether the film is there
 * @property {() => boolean} ready whether the element could play at once
 * @property {() => boolean} sought whether the element has been sought since it last ran
 * @property {(lag: import('./calibration.js').Lag, late: number) => void} play the moment has come, and passed by late s
 */

export class Starter {
  #video;
  #learned;
  #clockwork;
  #stage;
  /** @type {Start|null} */
  #start = null;
  #timer = 0;
  #hushed = false; // nobody was told that the element has been paused

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./calibration.js').Calibration} learned
   * @param {import('./clockwork.js').Clockwork} clockwork
   * @param {Stage} stage
   */
  constructor(video, learned, clockwork, stage) {
    this.#video = video;
    this.#learned = learned;
    this.#clockwork = clockwork;
    this.#stage = stage;
    const told = video.ownerDocument ?? video;
    told.addEventListener('pause', (event) => this.#hush(event), true);
    told.addEventListener('play', () => { this.#hushed = false; }, true);
  }

  /**
   * An element that stands until the others have got there, too, is no pause: the controls would come up and offer to
   * play with every seek.
   * @param {Event} event of the element's pause
   */
  #hush(event) {
    if (event.target !== this.#video || !this.#start) return;
    this.#hushed = true;
    event.stopImmediatePropagation();
  }

  /** Tells of the pause after all, unless the element is to start still. */
  #tell() {
    if (!this.#hushed || this.#start || !this.#video.paused) return;
    this.#hushed = false;
    this.#video.dispatchEvent(new Event('pause'));
  }

  /** Whether a start is to come. */
  get pending() {
    return this.#start !== null;
  }

  /**
   * @param {number} position s
   * @param {number} at server ms
   */
  plan(position, at) {
    this.#plan(position, at, 0, NaN);
  }

  /** @param {number} position @param {number} at @param {number} tries starts that were missed before @param {number} due */
  #plan(position, at, tries, due) {
    if (this.#start?.position === position && this.#start.at === at) return;
    const sought = Math.abs(this.#video.currentTime - position) > SAME ? this.#kind(position, tries) : null;
    this.#start = {position, at, tries, sought, since: sought ? this.#clockwork.now() : 0, due};
    this.#learned.spoilt();
    if (!this.#video.paused) this.#video.pause();
    this.#stage.planned();
    if (sought) this.#stage.seek(position);
    this.arm();
  }

  /** How long a seek and the start after it take, ms. @param {number} position s */
  needs(position) {
    return this.#learned.allow(this.#kind(position, 0)) + this.#learned.values[this.#lag(true)];
  }

  /** What a seek there is. @param {number} position s @param {number} tries @returns {import('./calibration.js').Seek} */
  #kind(position, tries) {
    if (!this.#stage.loaded(position)) return 'fetch';
    return tries > 0 ? 'again' : 'lead';
  }

  /** Plans a start of our own, just far enough ahead to be ready. @param {number} [tries] */
  ahead(tries = 0) {
    const now = this.#stage.now();
    const passing = tries === 0 ? this.#passing(now) : NaN;
    if (passing > 0) return this.#plan(this.#video.currentTime, passing, tries, this.#clockwork.now() + passing - now);
    const lag = this.#learned.values[this.#lag(true)];
    const lead = this.#learned.allow(this.#kind(this.#stage.target(now), tries));
    const ready = now + Math.min(LONGEST, lead * 2 ** Math.max(0, tries - 1)) + lag;
    const at = Math.max(ready, this.#stage.earliest());
    this.#plan(this.#stage.target(at), at, tries, this.#clockwork.now() + at - now);
  }

  /**
   * When the room comes by where the element stands, server ms, if that is soon enough to wait for: pages open their
   * film at such a place. NaN: it does not.
   * @param {number} now
   */
  #passing(now) {
    const {currentTime, paused} = this.#video;
    const here = this.#stage.target(now);
    const speed = this.#stage.target(now + 1000) - here; // s of film a second
    const at = now + (currentTime - here) / speed * 1000;
    const soon = at - now > this.#learned.values[this.#lag(true)] && at - now < SOON;
    return paused && soon && now >= this.#stage.earliest() ? at : NaN;
  }

  /** Waits for the moment of the start, if one is planned, or starts now. May run at any time. */
  arm() {
    const start = this.#start;
    if (!start) return;
    this.#clockwork.cancel(this.#timer);
    const lag = this.#lag(this.#stage.sought());
    const left = start.at - this.#stage.now();
    // The server's clock has turned out to be another: so is the room's position.
    if (Math.abs(start.due - this.#clockwork.now() - left) > LATE) return this.ahead(start.tries);
    const wait = left - this.#learned.values[lag];
    if (wait > 0.5) {
      // Long timers are late: come back shortly before.
      this.#timer = this.#clockwork.after(wait > 30 ? wait - 12 : wait, () => this.arm());
      return;
    }
    const ready = this.#stage.ready();
    const grace = this.#video.seeking ? GRACE_SEEKING : GRACE;
    if (!ready && -wait < grace) {
      this.#timer = this.#clockwork.after(grace + wait, () => this.arm());
      return;
    }
    this.#start = null;
    const late = start.sought ? LATE : LATE_READY;
    if (ready && -wait > late && start.tries < 3 && !this.#clockwork.hidden()) {
      this.ahead(start.tries + 1);
    } else {
      this.#stage.play(lag, -wait / 1000);
    }
  }

  /** The element may be ready now. */
  settled() {
    const start = this.#start;
    if (start?.sought && start.since > 0 && this.#stage.ready()) {
      this.#learned.ready(start.sought, this.#clockwork.now() - start.since);
      start.since = 0;
    }
    this.#learned.seeked(this.#clockwork.now());
    this.arm();
  }

  /** Somebody has moved the element: it goes back to where the start is to be. */
  again() {
    const start = this.#start;
    if (start && Math.abs(this.#video.currentTime - start.position) > SAME) this.#stage.seek(start.position);
  }

  cancel() {
    this.#clockwork.cancel(this.#timer);
    this.#start = null;
    if (this.#hushed) queueMicrotask(() => this.#tell());
  }

  /** @param {boolean} sought whether the element has been sought since it last ran */
  #lag(sought) {
    if (!sought) return 'start';
    return this.#video.muted ? 'silent' : 'restart';
  }
}

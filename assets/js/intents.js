// The adapter for media-chrome: its controls ask, and instead of the element the room answers.

/** Scrubbing asks many times a second: post at most this often, ms, and always the last. */
const PACE = 300;
/** Steps within this build on each other, ms. */
const STEPS = 1500;

export class Intents {
  #actions;
  #engine;
  /** @type {Element|null} */
  #range = null;
  #lastPost = -Infinity;
  #timer = 0;
  /** @type {{position: number, at: number}|null} */
  #wanted = null;

  /**
   * @param {import('./actions.js').Actions} actions
   * @param {import('./engine.js').Engine} engine
   */
  constructor(actions, engine) {
    this.#actions = actions;
    this.#engine = engine;
  }

  /**
   * Takes over the requests of the controls below stage. Volume, full screen and the like stay with media-chrome.
   * Full screen is the whole stage, so that messages show in it. media-chrome takes no attribute for that: it looks for the stage before that is there.
   * @param {HTMLElement} stage
   * @param {HTMLElement} player the media-controller
   * @param {HTMLVideoElement} video
   * @param {() => number} rate the room's rate
   */
  capture(stage, player, video, rate) {
    this.#range = player.querySelector('media-time-range');
    customElements.whenDefined('media-controller').then(() => Object.assign(player, {fullscreenElement: stage}));
    /** @type {Record<string, (detail: any) => void>} */
    const requests = {
      mediaplayrequest: () => this.play(),
      mediapauserequest: () => this.pause(),
      mediaseekrequest: (detail) => this.seek(Number(detail)),
      mediaseektoliverequest: () => {},
      mediaplaybackraterequest: (detail) => this.rate(Number(detail)),
    };
    for (const [name, take] of Object.entries(requests)) {
      stage.addEventListener(name, (event) => {
        event.stopImmediatePropagation();
        take(/** @type {CustomEvent} */ (event).detail);
      }, true);
    }
    // The menu shows the room's rate, not the controller's nudges.
    stage.addEventListener('ratechange', (event) => {
      if (video.playbackRate !== rate()) event.stopImmediatePropagation();
    }, true);
  }

  play() {
    this.#actions.post('play', {position: this.#position(this.#engine.target())});
  }

  pause() {
    this.#actions.post('pause', {position: this.#position(this.#engine.shown())});
  }

  /** Plays when paused, pauses when playing: as the room has it, not as this element stands. */
  toggle() {
    if (this.#engine.status().roomPaused || this.#engine.ended()) {
      this.play();
    } else {
      this.pause();
    }
  }

  /** @param {number} rate */
  rate(rate) {
    if (rate > 0) this.#actions.post('rate', {rate});
  }

  /**
   * Goes to a position; many calls become few posts.
   * @param {number} position s
   */
  seek(position) {
    if (!Number.isFinite(position)) return;
    const now = performance.now();
    this.#wanted = {position: Math.max(0, position), at: now};
    clearTimeout(this.#timer);
    const wait = this.#lastPost + PACE - now;
    if (wait <= 0) {
      this.#post();
    } else {
      this.#timer = window.setTimeout(() => this.#post(), wait);
    }
  }

  /**
   * Goes some seconds on or back. Quick steps add up.
   * @param {number} seconds
   */
  step(seconds) {
    const recent = this.#wanted && performance.now() - this.#wanted.at < STEPS ? this.#wanted.position : undefined;
    this.seek((recent ?? this.#engine.shown()) + seconds);
  }

  async #post() {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#lastPost = performance.now();
    const taken = await this.#actions.post('seek', {position: this.#position(wanted.position)});
    if (!taken && this.#wanted === wanted) this.#putBack();
  }

  /** The time range has gone where it was pulled, and looks at the film's time only when that changes. */
  #putBack() {
    const time = this.#range?.getAttribute('mediacurrenttime');
    if (time == null) return;
    this.#range?.removeAttribute('mediacurrenttime');
    this.#range?.setAttribute('mediacurrenttime', time);
  }

  /** @param {number} seconds */
  #position(seconds) {
    return Math.max(0, seconds).toFixed(6);
  }
}

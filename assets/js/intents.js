// The adapter for media-chrome: its controls ask, and instead of the element the room answers.

/** Scrubbing asks many times a second: post at most this often, ms, and always the last. */
const PACE = 300;
/** So long after a room has begun to wait viewers have seen that it does, ms. */
const NOTICED = 500;
/** Steps within this build on each other, ms. */
const STEPS = 1500;

export class Intents {
  #actions;
  #viewing;
  /** @type {Element|null} */
  #range = null;
  #lastPost = -Infinity;
  #timer = 0;
  /** @type {{position: number, at: number}|null} */
  #wanted = null;

  /**
   * @param {import('./actions.js').Actions} actions
   * @param {import('./viewing.js').Viewing} viewing
   */
  constructor(actions, viewing) {
    this.#actions = actions;
    this.#viewing = viewing;
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
      mediaplayrequest: () => this.#flip(true),
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
    this.#actions.post('play', {position: this.#position(this.#viewing.target())});
  }

  pause() {
    this.#actions.post('pause', {position: this.#position(this.#viewing.shown())});
  }

  /** Plays when paused, pauses when playing: as the room has it, not as this element stands. */
  toggle() {
    this.#flip(this.#viewing.status().roomPaused || this.#viewing.ended());
  }

  /** Plays or pauses; who saw the film play until just now means to pause it. @param {boolean} stands */
  #flip(stands) {
    if (stands && this.#viewing.waited() > NOTICED) {
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
    this.seek((recent ?? this.#viewing.shown()) + seconds);
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

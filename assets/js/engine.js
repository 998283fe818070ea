// The sync engine: the only code that moves the media element. It knows what the room plays (apply) and makes
// the element do that: exact when paused, started on the server's clock, then held in place by the controller.
// Everything is level-triggered: #sync may run at any time and leads to the same state.
//
// Within, positions are the element's, which some forms of a film show a little later than others; outside, the room's.

import {Calibration, defaults} from './calibration.js';
import {pageClockwork} from './clockwork.js';
import {profiles} from './controller.js';
import {ahead, buffered} from './element.js';
import {Meter} from './meter.js';
import {Mover} from './mover.js';
import {NativeControls} from './native.js';
import {Pace} from './pace.js';
import {Source} from './source.js';
import {Standing} from './standing.js';
import {SAME, Starter} from './starter.js';
import {Starvation} from './starvation.js';
import {Supply} from './supply.js';
import {Target} from './target.js';
import {decoded} from './verify.js';

/** @typedef {import('./types.js').Playback} Playback */
/** @typedef {import('./types.js').Media} Media */

/** The controller's period, ms. */
const PERIOD = 100;
/** First pause between attempts to play on what keeps being paused, ms; doubled each time. */
const RETRY = 250;
const RETRY_MAX = 5000;
/** After so many attempts it is an interruption, such as a phone call: the viewer is away. */
const INTERRUPTED = 3;
/** Play for so long is undisturbed, ms. */
const CALM = 5000;

/**
 * @typedef {object} EngineEvents
 * @property {() => void} refused the browser wants a tap before it plays (with sound)
 * @property {(intent: import('./reconcile.js').Intent) => void} intent the viewer used the browser's own controls
 * @property {() => void} stale the film's version is gone
 * @property {(message: string) => void} failure
 * @property {import('./source.js').SourceEvents['form']} form
 * @property {import('./source.js').SourceEvents['lacks']} lacks
 * @property {() => void} changed the viewer's state may differ
 */

/**
 * @typedef {object} Parts what tests may put in the place of the page's own
 * @property {import('./clockwork.js').Clockwork} [clockwork]
 * @property {import('./calibration.js').Keep} [keep]
 * @property {(video: HTMLVideoElement, on: import('./source.js').SourceEvents) => Source} [source]
 */

export class Engine {
  #video;
  #clock;
  #clockwork;
  #on;
  #source;
  #meter;
  #native;
  #target;
  #mover;
  #standing;
  #starvation;
  #supply;
  #starter;
  #learned;
  #pace;
  #blocked = false; // the browser refuses to play at all before a tap
  #away = false;
  #retryAt = 0;
  #retries = 0;
  #asked = 0; // when the film was asked for, ms; 0 = its metadata are there

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./clock.js').Clock} clock
   * @param {import('./types.js').EngineName} name
   * @param {EngineEvents} on
   * @param {Parts} [parts]
   */
  constructor(video, clock, name, on, {clockwork = pageClockwork, keep, source = (...of) => new Source(...of)} = {}) {
    this.#video = video;
    this.#clock = clock;
    this.#clockwork = clockwork;
    this.#on = on;
    this.#learned = new Calibration({...defaults[name], cost: profiles[name].cost}, keep);
    clockwork.leaving(() => this.#learned.keep(this.#pace.cost));
    this.#meter = new Meter(video, name);
    this.#native = new NativeControls(video, clockwork);
    this.#target = new Target(video);
    this.#mover = new Mover(video, clockwork, {moved: () => this.#displaced(), sped: () => this.#sped()});
    this.#pace = new Pace(name, this.#mover, this.#learned.values.cost);
    this.#standing = new Standing(video, this.#mover, clockwork);
    this.#starvation = new Starvation(video);
    this.#supply = new Supply(video, name);
    this.#source = source(video, {
      ...on,
      position: () => this.#target.at(this.#now()),
      form: (forms, form) => {
        this.#target.shift(form?.start ?? 0);
        on.form(forms, form);
      },
    });
    this.#starter = new Starter(video, this.#learned, clockwork, {
      now: () => this.#now(),
      earliest: () => this.#target.playback?.at ?? 0,
      target: (at) => this.#target.at(at),
      planned: () => this.#planned(),
      seek: (position) => this.#seek(position),
      loaded: (position) => buffered(this.#video, position),
      ready: () => this.#ready(),
      sought: () => this.#mover.sought,
      play: (lag, late) => this.#play(lag, late),
    });
    this.#listen(video, clockwork);
    clockwork.every(PERIOD, () => this.tick());
  }

  /** @param {HTMLVideoElement} video @param {import('./clockwork.js').Clockwork} clockwork */
  #listen(video, clockwork) {
    video.addEventListener('emptied', () => this.#starter.cancel());
    video.addEventListener('loadstart', () => { this.#asked = clockwork.now(); });
    video.addEventListener('loadedmetadata', () => this.#sync());
    video.addEventListener('seeked', () => this.#starter.settled());
    video.addEventListener('canplay', () => this.#starter.settled());
    video.addEventListener('playing', () => {
      this.#starvation.over();
      this.#pace.runs(clockwork.now(), this.#rate);
    });
    video.addEventListener('pause', () => this.tick()); // if it was somebody else, at once
    video.addEventListener('waiting', () => {
      if (!video.seeking) this.#learned.spoilt();
    });
    for (const event of ['waiting', 'playing', 'pause', 'ended', 'seeked', 'error', 'stalled']) {
      video.addEventListener(event, () => this.#on.changed());
    }
  }

  /**
   * Takes what the room plays.
   * @param {Playback} playback
   * @param {Media|undefined} media
   */
  apply(playback, media) {
    if (this.#target.take(playback, media?.duration ?? 0)) {
      this.#native.reset();
      this.#retries = 0;
      this.#starter.cancel();
      this.#pace.afresh(this.#clockwork.now());
    }
    if (this.#source.show(media)) this.#starter.cancel();
    this.#sync();
  }

  /** Catches up after something changed outside: the clock is known, the page is visible again. */
  wake() {
    this.#away = false;
    this.#retries = 0;
    this.#native.moved();
    this.#sync();
  }

  /** Puts the element back to what the room says, also where its native controls moved it. */
  restore() {
    this.#native.reset();
    if (this.#playback?.paused === false) this.#starter.ahead();
    this.#sync();
  }

  /** Plays with sound from now on. Call it within a tap: only there browsers allow it. */
  join() {
    const video = this.#video;
    video.muted = false;
    this.#blocked = false;
    const standing = !this.#playback || this.#playback.paused || this.#starter.pending || this.#over();
    video.play()?.catch(() => {}); // the pause below ends it
    if (standing) video.pause();
    this.#sync();
  }

  /** Whether the viewer hears what plays. @param {boolean} muted */
  mute(muted) {
    this.#video.muted = muted;
  }

  /** One look at the element. Runs by timer, and with every frame of the stream since hidden tabs throttle timers. */
  tick() {
    const playback = this.#playback;
    if (!playback || !this.#loaded() || !this.#clock.known()) return;
    this.#supply.look(this.#clockwork.now());
    const settled = this.#ready() && !this.#video.ended && !this.#starter.pending && !this.#over();
    const intent = this.#native.look(playback.paused, settled);
    if (intent) this.#on.intent({...intent, position: intent.position - this.#target.offset});
    if (this.#starter.pending) return this.#starter.arm();
    if (this.#native.active() && (this.#native.departed || this.#video.paused !== playback.paused)) return; // the room answers
    if (playback.paused || this.#over()) return this.#stand();
    if (!this.#video.paused) return this.#control();
    this.#paused();
  }

  /** What the status frame, tests and measurements want to know. */
  status() {
    const video = this.#video;
    const {offset} = this.#target;
    const now = this.#clockwork.now();
    const target = this.#target.at(this.#clock.at(now));
    const position = this.#meter.position(now);
    return {
      position: position - offset, target: target - offset, drift: this.#playback ? (position - target) * 1000 : 0,
      paused: video.paused, ready: this.#ready(), rate: video.playbackRate, muted: video.muted,
      state: this.#state(), roomPaused: this.#playback?.paused ?? true, learned: {...this.#learned.values, cost: this.#pace.cost},
      buffer: ahead(video), error: video.error?.message ?? '', form: this.#source.form?.name ?? '', decoded: decoded(video),
    };
  }

  /** What loads the film. */
  get source() {
    return this.#source;
  }

  /** The room's position now, s. */
  target() {
    return this.#target.at(this.#now()) - this.#target.offset;
  }

  /** The position that the viewer means when acting now: the one on show, unless the element is far off. */
  shown() {
    const now = this.#clockwork.now();
    const position = this.#meter.position(now);
    const target = this.#target.at(this.#clock.at(now));
    const usable = this.#video.readyState > 1 && !this.#starter.pending && Math.abs(position - target) < 1;
    return (usable ? position : target) - this.#target.offset;
  }

  /** How long the room has been waiting by itself, ms; Infinity: it does not. */
  waited() {
    const playback = this.#playback;
    return playback?.waiting ? this.#now() - playback.at : Infinity;
  }

  /** Whether the film has run to its end. */
  ended() {
    return !!this.#playback && this.#over();
  }

  // What the room wants now.

  get #playback() {
    return this.#target.playback;
  }

  get #rate() {
    return this.#playback?.rate ?? 1;
  }

  #now() {
    return this.#clock.at(this.#clockwork.now());
  }

  #over() {
    return this.#target.over(this.#now());
  }

  #sync() {
    const playback = this.#playback;
    if (!playback || !this.#loaded()) return;
    if (playback.paused) return this.#stand(); // no clock needed
    if (!this.#clock.known()) return;
    if (this.#over()) return this.#stand();
    if (this.#starter.pending) return;
    const lead = playback.at - this.#now();
    const there = Math.abs(this.#video.currentTime - playback.position) <= SAME;
    if (lead > 0 && (there || lead > this.#starter.needs(playback.position))) return this.#starter.plan(playback.position, playback.at);
    if (lead > 0 || !this.#within()) return this.#starter.ahead(); // with more lead than the room's where seeks take long
    this.#pace.follow(playback.rate);
  }

  /** Whether the film's metadata are there. Timers may see them before their event comes. */
  #loaded() {
    if (this.#video.readyState < 1) return false;
    if (this.#asked > 0) this.#learned.begun(this.#clockwork.now() - this.#asked);
    this.#asked = 0;
    return true;
  }

  /** Whether the element plays so near to the room that the controller does the rest. */
  #within() {
    const {paused, seeking} = this.#video;
    return !paused && !seeking && Math.abs(this.status().drift) < 900;
  }

  /** Stands where the room is paused, or at the end. */
  #stand() {
    this.#starter.cancel();
    if (!this.#playback?.paused && this.#standing.ending()) return;
    this.#standing.at(this.#target.at(this.#now()), this.#rate);
  }

  // Starting.

  #planned() {
    this.#away = false;
    this.#standing.over();
    this.#mover.rate(this.#rate);
  }

  #ready() {
    return this.#supply.there(this.#clockwork.now());
  }

  /** @param {import('./calibration.js').Lag} of @param {number} late s */
  #play(of, late) {
    const now = this.#clockwork.now();
    if (!this.#pace.starts(now, this.#rate, late)) this.#learned.aimed(of, now, late);
    this.#video.play()?.catch((error) => {
      if (error.name === 'NotAllowedError') this.#refused();
    });
  }

  #refused() {
    this.#on.refused();
    if (this.#video.muted) {
      this.#blocked = true;
      this.#starter.cancel();
      return;
    }
    this.#video.muted = true;
    this.#starter.ahead();
  }

  // Playing: the controller's orders.

  #control() {
    const video = this.#video;
    const playback = /** @type {Playback} */ (this.#playback);
    const now = this.#clockwork.now();
    const target = this.#target.at(this.#clock.at(now));
    if (!this.#ready()) {
      // Where the room is by now the film may go on.
      if (this.#starvation.look(now, target)) this.#hop(true);
      return;
    }
    this.#starvation.fed();
    if (now - this.#retryAt > CALM) this.#retries = 0;
    const drift = this.#meter.position(now) - target;
    this.#learned.judge(now, drift / playback.rate);
    if (this.#pace.look({now, drift, rate: playback.rate, current: video.playbackRate})) this.#hop();
  }

  /** Somebody else has changed the speed: a viewer by the browser's own controls, or something to be undone. */
  #sped() {
    if (this.#native.active()) return this.#native.sped(this.#video.playbackRate);
    this.#learned.spoilt();
    this.#pace.answer(this.#clockwork.now(), this.#rate, !this.#video.paused);
  }

  /**
   * Goes to the room's position by a planned start, which is exact. Unseen, where timers are late, and where the film
   * starves, it goes there at once if the film is there.
   * @param {boolean} [starving]
   */
  #hop(starving = false) {
    const target = this.#target.at(this.#now()) + this.#learned.values.hop * this.#rate;
    const atOnce = (starving || this.#clockwork.hidden()) && buffered(this.#video, target);
    if (!atOnce) return this.#starter.ahead();
    this.#learned.aimed('hop', this.#clockwork.now());
    this.#seek(target);
    this.#pace.afresh(this.#clockwork.now());
  }

  /** Somebody else has moved the element: it goes back, unless a viewer did it with the browser's own controls. */
  #displaced() {
    const playback = this.#playback;
    if (!playback || this.#video.readyState < 1 || !this.#clock.known() || this.#native.active()) return;
    if (this.#starter.pending) return this.#starter.again();
    this.#standing.over();
    if (playback.paused || this.#over()) return this.#stand();
    if (!this.#video.paused) this.#hop();
  }

  /** Paused while it should play, and not by us. */
  #paused() {
    if (this.#blocked) return;
    if (this.#clockwork.hidden() && !this.#native.active()) {
      this.#away = true; // an interruption, or a browser that saves power: back when visible
      return;
    }
    const now = this.#clockwork.now();
    if (now < this.#retryAt) return;
    this.#retryAt = now + Math.min(RETRY_MAX, RETRY * 2 ** this.#retries++);
    this.#starter.ahead();
  }

  // Small things.

  /** @param {number} position s */
  #seek(position) {
    this.#native.moved();
    this.#mover.seek(position);
  }

  /** @returns {'playing'|'paused'|'waiting'|'away'} */
  #state() {
    if (this.#away || this.#blocked || (this.#video.paused && this.#retries > INTERRUPTED)) return 'away';
    if (!this.#playback || this.#playback.paused || this.#over()) return 'paused';
    return this.#video.paused || !this.#ready() ? 'waiting' : 'playing';
  }
}

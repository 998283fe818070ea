// The sync engine: the only code that moves the media element. It knows what the room plays (apply) and makes
// the element do that: exact when paused, started on the server's clock, then held in place by the controller.
// Everything is level-triggered: #sync may run at any time and leads to the same state.
//
// Within, positions are the element's, which some forms of a film show a little later than others; outside, and in
// viewing.js, which tells others how it stands, the room's.

import {Bearings} from './bearings.js';
import {Calibration, defaults} from './calibration.js';
import {pageClockwork} from './clockwork.js';
import {profiles} from './controller.js';
import {buffered} from './element.js';
import {Following} from './following.js';
import {Interruptions} from './interruptions.js';
import {Meter} from './meter.js';
import {Mover} from './mover.js';
import {NativeControls} from './native.js';
import {Pace} from './pace.js';
import {Source} from './source.js';
import {Standing} from './standing.js';
import {SAME, Starter} from './starter.js';
import {Supply} from './supply.js';
import {Target} from './target.js';
import {Viewing} from './viewing.js';

/** @typedef {import('./types.js').Playback} Playback */
/** @typedef {import('./types.js').Media} Media */

/** The controller's period, ms. */
const PERIOD = 100;
/** The controller does the rest for an element that plays nearer to the room than this, s. */
const NEAR = 0.9;

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
  #native;
  #target;
  #mover;
  #standing;
  #bearings;
  #supply;
  #starter;
  #learned;
  #pace;
  #following;
  #interruptions = new Interruptions();
  #viewing;
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
    this.#native = new NativeControls(video, clockwork);
    this.#target = new Target(video);
    this.#bearings = new Bearings(new Meter(video, name), this.#target, clock, clockwork);
    this.#mover = new Mover(video, clockwork, {moved: () => this.#displaced(), sped: () => this.#sped()});
    this.#pace = new Pace(name, this.#mover, this.#learned.values.cost);
    this.#standing = new Standing(video, this.#mover, clockwork);
    this.#supply = new Supply(video, name);
    this.#source = source(video, {
      ...on,
      position: () => this.#bearings.target(),
      form: (forms, form) => {
        this.#target.shift(form?.start ?? 0);
        on.form(forms, form);
      },
    });
    this.#starter = new Starter(video, this.#learned, clockwork, {
      now: () => this.#bearings.now(),
      earliest: () => this.#target.playback?.at ?? 0,
      target: (at) => this.#target.at(at),
      planned: () => this.#planned(),
      seek: (position) => this.#seek(position),
      loaded: (position) => buffered(this.#video, position),
      ready: () => this.#ready(),
      sought: () => this.#mover.sought,
      play: (lag, late) => this.#play(lag, late),
    });
    this.#following = new Following(video, {
      clockwork, bearings: this.#bearings, learned: this.#learned, pace: this.#pace, supply: this.#supply,
      ahead: () => this.#starter.ahead(),
      seek: (position) => this.#seek(position),
    });
    this.#viewing = new Viewing(video, {
      bearings: this.#bearings, target: this.#target, starter: this.#starter, supply: this.#supply,
      interruptions: this.#interruptions, source: this.#source,
      learned: () => ({...this.#learned.values, cost: this.#pace.cost}),
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
    video.addEventListener('playing', () => this.#following.runs(this.#rate));
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
      this.#interruptions.forget();
      this.#starter.cancel();
      this.#pace.afresh(this.#clockwork.now());
    }
    if (this.#source.show(media)) this.#starter.cancel();
    this.#sync();
  }

  /** Catches up after something changed outside: the clock is known, the page is visible again. */
  wake() {
    this.#interruptions.back();
    this.#interruptions.forget();
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
    this.#interruptions.unbar();
    const standing = !this.#playback || this.#playback.paused || this.#starter.pending || this.#bearings.over();
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
    const settled = this.#ready() && !this.#video.ended && !this.#starter.pending && !this.#bearings.over();
    const intent = this.#native.look(playback.paused, settled);
    if (intent) this.#on.intent({...intent, position: intent.position - this.#target.offset});
    if (this.#starter.pending) return this.#starter.arm();
    if (this.#native.active() && (this.#native.departed || this.#video.paused !== playback.paused)) return; // the room answers
    if (playback.paused || this.#bearings.over()) return this.#stand();
    if (!this.#video.paused) return this.#follow();
    this.#paused();
  }

  /** How it stands, for others. */
  get viewing() {
    return this.#viewing;
  }

  /** What loads the film. */
  get source() {
    return this.#source;
  }

  // What the room wants now.

  get #playback() {
    return this.#target.playback;
  }

  get #rate() {
    return this.#playback?.rate ?? 1;
  }

  #sync() {
    const playback = this.#playback;
    if (!playback || !this.#loaded()) return;
    if (playback.paused) return this.#stand(); // no clock needed
    if (!this.#clock.known()) return;
    if (this.#bearings.over()) return this.#stand();
    if (this.#starter.pending) return;
    const lead = playback.at - this.#bearings.now();
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
    return !paused && !seeking && Math.abs(this.#bearings.take().drift) < NEAR;
  }

  /** Stands where the room is paused, or at the end. */
  #stand() {
    this.#starter.cancel();
    if (!this.#playback?.paused && this.#standing.ending()) return;
    this.#standing.at(this.#bearings.target(), this.#rate);
  }

  // Starting.

  #planned() {
    this.#interruptions.back();
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
      this.#interruptions.bar();
      this.#starter.cancel();
      return;
    }
    this.#video.muted = true;
    this.#starter.ahead();
  }

  // Playing.

  #follow() {
    if (this.#ready()) this.#interruptions.plays(this.#clockwork.now());
    this.#following.look(this.#rate);
  }

  /** Somebody else has changed the speed: a viewer by the browser's own controls, or something to be undone. */
  #sped() {
    if (this.#native.active()) return this.#native.sped(this.#video.playbackRate);
    this.#learned.spoilt();
    this.#pace.answer(this.#clockwork.now(), this.#rate, !this.#video.paused);
  }

  /** Somebody else has moved the element: it goes back, unless a viewer did it with the browser's own controls. */
  #displaced() {
    const playback = this.#playback;
    if (!playback || this.#video.readyState < 1 || !this.#clock.known() || this.#native.active()) return;
    if (this.#starter.pending) return this.#starter.again();
    this.#standing.over();
    if (playback.paused || this.#bearings.over()) return this.#stand();
    if (!this.#video.paused) this.#following.hop(this.#rate);
  }

  /** Paused while it should play, and not by us. */
  #paused() {
    const unseen = this.#clockwork.hidden() && !this.#native.active(); // back when visible
    if (this.#interruptions.paused(this.#clockwork.now(), unseen)) this.#starter.ahead();
  }

  /** @param {number} position s */
  #seek(position) {
    this.#native.moved();
    this.#mover.seek(position);
  }
}

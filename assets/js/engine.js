// The sync engine: the only code that moves the media element. It knows what the room plays (apply) and makes
// the element do that: exact when paused, started on the server's clock, then held in place by the controller.
// Everything is level-triggered: #sync may run at any time and leads to the same state.
//
// Within, positions are the element's, which some forms of a film show a little later than others; outside, the room's.

import {Calibration} from './calibration.js';
import {decide, forget, profiles, remember} from './controller.js';
import {ahead, buffered, setRate} from './element.js';
import {Meter} from './meter.js';
import {NativeControls} from './native.js';
import {positionAt, samePlayback} from './playback.js';
import {Source} from './source.js';
import {SAME, Starter} from './starter.js';
import {decoded} from './verify.js';

/** @typedef {import('./types.js').Playback} Playback */
/** @typedef {import('./types.js').Media} Media */

/** The controller's period, ms. */
const PERIOD = 100;
/** How long after a start or a seek the picture may jump again, ms. */
const FRESH = 1500;
/** Positions nearer than this are the same to a player that stands, s. */
const EXACT = 0.00001;
/** Standing farther off, a browser shows another frame, s. */
const FRAME = 0.03;
/** So long the element may starve where the room plays, ms, before it is put where the film is there; doubled each time. */
const STARVING = 800;
const STARVING_MAX = 8000;

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

export class Engine {
  #video;
  #clock;
  #name;
  #on;
  #source;
  #meter;
  #native;
  /** @type {Playback|undefined} what the room plays, in the element's positions */
  #playback;
  /** @type {Playback|undefined} what the room plays */
  #room;
  #offset = 0; // s, the element's position minus the room's
  /** @type {Media|undefined} */
  #media;
  #starter;
  #memory;
  #freshUntil = 0;
  #learned;
  #blocked = false;
  #away = false;
  #retryAt = 0;
  #retries = 0;
  #starving = {since: 0, patience: STARVING};
  /** @type {{position: number, times: number, at: number}|null} where it was last told to stand, s, how often, and when, ms */
  #stood = null;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./clock.js').Clock} clock
   * @param {import('./types.js').EngineName} name
   * @param {EngineEvents} on
   */
  constructor(video, clock, name, on) {
    this.#video = video;
    this.#clock = clock;
    this.#name = name;
    this.#on = on;
    this.#learned = new Calibration({start: 30, restart: 40, lead: 200, hop: 0.03, cost: profiles[name].cost});
    this.#memory = {...remember(name), cost: this.#learned.values.cost};
    window.addEventListener('pagehide', () => this.#learned.keep(this.#memory.cost));
    this.#meter = new Meter(video, name);
    this.#native = new NativeControls(video);
    this.#source = new Source(video, {
      ...on,
      position: () => this.#target(),
      form: (forms, form) => {
        this.#shift(form?.start ?? 0);
        on.form(forms, form);
      },
    });
    this.#starter = new Starter(video, this.#learned, {
      now: () => this.#now(),
      earliest: () => this.#playback?.at ?? 0,
      target: (at) => this.#target(at),
      planned: () => this.#planned(),
      seek: (position) => this.#seek(position),
      play: (lag, late) => this.#play(lag, late),
    });
    video.addEventListener('emptied', () => this.#starter.cancel());
    video.addEventListener('loadedmetadata', () => this.#sync());
    video.addEventListener('seeked', () => this.#starter.settled());
    video.addEventListener('canplay', () => this.#starter.settled());
    video.addEventListener('playing', () => {
      this.#starving = {since: 0, patience: STARVING};
      this.#afresh();
    });
    video.addEventListener('waiting', () => {
      if (!video.seeking) this.#learned.spoilt();
    });
    for (const event of ['waiting', 'playing', 'pause', 'ended', 'seeked', 'error', 'stalled']) {
      video.addEventListener(event, () => this.#on.changed());
    }
    setInterval(() => this.tick(), PERIOD);
  }

  /**
   * Takes what the room plays.
   * @param {Playback} playback
   * @param {Media|undefined} media
   */
  apply(playback, media) {
    const changed = !samePlayback(this.#room, playback);
    this.#room = playback;
    this.#shift(this.#offset);
    this.#media = media;
    if (changed) {
      this.#native.reset();
      this.#retries = 0;
      this.#starter.cancel();
      this.#afresh();
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
    if (this.#playback && !this.#playback.paused) this.#starter.ahead();
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
    if (!playback || this.#video.readyState < 1 || !this.#clock.known()) return;
    const settled = this.#ready() && !this.#video.ended && !this.#starter.pending && !this.#over();
    const intent = this.#native.look(playback.paused, settled);
    if (intent) this.#on.intent({...intent, position: intent.position - this.#offset});
    if (this.#starter.pending) return this.#starter.arm();
    if (this.#native.active() && (this.#native.departed || this.#video.paused !== playback.paused)) return; // the room answers
    if (playback.paused || this.#over()) return this.#stand();
    if (!this.#video.paused) return this.#control();
    this.#paused();
  }

  /** What the status frame, tests and measurements want to know. */
  status() {
    const video = this.#video;
    const target = this.#target();
    const position = this.#meter.position(performance.now());
    return {
      position: position - this.#offset, target: target - this.#offset, drift: this.#playback ? (position - target) * 1000 : 0,
      paused: video.paused, ready: video.readyState, rate: video.playbackRate, muted: video.muted,
      state: this.#state(), roomPaused: this.#playback?.paused ?? true, learned: {...this.#learned.values, cost: this.#memory.cost},
      buffer: ahead(video), error: video.error?.message ?? '', form: this.#source.form?.name ?? '', decoded: decoded(video),
    };
  }

  /** What loads the film. */
  get source() {
    return this.#source;
  }

  /** The room's position now, s. */
  target() {
    return this.#target() - this.#offset;
  }

  /** The position that the viewer means when acting now: the one on show, unless the element is far off. */
  shown() {
    const position = this.#meter.position(performance.now());
    const target = this.#target();
    const usable = this.#video.readyState > 1 && !this.#starter.pending && Math.abs(position - target) < 1;
    return (usable ? position : target) - this.#offset;
  }

  /** Whether the film has run to its end. */
  ended() {
    return !!this.#playback && this.#over();
  }

  // What the room wants now.

  /** @param {number} offset s */
  #shift(offset) {
    this.#offset = offset;
    this.#playback = this.#room && {...this.#room, position: this.#room.position + offset};
  }

  #now() {
    return this.#clock.at(performance.now());
  }

  #duration() {
    const known = this.#media?.duration ?? 0;
    const {duration} = this.#video;
    if (known > 0) return known + this.#offset;
    return Number.isFinite(duration) ? duration : 0;
  }

  #target(now = this.#now()) {
    return this.#playback ? positionAt(this.#playback, now, this.#duration()) : 0;
  }

  #over() {
    const duration = this.#duration();
    const target = this.#target();
    if (duration > 0 && target >= duration - SAME) return true;
    return this.#video.ended && target > this.#video.duration - 0.5; // a container may promise more than it holds
  }

  #sync() {
    const playback = this.#playback;
    if (!playback || this.#video.readyState < 1 || !this.#clock.known()) return;
    if (playback.paused || this.#over()) return this.#stand();
    if (this.#starter.pending) return;
    const lead = playback.at - this.#now();
    const needed = this.#learned.values.lead + this.#learned.values.restart;
    const there = Math.abs(this.#video.currentTime - playback.position) <= SAME;
    if (lead > 0 && (there || lead > needed)) return this.#starter.plan(playback.position, playback.at);
    if (lead > 0 || !this.#within()) return this.#starter.ahead(); // with more lead than the room's where seeks take long
    if (!this.#memory.burst) setRate(this.#video, playback.rate);
  }

  /** Whether the element plays so near to the room that the controller does the rest. */
  #within() {
    const {paused, seeking} = this.#video;
    return !paused && !seeking && Math.abs(this.status().drift) < 900;
  }

  // Standing: paused at an exact position, or at the end.

  #stand() {
    const video = this.#video;
    const position = this.#target();
    this.#starter.cancel();
    if (!this.#playback?.paused && !video.paused && !video.ended && video.duration - video.currentTime < 1) {
      return; // let it run to its end
    }
    if (!video.paused) {
      video.pause();
      this.#stood = null;
    }
    setRate(this.#video, this.#playback?.rate ?? 1);
    const off = Math.abs(video.currentTime - position);
    if (video.seeking || off <= EXACT) return;
    // A browser that can't stand exactly there is not asked again and again. But Firefox may stop at the keyframe before,
    // when it is asked while the film arrives.
    const told = this.#stood?.position === position ? this.#stood : {position, times: 0, at: 0};
    const now = performance.now();
    if (off < 0.25 && told.times > 0 && (off < FRAME || told.times > 3 || now < told.at + 500)) return;
    this.#stood = {position, times: told.times + 1, at: now};
    this.#seek(position);
  }

  // Starting.

  #planned() {
    this.#away = false;
    this.#stood = null;
    setRate(this.#video, this.#playback?.rate ?? 1);
  }

  #ready() {
    return !this.#video.seeking && this.#video.readyState >= 3;
  }

  /** @param {'start'|'restart'} of @param {number} late s */
  #play(of, late) {
    this.#afresh();
    this.#learned.aimed(of, performance.now(), late);
    this.#video.play()?.catch((error) => {
      if (error.name === 'NotAllowedError') this.#refused();
    });
  }

  #refused() {
    this.#on.refused();
    if (this.#video.muted) {
      this.#blocked = true;
      return;
    }
    this.#video.muted = true;
    this.#starter.ahead();
  }

  // Playing: the controller's orders.

  #control() {
    const video = this.#video;
    const playback = /** @type {Playback} */ (this.#playback);
    const now = performance.now();
    if (!this.#ready()) return this.#starve(now);
    this.#starving.since = 0;
    const drift = this.#meter.position(now) - this.#target(this.#clock.at(now));
    this.#learned.judge(now, drift / playback.rate);
    const {memory, rate, seek} = decide(this.#memory, {
      engine: this.#name, now, drift, rate: playback.rate, current: video.playbackRate, fresh: now < this.#freshUntil,
    });
    this.#memory = memory;
    if (rate !== undefined) setRate(this.#video, rate);
    if (seek) this.#hop();
  }

  /** Goes to the room's position: at once where the film is there already, else by a planned start. */
  #hop() {
    const target = this.#target() + this.#learned.values.hop * (this.#playback?.rate ?? 1);
    if (!buffered(this.#video, target) && !document.hidden) return this.#starter.ahead();
    this.#learned.aimed('hop', performance.now());
    this.#seek(target);
    this.#afresh();
  }

  /**
   * The element waits for film that does not come, as it does before a hole in the film. Where the room is by now the
   * film may go on.
   * @param {number} now ms
   */
  #starve(now) {
    const {since, patience} = this.#starving;
    if (since === 0 || !buffered(this.#video, this.#target())) {
      this.#starving.since = now;
    } else if (now - since > patience) {
      this.#starving = {since: now, patience: Math.min(STARVING_MAX, patience * 2)};
      this.#hop();
    }
  }

  /** Paused while it should play, and not by us. */
  #paused() {
    if (this.#blocked) return;
    if (document.hidden && !this.#native.active()) {
      this.#away = true; // an interruption, or a browser that saves power: back when visible
      return;
    }
    const now = performance.now();
    if (now < this.#retryAt) return;
    this.#retryAt = now + Math.min(8000, 250 * 2 ** this.#retries++);
    this.#starter.ahead();
  }

  // Small things.

  /** A start, a seek or a stall: what was measured before is void. */
  #afresh() {
    this.#memory = forget(this.#memory);
    this.#freshUntil = performance.now() + FRESH;
  }

  /** @param {number} position s */
  #seek(position) {
    this.#native.moved();
    this.#video.currentTime = position;
  }

  /** @returns {'playing'|'paused'|'waiting'|'away'} */
  #state() {
    if (this.#away || this.#blocked) return 'away';
    if (!this.#playback || this.#playback.paused || this.#over()) return 'paused';
    return this.#video.paused || this.#video.readyState < 3 || this.#video.seeking ? 'waiting' : 'playing';
  }
}

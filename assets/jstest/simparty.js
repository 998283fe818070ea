import {Clock} from '../js/clock.js';
import {ClockSync} from '../js/clocksync.js';
import {Engine} from '../js/engine.js';
import {positionAt} from '../js/playback.js';
import {models, SimVideo} from './simvideo.js';
import {Link, SimClockwork, World} from './simworld.js';

// A room in virtual time: the server's part in a few lines, and viewers that run the page's own clock, engine, controller
// and starter over models of media elements, machines and links.

/** @typedef {import('../js/types.js').EngineName} EngineName */
/** @typedef {import('../js/types.js').Playback} Playback */
/** @typedef {{engine: EngineName, up: number, down: number, jitter: number}} Guest delays in ms */

const BEAT = 10_000;
/** An exchange that gets no answer is given up after this, ms. */
const PATIENCE = 4000;
/** The viewers' positions are noted so often, ms. */
const SAMPLE = 50;
const FILM = {id: 'm', title: 'Film', type: 'video/mp4', version: 'v', url: '/film'};

/** Nothing of one page is kept for another. */
const keep = {get: () => null, set: () => {}};

export class Party {
  world = new World();
  /** @type {Viewer[]} */
  viewers = [];
  node = 'a';
  shift = 0; // ms by which the server's clock was set
  /** @type {Playback} */
  playback = {media: 'm', version: 'v', paused: true, position: 0, rate: 1, at: 0};

  /** @param {{duration?: number, lead?: number}} [options] s and ms */
  constructor({duration = 7200, lead = 150} = {}) {
    this.duration = duration;
    this.lead = lead;
    this.#beat();
  }

  get now() {
    return this.world.server + this.shift;
  }

  /** Where the film is by the server's clock, s. */
  get position() {
    return positionAt(this.playback, this.now, this.duration);
  }

  /** @param {Guest} guest */
  join(guest) {
    const viewer = new Viewer(this, guest, this.viewers.length + 1);
    this.viewers.push(viewer);
    return viewer;
  }

  /** @param {Partial<Playback>} change what an action leads to */
  decide(change) {
    const starts = change.paused === false || (change.position !== undefined && !this.playback.paused);
    const at = this.now + (starts ? this.lead : 0);
    this.playback = {...this.playback, position: this.position, ...change, at};
    for (const viewer of this.viewers) viewer.receive({playback: this.playback});
  }

  /** Another server takes over, whose clock is set a little beside the old one's. @param {number} shift ms */
  restart(shift) {
    const {position} = this;
    this.shift += shift;
    this.node += 'b';
    this.playback = {...this.playback, position, at: this.now};
    for (const viewer of this.viewers) viewer.receive({node: this.node, playback: this.playback});
  }

  #beat() {
    for (const viewer of this.viewers) viewer.receive({});
    this.world.after(BEAT, () => this.#beat());
  }
}

export class Viewer {
  #party;
  #arrival = 0; // world ms of the last frame: frames stay in order
  /** @type {{at: number, drift: number}[]} drift in ms, NaN while it does not play though it should */
  samples = [];

  /** @param {Party} party @param {Guest} guest @param {number} seed */
  constructor(party, guest, seed) {
    this.#party = party;
    this.name = guest.engine;
    const machine = {seed, zero: 1e5 * seed, skew: ((seed * 37) % 100 - 50) * 1e-6};
    this.clockwork = new SimClockwork(party.world, machine);
    this.link = new Link(guest, this.clockwork.draw);
    this.video = new SimVideo(party.world, models[guest.engine], this.clockwork, this.link);
    this.clock = new Clock();
    this.sync = new ClockSync(this.clock, () => this.#ask(), this.clockwork);
    const element = /** @type {any} */ (this.video);
    this.engine = new Engine(element, this.clock, guest.engine, silent, {clockwork: this.clockwork, keep, source: (_, on) => this.#source(on)});
    this.receive({node: party.node, playback: party.playback});
    this.sync.burst().then(() => this.engine.wake());
    this.#sample();
  }

  /** Asks the room for something. @param {Partial<Playback>} change */
  act(change) {
    this.#party.world.after(this.link.up(), () => this.#party.decide(change));
  }

  /** A frame of the stream leaves the server. @param {{node?: string, playback?: Playback}} frame */
  receive({node, playback}) {
    const {world, now} = this.#party;
    const leaves = Math.max(0, this.link.dark - world.now);
    this.#arrival = Math.max(this.#arrival, world.now + leaves + this.link.down());
    world.after(this.#arrival - world.now, () => {
      this.sync.frame(now, this.clockwork.now());
      if (node) this.sync.greeted(node);
      if (playback) this.engine.apply(playback, {...FILM, duration: this.#party.duration});
      this.engine.tick();
    });
  }

  /** ms that the viewer is ahead of the room; NaN: it does not play though the room does. */
  get drift() {
    const {playback, now, position} = this.#party;
    if (!playback.paused && now < playback.at) return 0; // about to start
    if (!playback.paused && !this.video.running) return NaN;
    return (this.video.truth - position) * 1000;
  }

  /** @returns {ReturnType<import('../js/clockask.js').Ask>} */
  #ask() {
    const {world} = this.#party;
    const sent = this.clockwork.now();
    return new Promise((resolve) => {
      /** @param {{sent: number, now: number, came: number}} [answer] */
      const answer = (answer) => {
        world.promised = true;
        resolve(answer);
      };
      if (this.link.dark > world.now) return world.after(PATIENCE, () => answer());
      world.after(this.link.up(), () => {
        const {now} = this.#party;
        world.after(this.link.down(), () => answer({sent, now, came: this.clockwork.now()}));
      });
    });
  }

  /** @param {import('../js/source.js').SourceEvents} on */
  #source(on) {
    let shown = '';
    const source = {
      form: undefined, hls: undefined,
      show: (/** @type {{version: string}|undefined} */ media) => {
        if (!media || media.version === shown) return false;
        shown = media.version;
        on.form(/** @type {any} */ ({forms: []}), undefined);
        this.video.load(this.#party.duration);
        return true;
      },
    };
    return /** @type {any} */ (source);
  }

  #sample() {
    this.samples.push({at: this.#party.world.now, drift: this.drift});
    this.#party.world.after(SAMPLE, () => this.#sample());
  }
}

/** @type {import('../js/engine.js').EngineEvents} */
const silent = {
  refused: () => {}, intent: () => {}, stale: () => {}, failure: () => {}, changed: () => {}, form: () => {}, lacks: () => {},
};

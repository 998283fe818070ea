// Decides how a player that has drifted from the room comes back. Pure: time and drift come in, orders go out.
//
// Small drift is left alone, more is worked off by a burst of a slightly different rate, planned once and
// written twice (in and out), and what a burst can't do in reasonable time is one seek. The figures per
// engine were measured: Chromium measures finely and loses some 23 ms when its audio leaves the rate 1, Firefox
// measures coarsely and loses nothing, WebKit loses up to 100 ms a write.

/**
 * @typedef {object} Profile
 * @property {number} samples of drift that make one median
 * @property {number} enter s of drift that starts a burst
 * @property {number} trim the same just after a start or seek, when it is noticed least
 * @property {number} horizon s in which a burst should work its drift off
 * @property {number} longest s that a burst may take before a seek is better
 * @property {number} seek s of drift that asks for a seek
 * @property {number} fresh s of drift that asks for a seek just after a start or seek, when the picture jumped anyway
 * @property {number} rest ms of peace after a burst
 * @property {number} cost s of film lost by the two writes of a burst, until it is learned
 * @property {boolean} leaving whether all of that is lost when the speed leaves 1, and nothing between other speeds
 */

/** @type {Record<import('./types.js').EngineName, Profile>} */
export const profiles = {
  chromium: {samples: 3, enter: 0.007, trim: 0.004, horizon: 0.8, longest: 20, seek: 0.9, fresh: 0.1, rest: 300, cost: 0.023, leaving: true},
  firefox: {samples: 7, enter: 0.016, trim: 0.012, horizon: 1.5, longest: 20, seek: 0.9, fresh: 0.12, rest: 800, cost: 0, leaving: false},
  webkit: {samples: 5, enter: 0.09, trim: 0.09, horizon: 2, longest: 3, seek: 0.9, fresh: 0.12, rest: 8000, cost: 0.14, leaving: false},
};

/** The most that a burst changes the room's rate by. */
export const NUDGE = 0.05;

/** First pause between two seeks, ms; doubled while seeking does not help. */
const SEEK_PAUSE = 1000;
const SEEK_PAUSE_MAX = 16000;

/**
 * What the controller remembers between decisions.
 * @typedef {object} Memory
 * @property {number[]} drifts last samples, s
 * @property {Burst|null} burst
 * @property {number} restUntil ms
 * @property {number} seekUntil ms: no other seek before
 * @property {number} seekPause ms
 * @property {number} cost s of film lost by the two writes of a burst, learned
 * @property {number|null} expected s of drift after the last burst, had it cost nothing; null: not to be judged
 */

/**
 * @typedef {object} Burst
 * @property {number} rate
 * @property {number} judge ms: before, the writes' own effect is not over
 * @property {number} until ms
 * @property {1|-1} sign 1: it speeds up
 * @property {number} from ms
 * @property {number|null} drift s at its start; null: not known so well that its cost could be learned
 */

/**
 * @typedef {object} Sample
 * @property {import('./types.js').EngineName} engine
 * @property {number} now monotonic ms
 * @property {number} drift s, the viewer's position minus the room's
 * @property {number} rate the room's
 * @property {number} current the element's rate
 * @property {boolean} [fresh] whether a start or seek was just now
 */

/** @typedef {{memory: Memory, rate?: number, seek?: true}} Decision */

/**
 * @param {import('./types.js').EngineName} engine
 * @returns {Memory}
 */
export function remember(engine) {
  return {drifts: [], burst: null, restUntil: 0, seekUntil: 0, seekPause: SEEK_PAUSE, cost: profiles[engine].cost, expected: null};
}

/**
 * After a start, a seek or a stall: the samples before say nothing any more.
 * @param {Memory} memory
 * @returns {Memory}
 */
export function forget(memory) {
  return {...memory, drifts: [], burst: null, expected: null};
}

/**
 * @param {Memory} memory
 * @param {Sample} sample
 * @returns {Decision} rate: write it now; seek: go to the room's position
 */
export function decide(memory, sample) {
  const profile = profiles[sample.engine];
  const drifts = [...memory.drifts, sample.drift].slice(-profile.samples);
  memory = {...memory, drifts};
  const limit = sample.fresh ? profile.fresh : profile.seek;
  const far = drifts.length > 1 && drifts.slice(-2).every((drift) => Math.abs(drift) > limit);
  if (far && sample.now >= memory.seekUntil) return seek(memory, sample);

  if (memory.burst) return during(memory, memory.burst, sample, profile);
  if (!sameRate(sample.current, sample.rate)) return {memory: {...memory, drifts: drifts.slice(-2)}, rate: sample.rate};
  if (drifts.length < profile.samples) return {memory};

  const drift = median(drifts);
  memory = learn(memory, drift, sample, profile);
  if (Math.abs(drift) < (sample.fresh ? profile.trim : profile.enter)) return {memory: {...memory, seekPause: SEEK_PAUSE}};
  if (sample.now < memory.restUntil && Math.abs(drift) < 3 * profile.enter) return {memory};
  return burst(memory, drift, sample, profile);
}

/**
 * Something else has changed the element's speed. It is put back; where leaving the room's speed has cost film already,
 * a burst makes that good first, which then costs nothing more.
 * @param {Memory} memory
 * @param {{engine: import('./types.js').EngineName, now: number, rate: number, running: boolean}} facts the room's rate
 * @returns {{memory: Memory, rate: number}}
 */
export function answer(memory, {engine, now, rate, running}) {
  const profile = profiles[engine];
  if (memory.burst) return {memory, rate: memory.burst.rate};
  const cost = running && profile.leaving ? costOf(memory, profile, rate) : 0;
  return cost === 0 ? {memory, rate} : catchUp(memory, {engine, now, rate, behind: cost});
}

/**
 * A burst for film that is known to be missing, begun where that costs nothing: with a start, or at another speed.
 * @param {Memory} memory
 * @param {{engine: import('./types.js').EngineName, now: number, rate: number, behind: number}} facts behind: s of film
 * @returns {{memory: Memory, rate: number}}
 */
export function catchUp(memory, {engine, now, rate, behind}) {
  const seconds = behind / (NUDGE * rate);
  if (engine === 'webkit' || seconds > profiles[engine].longest) return {memory, rate}; // there each write costs
  const burst = {rate: rate * (1 + NUDGE), judge: now + 250, until: now + seconds * 1000, sign: /** @type {1} */ (1), from: now, drift: null};
  return {memory: {...memory, burst, drifts: [], expected: null}, rate: burst.rate};
}

/**
 * @param {Memory} memory
 * @param {Sample} sample
 * @returns {Decision}
 */
function seek(memory, {now, current, rate}) {
  const seekPause = Math.min(memory.seekPause * 2, SEEK_PAUSE_MAX);
  const next = {...forget(memory), seekUntil: now + memory.seekPause, seekPause};
  return sameRate(current, rate) ? {memory: next, seek: true} : {memory: next, seek: true, rate};
}

/**
 * @param {Memory} memory
 * @param {Burst} plan
 * @param {Sample} sample
 * @param {Profile} profile
 * @returns {Decision}
 */
function during(memory, plan, {now, drift, rate, current}, profile) {
  const crossed = now >= plan.judge && drift * plan.sign > profile.enter / 2 && profile.samples <= 3;
  if (now >= plan.until || crossed) {
    const expected = plan.drift === null ? null : plan.drift + (plan.rate - rate) * (now - plan.from) / 1000;
    return {memory: {...forget(memory), restUntil: now + profile.rest, expected}, rate};
  }
  return sameRate(current, plan.rate) ? {memory} : {memory, rate: plan.rate};
}

/**
 * @param {Memory} memory
 * @param {number} drift
 * @param {Sample} sample
 * @param {Profile} profile
 * @returns {Decision}
 */
function burst(memory, drift, sample, profile) {
  // Changing the rate costs film by itself: only what then remains is worked off, in whichever direction.
  const rest = drift - costOf(memory, profile, sample.rate);
  const nudge = Math.min(NUDGE, Math.max(Math.abs(rest) / (profile.horizon * sample.rate), 0.002));
  const seconds = Math.abs(rest) / (nudge * sample.rate);
  if (seconds > profile.longest && sample.now >= memory.seekUntil) return seek(memory, sample);
  const sign = rest < 0 ? 1 : -1;
  const rate = sample.rate * (1 + sign * nudge);
  const {now} = sample;
  const plan = {rate, judge: now + 250, until: now + Math.min(seconds, profile.longest) * 1000, sign, from: now, drift};
  return {memory: {...memory, burst: /** @type {Burst} */ (plan), drifts: []}, rate};
}

/**
 * What is left after a burst tells what its two writes really cost.
 * @param {Memory} memory
 * @param {number} drift s
 * @param {Sample} sample
 * @param {Profile} profile
 * @returns {Memory}
 */
function learn(memory, drift, sample, profile) {
  const judged = {...memory, expected: null};
  if (memory.expected === null || costOf(memory, profile, sample.rate) === 0) return judged;
  const more = memory.expected - drift - memory.cost;
  if (Math.abs(more) > Math.max(0.03, profile.cost / 2)) return judged; // something else went on
  return {...judged, cost: Math.min(0.25, Math.max(0, memory.cost + more / 2))};
}

/** What a burst costs at a rate of the room, s. @param {Memory} memory @param {Profile} profile @param {number} rate */
function costOf(memory, profile, rate) {
  return profile.leaving && !sameRate(rate, 1) ? 0 : memory.cost;
}

/**
 * @param {number} a
 * @param {number} b
 */
function sameRate(a, b) {
  return Math.abs(a - b) < 1e-6;
}

/** @param {number[]} values at least one */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

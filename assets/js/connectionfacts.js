// What there is to say of this viewer's connection: the lines of the dialog, of a report of a bug, and of the curve. Pure.

import {SPAN} from './driftlog.js';
import {amount, delay, doing, length, transportName} from './doing.js';

/** Half of the curve's height is one of these, ms. */
const SCALES = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000, 600_000, 3_600_000];

/**
 * @typedef {object} Sources where everything comes from; what is not known is missing
 * @property {{transport: string, reason?: string, since?: number, reconnects?: number, shared?: string}} line since: Unix ms of this device
 * @property {boolean} connected
 * @property {number} now Unix ms of this device
 * @property {{delay: number, uncertainty: number, known: boolean, fast: number}} clock ms; fast: this device's clock minus the server's
 * @property {{state: string, drift: number, rate: number, buffer: number, form: string, width: number, height: number,
 *   dropped?: number, frames?: number, engine: string}} player drift in ms, buffer in s
 * @property {import('./types.js').Standing} room
 */

/**
 * @param {Sources} sources
 * @returns {Record<string, string>} by the names of the dialog's lines
 */
export function connectionFacts({line, connected, now, clock, player, room}) {
  const {chip, words} = doing(player);
  return {
    drift: chip, words: words.replace(/^in step, /, 'in step: '),
    transport: transportName(line.transport) + (sharing(line.shared)),
    reason: line.reason ?? '', since: connection(connected, line.since ? now - line.since : undefined, line.reconnects ?? 0),
    trip: clock.known ? delay(2 * clock.delay) : 'not known yet', delay: clock.known ? delay(clock.delay) : 'not known yet',
    uncertainty: clock.known ? `± ${clock.uncertainty.toFixed(1)} ms` : 'not known yet',
    clock: clock.known ? wallClock(clock.fast) : 'not known yet',
    speed: `${player.rate.toFixed(3).replace(/0$/, '')}×`, buffer: length(player.buffer), form: formName(player.form),
    picture: player.width > 0 ? `${player.width} × ${player.height}` : 'none',
    dropped: player.dropped === undefined ? 'not told by this browser' : `${player.dropped} of ${player.frames}`,
    engine: player.engine, skew: room.skew === null ? 'nothing to compare' : delay(room.skew), playing: room.playing === 1 ? '1 viewer' : `${room.playing} viewers`,
  };
}

/** @param {string|undefined} shared whose connection it is */
function sharing(shared) {
  return shared && shared !== 'own' ? ', shared by this browser’s tabs' : '';
}

/** @param {boolean} connected @param {number|undefined} age ms @param {number} reconnects */
function connection(connected, age, reconnects) {
  if (!connected) return 'no, trying again';
  const since = age === undefined ? 'yes' : age < 60_000 ? 'for less than a minute' : `for ${length(age / 1000)}`;
  return since + (reconnects > 0 ? `, ${reconnects === 1 ? 'once' : `${reconnects} times`} anew` : '');
}

/** @param {number} fast ms */
function wallClock(fast) {
  if (Math.abs(fast) < 500) return 'right';
  return `${amount(Math.abs(fast))} ${fast > 0 ? 'fast' : 'slow'}, which does not matter`;
}

/** @param {string} form */
function formName(form) {
  /** @type {Record<string, string>} */
  const names = {
    '': 'none', direct: 'as it is', copy: 'as it is, in pieces (HLS)', sound: 'converted sound (HLS)',
    full: 'converted (HLS)', low: 'a smaller picture (HLS)',
  };
  return names[form] ?? form;
}

/**
 * The curve of the last minute within a box, with gaps where nothing played.
 * @param {readonly import('./driftlog.js').Sample[]} samples
 * @param {number} now performance.now()
 * @param {{width: number, height: number}} box
 * @returns {{path: string, scale: number}} an SVG path; scale: half of the height, ms
 */
export function curve(samples, now, {width, height}) {
  const most = Math.max(0, ...samples.map(({drift}) => Math.abs(drift ?? 0)));
  const scale = SCALES.find((one) => one >= most) ?? most;
  let path = '';
  let drawn = false;
  for (const {at, drift} of samples) {
    if (drift === null) {
      drawn = false;
      continue;
    }
    const x = width * (1 - (now - at) / SPAN);
    const y = height / 2 * (1 - drift / scale);
    path += `${drawn ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    drawn = true;
  }
  return {path, scale};
}

/**
 * What is copied for the report of a bug. It names neither room nor viewers: a room's link is its key.
 * @param {Record<string, string>} facts
 * @param {{median: number, p95: number, most: number}|undefined} minute ms
 * @param {{agent: string, at: Date, learned?: Record<string, number>}} where
 */
export function bugReport({words, ...facts}, minute, {agent, at, learned}) {
  const lines = Object.entries(facts).filter(([, text]) => text).map(([name, text]) => `${name}: ${text}`);
  const last = minute ? `${amount(minute.median)} median, ${amount(minute.p95)} p95, ${amount(minute.most)} at most` : 'nothing played';
  return [
    'Goblet, connection details', `at: ${at.toISOString()}`, `state: ${words}`, ...lines, `last minute: ${last}`,
    ...learned ? [`learned: ${JSON.stringify(learned, (_, x) => typeof x === 'number' ? Math.round(x * 1000) / 1000 : x)}`] : [], `browser: ${agent}`,
  ].join('\n');
}

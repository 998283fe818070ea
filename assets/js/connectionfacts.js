// What there is to say of this viewer's connection: the lines of the dialog, of a report of a bug, and of the curve. Pure.

import {SPAN} from './driftlog.js';
import {amount, delay, doing, length, transportName} from './doing.js';
import {decimal} from './numbers.js';
import {said, t, tn} from './words.js';

/** Half of the curve's height is one of these, ms. */
const SCALES = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000, 600_000, 3_600_000];

/**
 * @typedef {object} Sources where everything comes from; what is not known is missing
 * @property {{transport: string, reasons?: string[], since?: number, reconnects?: number, shared?: string, refusal?: string}} line since: Unix ms of this device
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
  const unknown = t('not known yet');
  return {
    drift: chip, words: words.replace(/^in step, /, 'in step: '),
    transport: transport(line.transport, line.shared),
    reason: (line.reasons ?? []).map((why) => said(why)).join(' '), since: connection(connected, line.since ? now - line.since : undefined, line),
    trip: clock.known ? delay(2 * clock.delay) : unknown, delay: clock.known ? delay(clock.delay) : unknown,
    uncertainty: clock.known ? `± ${t('{ms} ms', {ms: decimal(clock.uncertainty, 1)})}` : unknown,
    clock: clock.known ? wallClock(clock.fast) : unknown,
    speed: `${decimal(player.rate, 3).replace(/0$/, '')}×`, buffer: length(player.buffer), form: formName(player.form),
    picture: player.width > 0 ? `${player.width} × ${player.height}` : t('none'),
    dropped: player.dropped === undefined ? t('not told by this browser') : t('{n} of {all}', {n: player.dropped, all: player.frames ?? 0}),
    engine: player.engine, skew: room.skew === null ? t('nothing to compare') : delay(room.skew), playing: tn(room.playing, '{n} viewer', '{n} viewers'),
  };
}

/** @param {string} name @param {string|undefined} shared whose connection it is */
function transport(name, shared) {
  const way = transportName(name);
  return shared && shared !== 'own' ? t('{way}, shared by this browser’s tabs', {way}) : way;
}

/** @param {boolean} connected @param {number|undefined} age ms @param {Sources['line']} line */
function connection(connected, age, {reconnects = 0, refusal}) {
  if (!connected) return refusal || t('no, trying again');
  const since = age === undefined ? t('yes') : age < 60_000 ? t('for less than a minute') : t('for {time}', {time: length(age / 1000)});
  return reconnects > 0 ? tn(reconnects, '{since}, once anew', '{since}, {n} times anew', {since}) : since;
}

/** @param {number} fast ms */
function wallClock(fast) {
  if (Math.abs(fast) < 500) return t('right');
  const time = amount(Math.abs(fast));
  return fast > 0 ? t('{time} fast, which does not matter', {time}) : t('{time} slow, which does not matter', {time});
}

/** @param {string} form */
function formName(form) {
  /** @type {Record<string, string>} */
  const names = {
    '': t('none'), direct: t('as it is'), copy: t('as it is, in pieces (HLS)'), sound: t('converted sound (HLS)'),
    full: t('converted (HLS)'), low: t('a smaller picture (HLS)'),
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

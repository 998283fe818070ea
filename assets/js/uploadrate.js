// How fast an upload is, and what follows from it. Pure.

import {about, decimal} from './numbers.js';
import {t} from './words.js';

/** A chunk takes about this long, so that what is wanted next is asked for soon, ms. */
const CHUNK_TIME = 300;
const SMALLEST = 64 * 1024;
const LARGEST = 32 * 1024 * 1024;
/** How far back the rate looks, ms. */
const MEMORY = 8000;

/** The rate of what has arrived over the last seconds. Times in ms. */
export class Rate {
  /** @type {{at: number, bytes: number}[]} */
  #arrivals = [];
  #began = 0;

  /** Begins to measure (again). @param {number} now */
  start(now) {
    this.#arrivals = [];
    this.#began = now;
  }

  /** @param {number} bytes that arrived @param {number} now */
  add(bytes, now) {
    this.#arrivals.push({at: now, bytes});
    while (this.#arrivals.length > 2 && this.#arrivals[0].at < now - MEMORY) this.#began = this.#arrivals.shift()?.at ?? now;
  }

  /** @param {number} now @returns {number} bytes a second, 0 = unknown */
  value(now) {
    const bytes = this.#arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
    const time = now - this.#began;
    return bytes > 0 && time > 0 ? bytes / time * 1000 : 0;
  }
}

/**
 * The size of the next chunk.
 * @param {number} rate bytes a second, 0 = unknown
 * @param {number} abreast how many are sent at a time
 */
export function chunkSize(rate, abreast) {
  if (!(rate > 0)) return SMALLEST * 2;
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, rate * CHUNK_TIME / 1000 / abreast)));
}

/**
 * What to try after a chunk was too large for a proxy in front of Goblet.
 * @param {number} length of that chunk
 * @returns {number} 0: there is nothing smaller worth a try
 */
export function smallerChunk(length) {
  return length > SMALLEST ? Math.max(SMALLEST, Math.floor(length / 2)) : 0;
}

/** @param {number} bytes @returns {string} 850 MB, 4.7 GB */
export function sizeText(bytes) {
  if (bytes < 1e6) return t('{n} kB', {n: Math.round(bytes / 1e3)});
  if (bytes < 1e9) return t('{n} MB', {n: decimal(bytes / 1e6, bytes < 1e7 ? 1 : 0)});
  return t('{n} GB', {n: decimal(bytes / 1e9, 1)});
}

/** @param {number} seconds @returns {string} as people say it */
export function timeText(seconds) {
  if (seconds < 60) return t('{s} s', {s: Math.max(5, Math.round(seconds / 5) * 5)});
  return about(seconds);
}

/**
 * What an upload under way says of itself.
 * @param {number} have bytes that have arrived
 * @param {number} size bytes
 * @param {number} rate bytes a second
 */
export function progressText(have, size, rate) {
  const part = t('{n} % of {size}', {n: Math.floor(100 * have / size), size: sizeText(size)});
  if (!(rate > 0)) return part;
  return `${part} · ${t('{size}/s', {size: sizeText(rate)})} · ${t('{time} left', {time: timeText((size - have) / rate)})}`;
}

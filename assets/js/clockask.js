// One exchange with the server's clock.

import {base} from './base.js';

/** An answer later than this says nothing, ms. */
const PATIENCE = 4000;
/** So long the network's own stamps may come after the answer, ms. */
const RECORD = 60;

/**
 * Asks the server for its time.
 * @typedef {() => Promise<{sent: number, now: number, came: number}|undefined>} Ask
 *   sent and came: performance.now() ms, now: server ms; undefined: no answer
 */

/**
 * @param {string} [url]
 * @returns {Ask}
 */
export function askClock(url = `${base}/clock`) {
  /** @type {Map<string, (entry: PerformanceResourceTiming) => void>} */
  const awaited = new Map();
  try { // the network's own stamps leave out the wait for this thread
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) awaited.get(entry.name)?.(/** @type {PerformanceResourceTiming} */ (entry));
    }).observe({type: 'resource'});
  } catch { /* the stamps around fetch do */ }
  return () => exchange(url, awaited);
}

/**
 * @param {string} path
 * @param {Map<string, (entry: PerformanceResourceTiming) => void>} awaited
 */
async function exchange(path, awaited) {
  const url = new URL(`${path}?t=${Math.random().toString(36).slice(2)}`, location.href).href;
  const give = new AbortController();
  const patience = setTimeout(() => give.abort(), PATIENCE);
  const record = new Promise((resolve) => awaited.set(url, resolve));
  try {
    const t0 = performance.now();
    const response = await fetch(url, {cache: 'no-store', signal: give.signal});
    const t2 = performance.now();
    if (!response.ok) return undefined;
    const {now} = await response.json();
    const late = new Promise((resolve) => setTimeout(resolve, RECORD));
    const timing = /** @type {PerformanceResourceTiming|undefined} */ (await Promise.race([record, late]));
    const sent = timing && timing.requestStart > 0 ? timing.requestStart : t0;
    const came = timing && timing.responseStart > 0 ? timing.responseStart : t2;
    return {sent: Math.max(t0, sent), now, came: Math.min(t2, Math.max(came, sent))};
  } catch { // offline: the next one
    return undefined;
  } finally {
    clearTimeout(patience);
    awaited.delete(url);
  }
}

// Tells the room how this viewer is doing: who buffers, who is away, and how long messages take.

import {randomId} from './ids.js';

/** Regular reports, ms. */
const EVERY = 5000;
/** After a change things may settle this long before the extra report, ms. */
const SETTLE = 600;
/** When the player starves, or no longer does, the room hears of it sooner, ms. */
const PROMPT = 150;
/** At least this between two extra reports, ms. */
const PACE = 400;

/**
 * @typedef {object} Report
 * @property {number} position s
 * @property {number} at server ms
 * @property {number} drift ms, viewer minus room, the median of the last second
 * @property {number} delay ms one way
 * @property {boolean} paused
 * @property {string} state playing paused waiting away
 * @property {string} form of the film that plays here, '' = none
 * @property {number} buffer s of film that are loaded from position on
 * @property {string} transport events post poll
 * @property {number} start ms that the player needs to start
 * @property {boolean} ready could play at once
 * @property {boolean} joined has taken the gate
 * @property {boolean} hidden the page is not on show
 * @property {number} fill s of film that come in a second, 0 = not known
 * @property {boolean} unplayable this browser plays no form of the film
 * @property {boolean} smaller there is a smaller picture that is not chosen
 * @property {boolean} ended stands at the film's end while the room plays
 */

/** What an extra report is worth. @param {Report} report */
export function gist({state, ready, joined, hidden, ended, unplayable}) {
  return [state, ready, joined, hidden, ended, unplayable].join(' ');
}

/**
 * Whether the room should hear at once: it may have to wait for this viewer, or wait no longer.
 * @param {Report} report
 * @param {Report|null} told the last report
 */
export function pressing(report, told) {
  const starves = (/** @type {Report} */ {state, ready}) => state === 'waiting' && !ready;
  return !told || starves(report) !== starves(told) || report.ready !== told.ready || report.ended !== told.ended;
}

export class StatusReports {
  #url;
  #report;
  #timer = 0;
  #due = Infinity;
  #sent = -Infinity;
  /** @type {Report|null} */
  #told = null;
  /** Tells this page from the one before a reload. */
  #page = randomId();

  /**
   * @param {string} base the room's path, like /r/ID
   * @param {() => Report|null} report null: there is nothing to tell yet
   */
  constructor(base, report) {
    this.#url = `${base}/status`;
    this.#report = report;
    setInterval(() => this.#send(), EVERY);
  }

  /** Something may have changed: reports it soon, if it did. */
  changed() {
    const report = this.#report();
    if (!report || (this.#told && gist(report) === gist(this.#told))) return;
    const now = performance.now();
    const due = Math.max(now + (pressing(report, this.#told) ? PROMPT : SETTLE), this.#sent + PACE);
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = window.setTimeout(() => this.#look(), due - now);
  }

  /**
   * A form of the film did not play here: whoever runs the server wants to know.
   * @param {string} form
   * @param {import('./source.js').Lack} lack
   */
  failed(form, lack) {
    this.#send({failed: form, lack});
  }

  #look() {
    this.#due = Infinity;
    const report = this.#report();
    if (report && (!this.#told || gist(report) !== gist(this.#told))) this.#send();
  }

  /** @param {Record<string, string>} [more] */
  #send(more) {
    const report = this.#report();
    if (!report) return;
    this.#told = report;
    this.#sent = performance.now();
    const body = new URLSearchParams({
      position: report.position.toFixed(3), at: report.at.toFixed(1), drift: report.drift.toFixed(1),
      delay: report.delay.toFixed(1), paused: String(report.paused), state: report.state, form: report.form,
      buffer: report.buffer.toFixed(1), transport: report.transport, start: report.start.toFixed(0), clock: 'known', page: this.#page,
      ready: String(report.ready), joined: String(report.joined), hidden: String(report.hidden), ended: String(report.ended),
      fill: report.fill.toFixed(2), unplayable: String(report.unplayable), smaller: String(report.smaller), ...more,
    });
    fetch(this.#url, {method: 'POST', body, keepalive: true}).catch(() => {}); // the next report will do
  }
}

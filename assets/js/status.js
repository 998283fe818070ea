// Tells the room how this viewer is doing: who buffers, who is away, and how long messages take.

/** Regular reports, ms. */
const EVERY = 5000;
/** After a change things may settle this long before the extra report, ms. */
const SETTLE = 600;

/**
 * @typedef {object} Report
 * @property {number} position s
 * @property {number} at server ms
 * @property {number} drift ms, viewer minus room
 * @property {number} delay ms one way
 * @property {boolean} paused
 * @property {string} state playing paused waiting away
 * @property {string} form of the film that plays here, '' = none
 * @property {number} buffer s of film that are loaded from position on
 * @property {string} transport events post poll
 */

export class StatusReports {
  #url;
  #report;
  #timer = 0;
  #told = '';

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
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (this.#report()?.state !== this.#told) this.#send();
    }, SETTLE);
  }

  /**
   * A form of the film did not play here: whoever runs the server wants to know.
   * @param {string} form
   * @param {import('./source.js').Lack} lack
   */
  failed(form, lack) {
    this.#send({failed: form, lack});
  }

  /** @param {Record<string, string>} [more] */
  #send(more) {
    const report = this.#report();
    if (!report) return;
    this.#told = report.state;
    const body = new URLSearchParams({
      position: report.position.toFixed(3), at: report.at.toFixed(1), drift: report.drift.toFixed(1),
      delay: report.delay.toFixed(1), paused: String(report.paused), state: report.state, form: report.form,
      buffer: report.buffer.toFixed(1), transport: report.transport, clock: 'known', ...more,
    });
    fetch(this.#url, {method: 'POST', body, keepalive: true}).catch(() => {}); // the next report will do
  }
}

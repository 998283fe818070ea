// Time, timers, and whether anybody looks: what the engine's parts need of the page around them.
// The simulator in jstest has one that runs in virtual time.

/**
 * @typedef {object} Clockwork
 * @property {() => number} now monotonic ms
 * @property {(ms: number, act: () => void) => number} after
 * @property {(timer: number) => void} cancel what after gave
 * @property {(ms: number, act: () => void) => void} every for the life of the page
 * @property {() => boolean} hidden whether the page is out of sight
 * @property {(act: () => void) => void} leaving before the page goes
 */

/** The page's own. @type {Clockwork} */
export const pageClockwork = {
  now: () => performance.now(),
  after: (ms, act) => window.setTimeout(act, ms),
  cancel: (timer) => clearTimeout(timer),
  every: (ms, act) => { setInterval(act, ms); },
  hidden: () => document.hidden,
  leaving: (act) => window.addEventListener('pagehide', act),
};

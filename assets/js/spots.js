// Where the viewer left off: saved now and then by itself, and when the viewer says so.

import htmx from './htmx.js';

/** While playing, ms. */
const EVERY = 15_000;

/**
 * @typedef {object} SpotSources
 * @property {string} base the room's path, like /r/ID
 * @property {() => {media: string, position: number, watching: boolean, paused: boolean}} now
 * @property {(position: number) => void} seek
 */

/** @param {SpotSources} sources */
export function startSpots({base, now, seek}) {
  let saved = '';

  function fields() {
    const {media, position} = now();
    return new URLSearchParams({media, position: position.toFixed(3)});
  }

  /** Saves in a way that outlives the page. */
  function save() {
    const {watching, media} = now();
    if (!watching || !media) return;
    const body = fields();
    if (body.toString() === saved) return;
    saved = body.toString();
    if (navigator.sendBeacon?.(`${base}/spot`, body)) return;
    fetch(`${base}/spot`, {method: 'POST', body, keepalive: true}).catch(() => {
      saved = '';
    });
  }

  setInterval(() => {
    if (!now().paused) save();
  }, EVERY);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save();
  });
  window.addEventListener('pagehide', save);

  document.addEventListener('click', (event) => {
    const button = /** @type {Element|null} */ (event.target)?.closest?.('#save-spot, [data-seek]');
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.seek !== undefined) {
      seek(Number(button.dataset.seek));
    } else {
      const values = {...Object.fromEntries(fields()), keep: '1'};
      htmx.ajax('POST', `${base}/spot`, {source: button, swap: 'none', values});
    }
  });

  return {save};
}

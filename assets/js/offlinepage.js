// The page in the place of others while Goblet can't be reached (offlineworker.js): it looks for Goblet, and then loads
// what was asked for.

import {base} from './base.js';

/** Between looks, ms: at first and at most. */
const SOONEST = 1000;
const LATEST = 15_000;

const again = /** @type {HTMLButtonElement} */ (document.querySelector('[data-again]'));
let pause = SOONEST;
let timer = 0;

/** Loads what was asked for, if Goblet answers. */
async function look() {
  clearTimeout(timer);
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-when]'))) {
    words.hidden = (words.dataset.when === 'offline') === navigator.onLine;
  }
  const answer = await fetch(`${base}/healthz`, {cache: 'no-store'}).catch(() => undefined);
  if (answer?.ok) {
    if (location.pathname === `${base}/offline`) location.replace(`${base}/`);
    else location.reload();
    return;
  }
  clearTimeout(timer);
  timer = window.setTimeout(look, pause);
  pause = Math.min(LATEST, pause * 1.5);
}

again.addEventListener('click', look);
for (const event of ['online', 'offline', 'pageshow']) window.addEventListener(event, look);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look();
});
look();

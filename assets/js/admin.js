// The admin's page: its figures are brought up to date while somebody looks at them. All it does works without this, too.

import htmx from './htmx.js';
import {startDialogs} from './dialogs.js';
import {writeMoments} from './moments.js';
import {startToasts} from './toasts.js';

/** How often the figures are fetched, ms. */
const EVERY = 5000;

// What has been opened stays so: whether a question is open is no figure.
htmx.config.morphIgnore = [...htmx.config.morphIgnore, 'open'];

startDialogs(startToasts(/** @type {HTMLElement} */ (document.getElementById('toasts'))));

writeMoments(document);

// A reload must not say again what was done before it.
const here = new URL(location.href);
if (here.searchParams.has('done')) {
  here.searchParams.delete('done');
  history.replaceState(null, '', here);
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = /** @type {Element} */ (event.target).closest?.('details.admin-confirm[open]');
  if (!(open instanceof HTMLDetailsElement)) return;
  open.open = false;
  open.querySelector('summary')?.focus();
});

let fetched = Date.now();
let fetching = false;
setInterval(() => {
  if (!document.hidden && Date.now() - fetched >= EVERY) refresh();
}, 1000);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});

/** Brings the figures up to date, without touching what has the focus. */
async function refresh() {
  if (fetching) return;
  fetching = true;
  fetched = Date.now();
  try {
    // The page of a link that was just made has an address that only posts: its figures are those of the page itself.
    const address = location.pathname.replace(/\/link$/, '') + location.search;
    const response = await fetch(address, {cache: 'no-store', headers: {Accept: 'text/html'}});
    if (response.status === 403) return location.reload(); // signed out: the page says so
    if (!response.ok) return;
    const target = document.getElementById('admin-figures');
    await htmx.swap({sourceElement: target, target, text: await response.text(), select: '#admin-figures', swap: 'outerMorph'});
    writeMoments(document);
  } catch { /* the next time */ } finally {
    fetching = false;
  }
}

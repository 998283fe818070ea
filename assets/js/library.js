// The library page: films to remove, and films to add.

import {startDialogs} from './dialogs.js';
import {startDrop} from './filedrop.js';
import {startRemoving} from './removing.js';
import {startToasts} from './toasts.js';
import {startUploads} from './uploads.js';

const toast = startToasts(/** @type {HTMLElement} */ (document.getElementById('toasts')));
startDialogs(toast);
startRemoving(toast);
const uploads = startUploads({
  mayWatch: () => false,
  watch: () => {},
  ready: (_media, title) => {
    toast(`${title} can be watched while it uploads.`);
    refresh();
  },
});

startDrop(/** @type {HTMLElement} */ (document.getElementById('drop-target')), () => !!uploads, (files) => uploads?.take(files));

document.addEventListener('goblet:removed', (event) => {
  document.querySelector(`[data-film="${CSS.escape(/** @type {CustomEvent} */ (event).detail)}"]`)?.remove();
});

// What uploads, moves on.
setInterval(() => {
  if (!document.hidden && document.querySelector('#library-films progress')) refresh();
}, 3000);

/** Shows the list as it is now. */
async function refresh() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const fresh = page.getElementById('library-films');
    if (fresh) document.getElementById('library-films')?.replaceWith(fresh);
  } catch { /* the next visit shows it */ }
}

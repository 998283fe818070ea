// The library page: films to look through and to remove, and films to add.

import htmx from './htmx.js';
import {startDialogs} from './dialogs.js';
import {startDrop} from './filedrop.js';
import {addressOf, fieldsOf} from './filmaddress.js';
import {startFilmList} from './filmlist.js';
import {retryPosters} from './pictures.js';
import {startRemoving} from './removing.js';
import {startToasts} from './toasts.js';
import {startUploads} from './uploadcard.js';
import {t} from './words.js';

const region = /** @type {HTMLElement} */ (document.getElementById('toasts'));
const toast = startToasts(region);
startDialogs(toast);
startRemoving(toast, region);
retryPosters(/** @type {HTMLElement} */ (document.getElementById('library')));

const search = /** @type {HTMLFormElement} */ (document.getElementById('film-browse'));
const films = startFilmList(() => {
  const was = fieldsOf(location.search);
  const now = Object.fromEntries(/** @type {any} */ (new FormData(search)));
  const address = location.pathname + addressOf(now);
  if (addressOf(was) === addressOf(now)) return;
  if (was.folder === now.folder) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
});

window.addEventListener('popstate', () => {
  const fields = fieldsOf(location.search);
  for (const name of /** @type {const} */ (['q', 'sort'])) {
    /** @type {HTMLInputElement} */ (search.elements.namedItem(name)).value = fields[name];
  }
  htmx.ajax('GET', search.getAttribute('hx-get') + addressOf(fields), {source: document.body, target: '#film-list', swap: 'innerMorph'});
});

const uploads = startUploads({
  mayWatch: () => false,
  watch: () => {},
  failed: (text) => toast(text, true),
  ready: (_media, title) => {
    toast(t('{title} can be watched while it uploads.', {title}));
    films.refresh();
  },
});

startDrop(/** @type {HTMLElement} */ (document.getElementById('drop-target')), () => !!uploads, (files) => uploads?.take(files));

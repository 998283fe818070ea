// Every page: sends forms of one field when that changes, and has this browser keep the page that is shown while Goblet can't be reached, which also makes Goblet
// installable.

import {base} from './base.js';

/** The film comes first: the browser is asked so long after the page was loaded, ms. */
const LATER = 3000;

for (const field of document.querySelectorAll('[data-submits]')) {
  field.addEventListener('change', () => /** @type {HTMLSelectElement} */ (field).form?.requestSubmit());
}

if ('serviceWorker' in navigator) {
  const register = () => navigator.serviceWorker.register(`${base}/offline.js`, {scope: `${base}/`})
    .catch(() => {}); // storage is forbidden, or a certificate not trusted: then there is no such page
  if (document.readyState === 'complete') setTimeout(register, LATER);
  else window.addEventListener('load', () => setTimeout(register, LATER));
}

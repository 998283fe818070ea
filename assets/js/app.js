// Every page: puts the list of languages away when something else is pressed, and has this browser keep the page that is
// shown while Goblet can't be reached, which also makes Goblet installable.

import {base} from './base.js';

/** The film comes first: the browser is asked so long after the page was loaded, ms. */
const LATER = 3000;

for (const list of document.querySelectorAll('details.languages')) {
  const away = () => list.removeAttribute('open');
  document.addEventListener('pointerdown', ({target}) => !list.contains(/** @type {Node} */ (target)) && away());
  list.addEventListener('keydown', (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== 'Escape' || !list.hasAttribute('open')) return;
    event.stopPropagation();
    away();
    list.querySelector('summary')?.focus();
  });
}

if ('serviceWorker' in navigator) {
  const register = () => navigator.serviceWorker.register(`${base}/offline.js`, {scope: `${base}/`})
    .catch(() => {}); // storage is forbidden, or a certificate not trusted: then there is no such page
  if (document.readyState === 'complete') setTimeout(register, LATER);
  else window.addEventListener('load', () => setTimeout(register, LATER));
}

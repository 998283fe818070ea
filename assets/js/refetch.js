// Parts of the page that are fetched anew from it as it is now.

import htmx from './htmx.js';

/** After a reset the page may name another film. @param {HTMLElement} main */
export function refetchFilm(main) {
  fetchPart(main, '#film');
}

/** A server that was restarted knows nothing of the notes on the film that it had sent before. @param {HTMLElement} main */
export function refetchNotes(main) {
  fetchPart(main, '#film-notes');
}

/** @param {HTMLElement} source @param {string} part */
function fetchPart(source, part) {
  htmx.ajax('GET', location.pathname, {source, target: part, select: part, swap: 'outerHTML'});
}

// Fetches parts of the page as the server would render them now.

import htmx from './htmx.js';

/**
 * @param {HTMLElement} main
 * @param {string} part its selector
 */
export function refetch(main, part) {
  htmx.ajax('GET', location.pathname, {source: main, target: part, select: part, swap: 'outerHTML'});
}

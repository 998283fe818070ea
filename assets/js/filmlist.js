// The list of films to choose from, in the room and on the library page. The server makes its rows; this keeps the focus
// and the place in it, marks the film that is on, and brings rows up to date of films that are being uploaded.

import htmx from './htmx.js';
import {forward} from './direction.js';
import {rowAfter} from './filmkeys.js';

/** How often a film that is being uploaded is looked at, ms. */
const EVERY = 2000;
/** How many rows the server gives at a time. */
const PART = 60;

/**
 * @typedef {object} FilmList
 * @property {(media: string) => void} playing marks the film that is on
 * @property {() => void} refresh asks for the list anew
 */

/**
 * @param {() => void} [looked] somebody looks for other films, or in another folder
 * @returns {FilmList}
 */
export function startFilmList(looked = () => {}) {
  const list = document.getElementById('film-list');
  const search = document.getElementById('film-browse');
  if (!list || !(search instanceof HTMLFormElement)) return {playing: () => {}, refresh: () => {}};
  const query = /** @type {HTMLInputElement} */ (search.elements.namedItem('q'));
  const rows = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.film-row')]);
  const control = (/** @type {Element|undefined} */ row) => /** @type {HTMLElement|null|undefined} */ (row?.querySelector('.film-choice, .film-open'));
  const folder = () => list.querySelector('#film-folder')?.getAttribute('value') ?? '';

  let on = '';
  let open = folder();
  /** @type {{element: Element, row: number}|undefined} what had the focus last */
  let focused;

  const mark = () => {
    for (const choice of list.querySelectorAll('.film-choice')) {
      const current = choice.getAttribute('value') === on;
      if (choice.hasAttribute('aria-current') === current) continue;
      if (current) choice.setAttribute('aria-current', 'true');
      else choice.removeAttribute('aria-current');
      /** @type {HTMLElement} */ (choice.querySelector('.film-now')).hidden = !current;
    }
  };

  /** Gives the focus to what stands where the one was that has gone with its row. */
  const refocus = () => {
    const lost = focused && !focused.element.isConnected && (!document.activeElement || document.activeElement === document.body);
    if (!focused || !lost) return;
    const all = rows();
    const next = control(all[Math.min(focused.row, all.length - 1)]) ?? query;
    focused = undefined;
    next.focus({preventScroll: true});
  };

  new MutationObserver(() => {
    if (open !== folder()) {
      open = folder();
      list.scrollTop = 0;
      if (focused) focused.row = 0;
    }
    if (on) mark();
    refocus();
    looked();
  }).observe(list, {childList: true, subtree: true, attributes: true, attributeFilter: ['value']});

  list.addEventListener('focusin', ({target}) => {
    const element = /** @type {Element} */ (target);
    const row = element.closest('.film-row');
    focused = {element, row: row ? rows().indexOf(/** @type {HTMLElement} */ (row)) : element.matches('.film-more') ? rows().length : 0};
  });
  document.addEventListener('focusin', ({target}) => {
    if (!list.contains(/** @type {Node} */ (target))) focused = undefined;
  });

  list.addEventListener('keydown', (event) => {
    const all = rows().filter(control);
    const at = all.findIndex((row) => row.contains(/** @type {Node} */ (event.target)));
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = rowAfter(all.map((row) => row.getBoundingClientRect()), at, event.key, forward(list) < 0);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // in the room, arrows move the film
    (next < 0 ? query : control(all[next]))?.focus();
  });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || event.target !== query) return;
    event.preventDefault();
    control(rows().find(control))?.focus();
  });

  /** Brings rows up to date that can be seen. */
  const follow = () => {
    if (document.hidden) return;
    for (const row of list.querySelectorAll('.film-row[data-arriving]')) {
      if (!row.checkVisibility?.() || !within(row, list)) continue;
      const values = new URLSearchParams(/** @type {any} */ (new FormData(search)));
      const url = `${search.getAttribute('hx-get')}/${row.getAttribute('data-film')}?${values}`;
      htmx.ajax('GET', url, {source: row, target: row, swap: 'outerMorph'});
    }
  };
  setInterval(follow, EVERY);

  const refresh = () => document.body.dispatchEvent(new CustomEvent('films-changed'));
  document.addEventListener('goblet:removed', (event) => {
    list.querySelector(`[data-film="${CSS.escape(/** @type {CustomEvent} */ (event).detail)}"]`)?.remove();
    if (rows().length <= PART) refresh(); // else one would be back at the beginning
  });
  document.addEventListener('goblet:restored', refresh);

  return {
    playing: (media) => {
      on = media;
      mark();
    },
    refresh,
  };
}

/** Whether some of a row is in sight. @param {Element} row @param {Element} list */
function within(row, list) {
  const {top, bottom} = row.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  return bottom > Math.max(0, box.top) && top < Math.min(innerHeight, box.bottom);
}

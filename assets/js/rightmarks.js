// Shows on the page what its viewer may do there: main carries it for the styles, and controls that are of no use say why.

/** @typedef {import('./rights.js').Right} Right */

/**
 * @param {HTMLElement} main gets data-role, data-may-load and data-led
 * @param {import('./rights.js').Role} role
 * @param {(right: Right, role?: import('./rights.js').Role) => string} refused why a role (the viewer's) may not, '' when it may
 * @param {string} [outage] why nobody can do anything now, '' when they can
 */
export function markRights(main, role, refused, outage = '') {
  main.dataset.role = role;
  main.toggleAttribute('data-may-load', refused('load') === '');
  main.toggleAttribute('data-led', refused('control', 'guest') !== '');
  for (const control of main.querySelectorAll('[data-right]')) {
    if (control instanceof HTMLElement) mark(control, outage || refused(/** @type {Right} */ (control.dataset.right)));
  }
}

/** It stays where it is and can be reached, so that whoever tries it is told. @param {HTMLElement} control @param {string} why */
function mark(control, why) {
  if (control.hasAttribute('data-refused') === (why !== '') && (!why || control.title === why)) return;
  control.toggleAttribute('data-refused', why !== '');
  control.dataset.usual ??= control.title;
  control.title = why || control.dataset.usual;
  if (!control.title) control.removeAttribute('title');
  // media-chrome's ranges that are disabled so ask nothing any more, and nobody would be told.
  if (why && !control.localName.endsWith('-range')) control.setAttribute('aria-disabled', 'true');
  else control.removeAttribute('aria-disabled');
}

// The dialog that brings people in: links as the server knows them when it opens, the device's own way to share, and invites.

import htmx from './htmx.js';
import {UNREACHABLE} from './reach.js';
import {said as told} from './words.js';

/**
 * @typedef {object} ShareParts
 * @property {HTMLDialogElement} dialog
 * @property {string} base the room's path, like /r/ID
 * @property {string} title what is shared, for the device's own dialog
 * @property {(verb: string, fields: Record<string, string>) => Promise<{problem: string, text: string}>} ask posts an action
 */

/** @param {ShareParts} parts */
export function startShare({dialog, base, title, ask}) {
  const content = /** @type {HTMLElement} */ (dialog.querySelector('#share-content'));
  const said = /** @type {HTMLElement} */ (dialog.querySelector('#share-said'));
  const say = (/** @type {string} */ text) => { said.textContent = text; };

  /** @param {string} path @param {string} target @param {string} swap */
  const fetchInto = async (path, target, swap) => {
    try {
      const response = await fetch(base + path, {headers: {Accept: 'text/html'}, cache: 'no-store'});
      if (!dialog.open) return;
      if (!response.ok) return say(told(UNREACHABLE));
      htmx.swap({sourceElement: content, target, text: await response.text(), swap});
      offerNative(dialog);
    } catch {
      say(told(UNREACHABLE));
    }
  };

  const opened = () => {
    say('');
    content.replaceChildren();
    if (dialog.open) fetchInto('/share', '#share-content', 'innerHTML');
  };
  new MutationObserver(opened).observe(dialog, {attributeFilter: ['open']});
  opened();

  dialog.addEventListener('submit', async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.id !== 'invite-form') return;
    event.preventDefault();
    say('');
    const button = /** @type {HTMLButtonElement} */ (form.querySelector('[type=submit]'));
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const {problem, text} = await ask('invite', /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form))));
    button.removeAttribute('aria-disabled');
    if (problem) return say(problem);
    const label = form.querySelector('[name=label]');
    if (label instanceof HTMLInputElement) label.value = '';
    showNew(text);
  });

  dialog.addEventListener('click', async (event) => {
    const target = /** @type {Element} */ (event.target);
    const revoke = target.closest('[data-revoke]');
    if (revoke instanceof HTMLElement) {
      const {problem} = await ask('invite/revoke', {invite: revoke.dataset.revoke ?? '', undo: String('undo' in revoke.dataset)});
      return say(problem);
    }
    const native = target.closest('[data-share]');
    if (native instanceof HTMLElement) {
      navigator.share({title, url: native.dataset.share}).catch(() => {}); // called off, or nobody to share with
    }
  });

  /** @param {string} html of the link that was made */
  const showNew = (html) => {
    if (!dialog.open) return;
    htmx.swap({sourceElement: content, target: '#invite-new', text: html, swap: 'innerHTML'});
    offerNative(dialog);
    const copy = dialog.querySelector('#invite-new [data-copy]');
    if (copy instanceof HTMLElement) copy.focus();
  };

  return {
    /** An event has come. @param {import('./types.js').RoomEvent} event */
    event: ({kind}) => {
      if (dialog.open && kind === 'link') fetchInto('/share', '#share-content', 'innerHTML');
      if (dialog.open && ['invite', 'enter'].includes(kind) && dialog.querySelector('#invites')) fetchInto('/invites', '#invites', 'innerMorph');
    },
  };
}

/** Shows what the device can do itself. @param {HTMLElement} place */
function offerNative(place) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[data-share]'))) {
    button.hidden = typeof navigator.share !== 'function' || !(navigator.canShare?.({url: button.dataset.share}) ?? true);
  }
}

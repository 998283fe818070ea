// Buttons that open a dialog ([data-dialog="id"]) and buttons that copy a text ([data-copy="text"]).

import {t} from './words.js';

/** How long a button says that it has copied, ms. */
const SAY = 2000;

/** Opens the dialog of that id, or closes it. @param {string} id */
export function toggleDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (dialog.open) {
    dialog.close();
  } else {
    dialog.showModal();
  }
}

/** @param {(text: string) => void} say tells the viewer */
export function startDialogs(say) {
  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const opener = target.closest?.('[data-dialog]');
    if (opener instanceof HTMLElement) toggleDialog(opener.dataset.dialog ?? '');
    const copier = target.closest?.('[data-copy]');
    if (copier instanceof HTMLElement) copyFrom(copier, say);
    // A click beside a modal dialog has the dialog itself as its target.
    if (target instanceof HTMLDialogElement && outside(target, event)) target.close();
  });
}

/**
 * @param {HTMLElement} button
 * @param {(text: string) => void} say
 */
async function copyFrom(button, say) {
  const place = button.closest('dialog')?.querySelector('[data-copy-said]'); // messages are behind a dialog
  if (place) {
    place.textContent = '';
    say = (text) => { place.textContent = text; };
  }
  const text = button.dataset.copy || location.href;
  const field = button.parentElement?.querySelector('input');
  if (!await copy(text, field, button.closest('dialog') ?? document.body)) {
    say(field ? t('Copy the selected link.') : t('This browser does not let pages copy.'));
    return;
  }
  const label = button.querySelector('[data-copy-label]');
  const copied = t('Copied');
  if (!label || label.textContent === copied) return say(t('Copied.'));
  const before = label.textContent;
  label.textContent = copied;
  setTimeout(() => { label.textContent = before; }, SAY);
}

/**
 * The clipboard needs a secure context, which a plain http address in a LAN is not: there the old command, or the
 * viewer's own hand on the selected text.
 * @param {string} text
 * @param {HTMLInputElement|null|undefined} field shows the text, too
 * @param {HTMLElement} place where else it may be put for a moment: beside an open dialog nothing can be selected
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
async function copy(text, field, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* no clipboard, or no leave */ }
  const area = field ?? place.appendChild(document.createElement('textarea'));
  if (!field) area.value = text;
  area.focus();
  area.select();
  let copied = false;
  try {
    copied = document.execCommand('copy');
  } catch { /* stays selected */ }
  if (!field) area.remove();
  return copied;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function outside(dialog, {clientX, clientY, detail}) {
  if (detail === 0) return false; // by keyboard
  const {left, right, top, bottom} = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

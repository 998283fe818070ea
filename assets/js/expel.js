// Puts viewers out: the dialog that asks for how long, and the offer to undo it.

import {offerToast} from './toasts.js';
import {t} from './words.js';

/**
 * @param {HTMLElement} main
 * @param {HTMLElement} toasts
 * @param {string} me viewer id
 * @param {(verb: string, fields: Record<string, string>) => Promise<boolean>} post
 * @returns {(event: import('./types.js').RoomEvent) => void} to be told of events, once their HTML is shown
 */
export function startExpel(main, toasts, me, post) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('expel'));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const address = /** @type {HTMLInputElement} */ (form.elements.namedItem('address'));
  const named = /** @type {HTMLElement} */ (dialog.querySelector('[data-name]'));
  let viewer = '';

  main.addEventListener('click', ({target}) => {
    const button = /** @type {Element} */ (target).closest?.('[data-expel]');
    if (!(button instanceof HTMLElement) || button.hasAttribute('data-refused')) return;
    viewer = button.dataset.expel ?? '';
    named.textContent = button.dataset.name ?? '';
    form.reset();
    show();
    dialog.returnValue = '';
    dialog.showModal();
  });
  form.addEventListener('change', show);
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'expel') return;
    post('expel', {viewer, ban: String(forGood()), address: String(forGood() && address.checked)});
  });

  function forGood() {
    return new FormData(form).get('ban') === 'true';
  }

  /** Only who is kept out for good can be known by the address. */
  function show() {
    address.disabled = !forGood();
    if (address.disabled) address.checked = false;
  }

  return ({kind, by, to, seq}) => {
    if (kind !== 'expel' || by?.id !== me || !to) return;
    toasts.querySelector(`.toast[data-seq="${seq}"]`)?.remove();
    const undo = offerToast(toasts, t('You put {name} out.', {name: to.name}), t('Undo'), () => post('restore', {viewer: to.id}));
    undo.parentElement?.setAttribute('data-keep', '');
  };
}

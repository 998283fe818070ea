// Asks before a film that was uploaded is removed: buttons with [data-remove="media"] and [data-title].

import {remove} from './uploadserver.js';

/** @param {(text: string, error?: boolean) => void} say tells the viewer */
export function startRemoving(say) {
  const dialog = document.getElementById('remove-dialog');
  if (!(dialog instanceof HTMLDialogElement)) return;
  let media = '';
  let title = '';
  document.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest?.('[data-remove]');
    if (!(button instanceof HTMLElement) || !button.dataset.remove) return;
    media = button.dataset.remove;
    title = button.dataset.title ?? '';
    const name = dialog.querySelector('[data-remove-title]');
    if (name) name.textContent = title;
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'remove') return;
    try {
      await remove(media);
      say(`${title} was removed.`);
      document.dispatchEvent(new CustomEvent('goblet:removed', {detail: media}));
    } catch (error) {
      say(/** @type {Error} */ (error).message, true);
    }
  });
}

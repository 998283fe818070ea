// Asks before a film that was uploaded is removed, and offers to bring it back: buttons with [data-remove="media"] and
// [data-title]. What has happened is told by the events goblet:removed and goblet:restored.

import {UNREACHABLE} from './reach.js';
import {offerToast} from './toasts.js';
import {said, t} from './words.js';

/**
 * @param {(text: string, error?: boolean) => void} say tells the viewer
 * @param {HTMLElement} region where messages are
 */
export function startRemoving(say, region) {
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

  /** @param {'remove'|'restore'} act @param {string} media @param {string} event */
  async function change(act, media, event) {
    const server = await import('./uploadserver.js').catch(() => null); // of no use before somebody removes a film
    try {
      if (!server) throw new Error(said(UNREACHABLE));
      await server[act](media);
    } catch (error) {
      say(/** @type {Error} */ (error).message, true);
      return false;
    }
    document.dispatchEvent(new CustomEvent(event, {detail: media}));
    return true;
  }

  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'remove') return;
    const [id, name] = [media, title]; // the next one may be asked about before this one is gone
    if (!await change('remove', id, 'goblet:removed')) return;
    offerToast(region, t('{title} was removed.', {title: name}), t('Undo'), async () => {
      if (await change('restore', id, 'goblet:restored')) say(t('{title} is back.', {title: name}));
    }, {undo: true});
  });
}

// Parts of the page that are loaded when somebody uses them first.

/**
 * Loads what is behind a dialog when that opens for the first time, and again the next time if it could not be had.
 * What is sent in the dialog before it is there waits for it: the browser itself would leave the page for it.
 * @template T
 * @param {HTMLDialogElement} dialog
 * @param {() => Promise<T>} load starts the part, which finds the dialog open
 * @returns {{part: T|undefined}} part: once it is there
 */
export function whenOpened(dialog, load) {
  /** @type {{part: T|undefined}} */
  const later = {part: undefined};
  /** @type {SubmitEvent|null} */
  let sent = null;
  const hold = (/** @type {SubmitEvent} */ event) => {
    if (/** @type {HTMLFormElement} */ (event.target).method === 'dialog') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sent = event;
  };
  dialog.addEventListener('submit', hold, true);
  const opens = new MutationObserver(async () => {
    if (!dialog.open) return;
    opens.disconnect();
    try {
      later.part = await load();
      dialog.removeEventListener('submit', hold, true);
      if (sent) /** @type {HTMLFormElement} */ (sent.target).requestSubmit(sent.submitter);
    } catch {
      sent = null;
      opens.observe(dialog, {attributeFilter: ['open']});
    }
  });
  opens.observe(dialog, {attributeFilter: ['open']});
  return later;
}

/**
 * Loads what is behind a button when that is pressed for the first time, and again the next time if it could not be had.
 * @param {HTMLElement} button
 * @param {() => Promise<void>} load starts the part, which takes the presses from then on, and does what this one asks for
 */
export function whenPressed(button, load) {
  button.addEventListener('click', () => load().catch(() => whenPressed(button, load)), {once: true});
}

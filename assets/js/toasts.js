// Short messages over the film. The server's come as HTML into the region, ours by toast(); both leave by themselves.

/** How long a message stays, ms. */
const STAY = 5000;
const STAY_ERROR = 8000;
const STAY_OFFER = 20_000;
const STAY_UNDO = 10_000;
/** More than this are not shown at a time: the oldest go. */
const MOST = 4;

/**
 * Shows a message with a button.
 * @param {HTMLElement} region
 * @param {string} text
 * @param {string} label of the button
 * @param {() => void} take is called when it is pressed
 * @param {{undo?: boolean, others?: [label: string, take: () => void][]}} [more] undo: it stays for a shorter time, whatever else is on; others: further buttons
 * @returns {HTMLElement} the button
 */
export function offerToast(region, text, label, take, {undo = false, others = []} = {}) {
  const toast = document.createElement('div');
  toast.className = 'toast toast-offer';
  if (undo) toast.dataset.keep = 'undo';
  const words = document.createElement('span');
  words.textContent = text;
  const buttons = /** @type {[string, () => void][]} */ ([[label, take], ...others]).map(([name, act]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button small primary';
    button.textContent = name;
    button.addEventListener('click', () => {
      toast.remove();
      act();
    });
    return button;
  });
  toast.append(words, ...buttons);
  region.append(toast);
  return buttons[0];
}

/** Takes back what was offered: something else is on now. @param {HTMLElement} region */
export function withdrawOffers(region) {
  for (const offer of region.querySelectorAll('.toast-offer:not([data-keep])')) offer.remove();
}

/**
 * @param {HTMLElement} region
 * @returns {(text: string, error?: boolean) => void} shows a message of our own
 */
export function startToasts(region) {
  /** @param {Element} toast */
  function dismissLater(toast) {
    const {classList} = toast;
    const undo = toast.getAttribute('data-keep') === 'undo';
    const stay = undo ? STAY_UNDO : classList.contains('toast-error') ? STAY_ERROR : classList.contains('toast-offer') ? STAY_OFFER : STAY;
    setTimeout(() => toast.remove(), stay);
  }

  new MutationObserver((changes) => {
    for (const {addedNodes} of changes) {
      for (const node of addedNodes) {
        if (node instanceof Element && node.classList.contains('toast')) dismissLater(node);
      }
    }
    const toasts = region.querySelectorAll('.toast');
    for (let i = 0; i < toasts.length - MOST; i++) toasts[i].remove();
  }).observe(region, {childList: true});

  return (text, error = false) => {
    const same = Array.from(region.querySelectorAll('.toast')).some((toast) => toast.textContent === text);
    if (same) return;
    const toast = document.createElement('div');
    toast.className = error ? 'toast toast-error' : 'toast';
    if (error) toast.setAttribute('role', 'alert');
    toast.textContent = text;
    region.append(toast);
  };
}

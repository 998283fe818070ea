// Short messages over the film. The server's come as HTML into the region, ours by toast(); both leave by themselves.

/** How long a message stays, ms. */
const STAY = 5000;
const STAY_ERROR = 8000;
const STAY_ACT = 20_000;
/** More than this are not shown at a time: the oldest go. */
const MOST = 4;

/**
 * Shows a message with a button.
 * @param {HTMLElement} region
 * @param {string} text
 * @param {string} label of the button
 * @param {() => void} take is called when it is pressed
 */
export function offerToast(region, text, label, take) {
  const toast = document.createElement('div');
  toast.className = 'toast toast-offer';
  const words = document.createElement('span');
  words.textContent = text;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button small primary';
  button.textContent = label;
  button.addEventListener('click', () => {
    toast.remove();
    take();
  });
  toast.append(words, button);
  region.append(toast);
}

/** Takes back what was offered: something else is on now. @param {HTMLElement} region */
export function withdrawOffers(region) {
  for (const offer of region.querySelectorAll('.toast-offer')) offer.remove();
}

/**
 * Shows a message of our own: error for bad news, act for what the viewer may do about it.
 * @typedef {(text: string, error?: boolean, act?: {label: string, do: () => void}) => void} Toast
 */

/**
 * @param {HTMLElement} region
 * @returns {Toast}
 */
export function startToasts(region) {
  /** @param {Element} toast */
  function dismissLater(toast) {
    const stay = toast.querySelector('button') ? STAY_ACT : toast.classList.contains('toast-error') ? STAY_ERROR : STAY;
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

  return (text, error = false, act) => {
    const same = Array.from(region.querySelectorAll('.toast')).some((toast) => toast.textContent === text);
    if (same) return;
    const toast = document.createElement('div');
    toast.className = error ? 'toast toast-error' : 'toast';
    if (error) toast.setAttribute('role', 'alert');
    toast.textContent = text;
    if (act) toast.append(button(toast, act));
    region.append(toast);
  };
}

/**
 * @param {Element} toast
 * @param {{label: string, do: () => void}} act
 */
function button(toast, act) {
  const element = document.createElement('button');
  Object.assign(element, {type: 'button', className: 'toast-act', textContent: act.label});
  element.addEventListener('click', () => {
    toast.remove();
    act.do();
  });
  return element;
}

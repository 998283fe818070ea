// The order of the elements in the queue's list. What has the focus is never taken out of the page, or it would lose it.

/** How long an element takes to its new place, ms. */
const GLIDE = 180;

/** @param {Element} element */
export const idOf = (element) => Number(/** @type {HTMLElement} */ (element).dataset.item);

/**
 * Brings the list into an order and drops what is not in it.
 * @param {HTMLElement} list
 * @param {number[]} ids
 * @returns {boolean} whether there is an element for each
 */
export function arrange(list, ids) {
  /** @type {Map<number, HTMLElement>} */
  const elements = new Map();
  const before = new Map(Array.from(list.children, (child) => [child, child.getBoundingClientRect().top]));
  for (const child of Array.from(list.children)) {
    const id = idOf(child);
    if (!ids.includes(id) || elements.has(id)) drop(child);
    else elements.set(id, /** @type {HTMLElement} */ (child));
  }
  const wanted = ids.flatMap((id) => elements.get(id) ?? []);
  const focused = Math.max(0, wanted.findIndex((element) => element.contains(document.activeElement)));
  let next = wanted[focused];
  for (let i = focused - 1; i >= 0; i--) {
    if (next.previousElementSibling !== wanted[i]) next.before(wanted[i]);
    next = wanted[i];
  }
  let previous = wanted[focused];
  for (let i = focused + 1; i < wanted.length; i++) {
    if (previous.nextElementSibling !== wanted[i]) previous.after(wanted[i]);
    previous = wanted[i];
  }
  for (const element of wanted) glide(element, before.get(element));
  return wanted.length === ids.length;
}

/** Takes an element out, and hands its focus to the one that takes its place. @param {Element} element */
function drop(element) {
  if (element.contains(document.activeElement)) {
    const part = document.activeElement?.matches('[data-unqueue]') ? '[data-unqueue]' : '[data-vote]';
    const heir = (element.nextElementSibling ?? element.previousElementSibling)?.querySelector(part);
    const card = element.closest('section')?.querySelector('.card-title');
    (/** @type {HTMLElement|null|undefined} */ (heir ?? card))?.focus({preventScroll: !heir});
  }
  element.remove();
}

/** @param {HTMLElement} element @param {number|undefined} from where it was, px */
function glide(element, from) {
  if (from === undefined || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const by = from - element.getBoundingClientRect().top;
  if (Math.abs(by) >= 1) element.animate([{transform: `translateY(${by}px)`}, {transform: 'none'}], {duration: GLIDE, easing: 'ease-out'});
}

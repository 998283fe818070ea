// A film that can't be had any more: the stage says so instead of the player, and the chooser of films opens.

/**
 * @param {HTMLElement} about what is said of the film; a note with data-gone means that it is gone
 * @param {HTMLElement} sign covers the player
 * @param {HTMLDetailsElement|null} chooser open for whoever is host, or becomes it
 * @param {() => void} opened
 */
export function startGone(about, sign, chooser, opened) {
  const look = () => {
    const note = about.querySelector('[data-gone]');
    if (!!note !== sign.hidden) return;
    sign.hidden = !note;
    /** @type {HTMLElement} */ (sign.querySelector('p')).textContent = note?.textContent?.trim() ?? '';
    if (!note) return;
    if (chooser) chooser.open = true;
    opened();
  };
  new MutationObserver(look).observe(about, {childList: true, subtree: true, attributes: true});
  look();
  return {
    /** Whether the film that is on is gone. */
    get now() { return !sign.hidden; },
    /** Another film is on; notes on it come later. */
    over: () => { about.querySelector('[data-gone]')?.remove(); look(); },
  };
}

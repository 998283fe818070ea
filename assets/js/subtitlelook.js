// How a viewer wants subtitles to look. Kept in this browser, shown by css/subtitles.css through custom properties.

/**
 * @typedef {object} Look
 * @property {number} size percent of the usual one, 50 to 200
 * @property {number} background how opaque it is, percent
 * @property {'none'|'outline'|'shadow'} edge
 * @property {import('./cues.js').Place} place
 * @property {boolean} authored whether ASS is drawn as its author styled it
 */

const KEPT = 'goblet:subtitle-look';

/** What letters are set off by, as text-shadow; lengths grow with them. */
const EDGES = {
  none: 'none',
  outline: '0.05em 0 0 #000, -0.05em 0 0 #000, 0 0.05em 0 #000, 0 -0.05em 0 #000, 0.04em 0.04em 0 #000, -0.04em -0.04em 0 #000, 0.04em -0.04em 0 #000, -0.04em 0.04em 0 #000',
  shadow: '0 0.06em 0.16em #000, 0 0 0.3em rgb(0 0 0 / 0.7)',
};

/** @returns {Look} */
export function usual() {
  // Plain text is shown everywhere, and obeys the viewer's size and background.
  return {size: 100, background: 60, edge: 'none', place: 'bottom', authored: false};
}

/**
 * What is usable of something that was kept.
 * @param {any} kept
 * @param {Look} other for what is not
 * @returns {Look}
 */
export function clean(kept, other) {
  const within = (/** @type {any} */ n, /** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ or) =>
    Number.isFinite(n) ? Math.min(high, Math.max(low, n)) : or;
  return {
    size: within(kept?.size, 50, 200, other.size),
    background: within(kept?.background, 0, 100, other.background),
    edge: Object.hasOwn(EDGES, kept?.edge ?? '') ? kept.edge : other.edge,
    place: ['bottom', 'higher', 'top'].includes(kept?.place) ? kept.place : other.place,
    authored: typeof kept?.authored === 'boolean' ? kept.authored : other.authored,
  };
}

/** @returns {Look} */
export function recallLook() {
  try {
    return clean(JSON.parse(localStorage.getItem(KEPT) ?? 'null'), usual());
  } catch {
    return usual();
  }
}

/** @param {Look} look */
export function rememberLook(look) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(look));
  } catch { /* storage is forbidden: it holds for this visit */ }
}

/**
 * @param {HTMLElement} element the video, or what shows how it looks
 * @param {Look} look
 */
export function applyLook(element, {size, background, edge, place}) {
  element.dataset.place = place; // what lies over the film leaves it to them
  element.style.setProperty('--cue-size', `${size}%`);
  element.style.setProperty('--cue-background', `rgb(0 0 0 / ${background / 100})`);
  element.style.setProperty('--cue-edge', EDGES[edge]);
}

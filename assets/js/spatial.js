// Where the focus goes on a television, whose remote has four arrows and no pointer.

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {'ArrowUp'|'ArrowDown'|'ArrowLeft'|'ArrowRight'} Arrow */

/** How much worse a step aside is than one ahead. */
const ASIDE = 3;

/**
 * The index of the box that is next in a direction, -1 when there is none. Boxes that overlap from's row (column) are
 * preferred to those that lie aside of it.
 * @param {Box} from
 * @param {Box[]} boxes
 * @param {Arrow} arrow
 */
export function nearest(from, boxes, arrow) {
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, i) => {
    const {ahead, aside, gain} = way(from, box, arrow);
    if (gain <= 1) return; // its centre is not in that direction
    const cost = Math.max(0, ahead) + ASIDE * aside + gain * 1e-3;
    if (cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}

/**
 * @param {Box} from
 * @param {Box} to
 * @param {Arrow} arrow
 * @returns {{ahead: number, aside: number, gain: number}} px: between the edges, between the sides (0: they overlap), between the far edges
 */
function way(from, to, arrow) {
  const apart = (/** @type {number} */ a1, /** @type {number} */ a2, /** @type {number} */ b1, /** @type {number} */ b2) => Math.max(0, b1 - a2, a1 - b2);
  switch (arrow) {
    case 'ArrowUp': return {ahead: from.top - to.bottom, aside: apart(from.left, from.right, to.left, to.right), gain: middle(from.top, from.bottom) - middle(to.top, to.bottom)};
    case 'ArrowDown': return {ahead: to.top - from.bottom, aside: apart(from.left, from.right, to.left, to.right), gain: middle(to.top, to.bottom) - middle(from.top, from.bottom)};
    case 'ArrowLeft': return {ahead: from.left - to.right, aside: apart(from.top, from.bottom, to.top, to.bottom), gain: middle(from.left, from.right) - middle(to.left, to.right)};
    default: return {ahead: to.left - from.right, aside: apart(from.top, from.bottom, to.top, to.bottom), gain: middle(to.left, to.right) - middle(from.left, from.right)};
  }
}

/** @param {number} a @param {number} b */
function middle(a, b) {
  return (a + b) / 2;
}

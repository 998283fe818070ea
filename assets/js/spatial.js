// Where the focus goes on a television, whose remote has four arrows and no pointer.

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {'ArrowUp'|'ArrowDown'|'ArrowLeft'|'ArrowRight'} Arrow */

/** What counts against a box: px ahead, px aside of it, px that its centre lies aside, px that its centre lies ahead. */
const AHEAD = 1;
const ASIDE = 3;
const OFF = 0.1;
const FAR = 1e-3;

/**
 * The index of the box that is next in a direction, -1 when there is none. Boxes that overlap from's row (column) are
 * preferred to those that lie aside of it.
 * @param {Box} from
 * @param {Box[]} boxes
 * @param {Arrow} arrow
 */
export function nearest(from, boxes, arrow) {
  const here = turned(from, arrow);
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, i) => {
    const there = turned(box, arrow);
    const far = middle(there.near, there.far) - middle(here.near, here.far);
    if (far <= 1) return; // it is not in that direction
    const aside = Math.max(0, there.low - here.high, here.low - there.high);
    const off = Math.abs(middle(there.low, there.high) - middle(here.low, here.high));
    const cost = AHEAD * Math.max(0, there.near - here.far) + ASIDE * aside + OFF * off + FAR * far;
    if (cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}

/**
 * A box as if the arrow pointed to the right.
 * @param {Box} box
 * @param {Arrow} arrow
 * @returns {{near: number, far: number, low: number, high: number}}
 */
function turned({left, right, top, bottom}, arrow) {
  switch (arrow) {
    case 'ArrowLeft': return {near: -right, far: -left, low: top, high: bottom};
    case 'ArrowRight': return {near: left, far: right, low: top, high: bottom};
    case 'ArrowUp': return {near: -bottom, far: -top, low: left, high: right};
    case 'ArrowDown': return {near: top, far: bottom, low: left, high: right};
  }
}

/** @param {number} a @param {number} b */
function middle(a, b) {
  return (a + b) / 2;
}

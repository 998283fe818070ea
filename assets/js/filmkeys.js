// Which row of a list, or of a grid, an arrow key leads to. Pure.

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

/** Boxes this near to one another in height are of one line, px. */
const LINE = 4;

/**
 * @param {Box[]} boxes of the rows, in their order
 * @param {number} at the row that has the focus
 * @param {string} key
 * @param {boolean} rightToLeft
 * @returns {number|undefined} a row; -1 for what is above the first line; undefined: the key means nothing here
 */
export function rowAfter(boxes, at, key, rightToLeft) {
  const from = boxes[at];
  if (!from) return undefined;
  switch (key) {
    case 'ArrowDown': return line(boxes, at, from, 1) ?? at;
    case 'ArrowUp': return line(boxes, at, from, -1) ?? -1;
    case 'ArrowLeft': case 'ArrowRight': {
      const next = at + ((key === 'ArrowRight') === rightToLeft ? -1 : 1);
      const beside = boxes[next];
      return beside && Math.abs(beside.top - from.top) < LINE ? next : undefined;
    }
    case 'Home': return 0;
    case 'End': return boxes.length - 1;
    default: return undefined;
  }
}

/**
 * The row that is nearest in the next line up or down.
 * @param {Box[]} boxes @param {number} at @param {Box} from @param {1|-1} way
 */
function line(boxes, at, from, way) {
  let best;
  let lineTop = NaN;
  for (let i = at + way; i >= 0 && i < boxes.length; i += way) {
    const {left, top} = boxes[i];
    if (Math.abs(top - from.top) < LINE) continue;
    if (Number.isNaN(lineTop)) lineTop = top;
    if (Math.abs(top - lineTop) >= LINE) break;
    if (best === undefined || Math.abs(left - from.left) < Math.abs(boxes[best].left - from.left)) best = i;
  }
  return best;
}

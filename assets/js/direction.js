// Which way a page is read.

/** What an arrow to the right adds to a place in a row: 1, or -1 where the row runs from right to left. @param {Element} row */
export function forward(row) {
  return getComputedStyle(row).direction === 'rtl' ? -1 : 1;
}

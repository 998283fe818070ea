// What to do with an event of a given number.

/**
 * Events are applied strictly in sequence.
 * @param {number} seen number of the last event applied
 * @param {number} seq number of the event at hand
 * @returns {'apply'|'drop'|'gap'} gap: something in between is missing
 */
export function judge(seen, seq) {
  if (!Number.isInteger(seq) || seq <= seen) return 'drop';
  return seq === seen + 1 ? 'apply' : 'gap';
}

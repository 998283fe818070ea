// What is told in passing in the chat: what happened in the room. Which notices stand for others, and in which words. Pure.

/** Kinds of which only the last by one person counts: what came before it is over. */
const LAST_COUNTS = ['play', 'pause', 'seek', 'rate', 'load', 'refresh', 'tracks', 'settings', 'ready', 'wait', 'presence'];

/**
 * @typedef {object} Notice
 * @property {string} kind of the event, or presence
 * @property {string} about what more it was about
 * @property {string} by viewer id
 */

/**
 * Which notices of a run are told no more, since a later one makes up for them.
 * @param {Notice[]} run the oldest first
 * @returns {boolean[]}
 */
export function outdated(run) {
  const later = new Set();
  return run.map(keyOf).reverse().map((key) => {
    if (key === '') return false;
    const is = later.has(key);
    later.add(key);
    return is;
  }).reverse();
}

/** Notices of one key make up for another, '' for none. @param {Notice} notice */
function keyOf({kind, about, by}) {
  return LAST_COUNTS.includes(kind) ? [kind, about, by].join('\n') : '';
}

/** @param {number} count of notices that are not shown */
export function more(count) {
  return `${count} more`;
}

/** Names as one says them: Maya, Jon and Ada. Of many only the first. @param {string[]} names */
export function named(names) {
  const [first, ...rest] = names;
  if (rest.length === 0) return first ?? '';
  if (rest.length > 3) return `${names.slice(0, 3).join(', ')} and ${rest.length - 2} others`;
  return `${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1)}`;
}

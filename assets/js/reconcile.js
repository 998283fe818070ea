// What a native player does (iPhone full screen, picture-in-picture) compared with what the room says.
// Level-triggered and pure: a difference that lasts while the picture is visible is intent.

/** A difference must last this long to be meant, ms. */
export const LASTING = 350;
/** An intent that was posted and changed nothing is posted again after this, ms. */
export const AGAIN = 3000;

/**
 * @typedef {object} Facts
 * @property {number} now monotonic ms
 * @property {boolean} native whether the browser's own controls may act on the element
 * @property {boolean} visible whether the viewer sees the picture
 * @property {boolean} roomPaused
 * @property {boolean} paused the element
 * @property {boolean} settled ready, not seeking, not at the end, no start planned
 * @property {boolean} departed whether the position has jumped without the engine
 * @property {number} position s, the element's
 * @property {number} rate that something other than the engine has set, 0 = none
 */

/** @typedef {{verb: 'play'|'pause'|'seek'|'rate', position: number, rate: number}} Intent */

/** @typedef {{kind: string, since: number, posted: number}} Difference */

/**
 * @param {Difference|null} before what was found last time
 * @param {Facts} facts
 * @returns {{difference: Difference|null, intent: Intent|null}}
 */
export function reconcile(before, facts) {
  const verb = wanted(facts);
  if (!verb) return {difference: null, intent: null};
  const difference = before?.kind === verb ? before : {kind: verb, since: facts.now, posted: -Infinity};
  const lasting = facts.now - difference.since >= LASTING && facts.now - difference.posted >= AGAIN;
  if (!lasting) return {difference, intent: null};
  return {difference: {...difference, posted: facts.now}, intent: {verb, position: facts.position, rate: facts.rate}};
}

/**
 * @param {Facts} facts
 * @returns {Intent['verb']|null}
 */
function wanted({native, visible, settled, departed, paused, roomPaused, rate}) {
  // Unseen, a pause is an interruption (a call, a locked phone): the member is away, the room goes on.
  if (!native || !visible || !settled) return null;
  if (paused !== roomPaused) return paused ? 'pause' : 'play';
  if (departed) return 'seek';
  return rate > 0 ? 'rate' : null;
}

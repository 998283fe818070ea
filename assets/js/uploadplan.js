// Which bytes to send next: what the server asks for, without what is on its way already. Pure.

/** @typedef {{offset: number, length: number}} Chunk */

/**
 * @param {Chunk|null} next what the server misses, as of its last answer
 * @param {Iterable<Chunk>} sending what is on its way
 * @param {number} size of a chunk at most
 * @returns {Chunk|null} null: nothing to send now
 */
export function nextChunk(next, sending, size) {
  if (!next || next.length <= 0) return null;
  const end = next.offset + next.length;
  let start = next.offset;
  const busy = Array.from(sending).sort((a, b) => a.offset - b.offset);
  for (const chunk of busy) {
    if (chunk.offset <= start && chunk.offset + chunk.length > start) start = chunk.offset + chunk.length;
  }
  if (start >= end) return null;
  const following = busy.find((chunk) => chunk.offset > start)?.offset ?? end;
  return {offset: start, length: Math.min(size, end - start, following - start)};
}

// Whose lines a viewer does not want to read in a room. Kept in this browser: nobody else learns of it.

export class Muted {
  #key;
  /** @type {Set<string>} viewer ids */
  #ids;

  /** @param {string} room */
  constructor(room) {
    this.#key = `goblet:muted:${room}`;
    this.#ids = new Set(recall(this.#key));
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id @param {boolean} muted */
  set(id, muted) {
    if (muted) this.#ids.add(id);
    else this.#ids.delete(id);
    try {
      if (this.#ids.size > 0) localStorage.setItem(this.#key, JSON.stringify([...this.#ids]));
      else localStorage.removeItem(this.#key);
    } catch { /* storage is forbidden: it holds for this visit */ }
  }
}

/** @param {string} key @returns {string[]} */
function recall(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

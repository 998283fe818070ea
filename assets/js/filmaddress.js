// How the library page's address says what is looked at: words, folder and order. Pure.

/** @typedef {{q: string, folder: string, sort: string}} Look */

/**
 * The query of an address, "" for all films.
 * @param {Partial<Look>} look
 */
export function addressOf({q = '', folder = '', sort = ''}) {
  const fields = Object.entries({q: q.trim(), folder, sort}).filter(([, value]) => value !== '');
  return fields.length > 0 ? `?${new URLSearchParams(fields)}` : '';
}

/**
 * What the query of an address says.
 * @param {string} query
 * @returns {Look}
 */
export function fieldsOf(query) {
  const fields = new URLSearchParams(query);
  return {q: fields.get('q') ?? '', folder: fields.get('folder') ?? '', sort: fields.get('sort') ?? ''};
}

// Which subtitles a viewer sees: the room's, or those that the viewer prefers. Pure, but for the storage.

/**
 * @typedef {object} Subtitle
 * @property {string} id
 * @property {'file'|'embedded'|'dropped'} kind
 * @property {string} label
 * @property {string} language BCP 47, '' = unknown
 * @property {boolean} default
 * @property {boolean} forced
 * @property {string} url WebVTT, '' = can't be shown
 * @property {string} [ass] the script as its author wrote it
 * @property {string} [problem] why it can't be shown
 * @property {boolean} [mine] may be removed by this viewer
 */

/**
 * What the viewer prefers to the room's choice; null = follow the room. An empty id means none.
 * @typedef {{id: string, language: string, label: string}|null} Preference
 */

const KEPT = 'goblet:subtitles';
const DELAYS = 'goblet:subtitle-delays';
/** Of how many films the own delay is kept. */
const FILMS = 50;
const ENDINGS = /\.(srt|vtt|ass|ssa|sub)$/i;

/** Whether a file is taken for subtitles. @param {{name: string}} file */
export function isSubtitle({name}) {
  return ENDINGS.test(name);
}

/**
 * The id of the subtitles that are shown, '' = none. A preference that this film can't meet leaves the room's choice.
 * @param {Subtitle[]} list
 * @param {Preference} mine
 * @param {string} rooms id
 */
export function chosen(list, mine, rooms) {
  const able = list.filter(({url}) => url);
  if (mine) {
    if (!mine.id) return '';
    const own = able.find(({id}) => id === mine.id) ??
      able.find(({language, forced}) => language && language === mine.language && !forced) ??
      able.find(({language}) => language && language === mine.language) ??
      able.find(({label}) => label === mine.label);
    if (own) return own.id;
  }
  return able.some(({id}) => id === rooms) ? rooms : '';
}

/**
 * @param {Subtitle[]} list
 * @param {string} id
 * @returns {Preference}
 */
export function preference(list, id) {
  const {language = '', label = ''} = list.find((subtitle) => subtitle.id === id) ?? {};
  return {id, language, label};
}

/** @returns {Preference} */
export function recall() {
  const kept = read(KEPT);
  return kept && typeof kept.id === 'string' ? kept : null;
}

/** @param {Preference} mine */
export function remember(mine) {
  write(KEPT, mine);
}

/** The own delay in a film, ms. @param {string} film */
export function recallDelay(film) {
  const delay = read(DELAYS)?.[film];
  return Number.isFinite(delay) ? delay : 0;
}

/** @param {string} film @param {number} delay ms */
export function rememberDelay(film, delay) {
  const others = Object.entries(read(DELAYS) ?? {}).filter(([id]) => id !== film).slice(1 - FILMS);
  write(DELAYS, Object.fromEntries(delay ? [...others, [film, delay]] : others));
}

/** @param {string} key */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* storage is forbidden: it holds for this visit */ }
}

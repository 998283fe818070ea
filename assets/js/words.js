// What the scripts say to people, in the language of the page. English is in the code and the key of its translations,
// {name} in it stands for a value. The translations come with the page, from assets/words; what is missing is said in English.

/** @typedef {string|Record<string, string>} Message a text, or one for each plural form of the language */

/** @returns {Record<string, Message>} */
const catalogue = () => /** @type {any} */ (globalThis).gobletWords ?? {};

/** The page's language, as a BCP 47 tag. Digits are European ones everywhere, as on the player's clocks. */
export const language = `${globalThis.document?.documentElement.lang || 'en'}-u-nu-latn`;

const plural = new Intl.PluralRules(language);

/**
 * Says something.
 * @param {string} text English; written where it is said, so that its translations are found
 * @param {Record<string, string|number>} [values] by name
 */
export function t(text, values) {
  return said(text, values);
}

/**
 * Says something that counts; {n} stands for n.
 * @param {number} n
 * @param {string} one English for one
 * @param {string} many English for any other number
 * @param {Record<string, string|number>} [values] by name
 */
export function tn(n, one, many, values) {
  const message = catalogue()[many];
  const text = message === undefined ? n === 1 ? one : many : form(message, n);
  return fill(text, {n, ...values});
}

/**
 * Marks a text as one that is said elsewhere, by said.
 * @param {string} text English
 */
export function mark(text) {
  return text;
}

/**
 * Says a text that was marked.
 * @param {string} text English
 * @param {Record<string, string|number>} [values] by name
 */
export function said(text, values) {
  const message = catalogue()[text];
  return fill(message === undefined ? text : form(message, 0), values);
}

/** @param {Message} message @param {number} n */
function form(message, n) {
  return typeof message === 'string' ? message : message[plural.select(n)] ?? message.other;
}

/** @param {string} text @param {Record<string, string|number>} [values] */
function fill(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

/** Things after each other: "Maya, Jon and Ada". @param {string[]} items */
export function list(items) {
  if (language.startsWith('en-')) return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${items.at(-1)}` : items.join('');
  return new Intl.ListFormat(language).format(items);
}

// Where Goblet is reached: modules lie below {base}/assets/{hash}/js/, so their own address tells.

/** The path before all of Goblet's own addresses: '' for the root of a site, or like '/goblet'. */
export const base = baseOf(import.meta.url);

/** @param {string} module the address of a module of ours */
export function baseOf(module) {
  return new URL('../../../', module).pathname.slice(0, -1);
}

// Who is writing, in words. Pure.

import {t} from './words.js';

/**
 * @param {{id: string, name: string}[]} writing
 * @param {(id: string) => boolean} unheard who is not told of: the viewer, and whoever is muted
 */
export function whoWrites(writing, unheard) {
  const names = writing.filter(({id}) => !unheard(id)).map(({name}) => name);
  switch (names.length) {
    case 0: return '';
    case 1: return t('{name} is typing…', {name: names[0]});
    case 2: return t('{first} and {second} are typing…', {first: names[0], second: names[1]});
    default: return t('Several people are typing…');
  }
}

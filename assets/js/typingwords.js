// Who is writing, in words. Pure.

/**
 * @param {{id: string, name: string}[]} writing
 * @param {(id: string) => boolean} unheard who is not told of: the viewer, and whoever is muted
 */
export function whoWrites(writing, unheard) {
  const names = writing.filter(({id}) => !unheard(id)).map(({name}) => name);
  switch (names.length) {
    case 0: return '';
    case 1: return `${names[0]} is typing…`;
    case 2: return `${names[0]} and ${names[1]} are typing…`;
    default: return 'Several people are typing…';
  }
}

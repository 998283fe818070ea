// Numbers of a poll in words. Pure. views/poll.go says the same.

/** @param {import('./types.js').Poll} poll */
export function voters({options}) {
  return options.reduce((sum, {votes}) => sum + votes, 0);
}

/** How many, and of all how much. @param {number} votes @param {number} all */
export function share(votes, all) {
  return all === 0 ? '0' : `${votes} · ${Math.round(100 * votes / all)} %`;
}

/** @param {number} count */
export function inVotes(count) {
  return count === 1 ? '1 vote' : `${count} votes`;
}

/** How the poll stands, for who does not see it. @param {import('./types.js').Poll} poll */
export function standing(poll) {
  return `${inVotes(voters(poll))}: ${poll.options.map(({text, votes}) => `${text} ${votes}`).join(', ')}`;
}

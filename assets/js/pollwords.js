// Numbers of a poll in words. Pure. views/poll.go says the same.

import {t, tn} from './words.js';

/** @param {import('./types.js').Poll} poll */
export function voters({options}) {
  return options.reduce((sum, {votes}) => sum + votes, 0);
}

/** How many, and of all how much. @param {number} votes @param {number} all */
export function share(votes, all) {
  return all === 0 ? '0' : `${votes} · ${t('{n} %', {n: Math.round(100 * votes / all)})}`;
}

/** @param {number} count */
export function inVotes(count) {
  return tn(count, '{n} vote', '{n} votes');
}

/** How the poll stands, for who does not see it. @param {import('./types.js').Poll} poll */
export function standing(poll) {
  return `${inVotes(voters(poll))}: ${poll.options.map(({text, votes}) => `${text} ${votes}`).join(', ')}`;
}

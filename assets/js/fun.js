// Reactions and polls: makes their parts and wires them.

import htmx from './htmx.js';
import {PollCard} from './poll.js';
import {whenOpened} from './later.js';
import {ReactionStrip} from './reactionstrip.js';
import {Reactions} from './reactions.js';

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * @param {HTMLElement} main #room
 * @param {import('./actions.js').Actions} actions
 * @param {(text: string, error?: boolean) => void} toast
 */
export function startFun(main, actions, toast) {
  const {base = '', room = '', viewer: me = ''} = main.dataset;
  const reactions = new Reactions(byId('reactions'));
  const opener = /** @type {HTMLElement} */ (main.querySelector('[data-react]'));
  const strip = new ReactionStrip({strip: byId('react-strip'), opener, player: byId('player')}, reactions, (emoji) => actions.once('react', {emoji}));
  const card = new PollCard(byId('poll'), room, me, {
    send: (verb, fields) => actions.submit(verb, fields),
    refused: (refusal) => toast(refusal, true),
  });
  const pollDialog = /** @type {HTMLDialogElement} */ (byId('poll-dialog'));
  whenOpened(pollDialog, async () => (await import('./polldialog.js')).startPollDialog(pollDialog, (fields) => actions.submit('poll', fields)));

  return {
    /** What the key does. */
    key: () => strip.key(),
    /** @param {{counts: Record<string, number>}} reacted */
    reacted: ({counts}) => reactions.show(counts),
    /** @param {import('./types.js').Poll|null} poll as an event has left it */
    poll: (poll) => card.show(poll),
    /** After a reset: the card as this viewer sees it. @param {() => import('./types.js').Poll|null} poll as it is then */
    renew: async (poll) => {
      await htmx.ajax('GET', `${base}/poll`, {source: main, target: '#poll', swap: 'innerHTML'});
      card.renewed();
      card.show(poll());
    },
  };
}

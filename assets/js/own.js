// A tab with a connection of its own: where tabs cannot share one.

import {Exchange} from './exchange.js';

/**
 * How a tab reaches the exchange.
 * @typedef {object} Carrier
 * @property {'worker'|'leader'|'follower'|'own'} kind
 * @property {(message: import('./exchange.js').TabMessage) => void} send
 * @property {() => void} close
 * @property {() => void} [silent] the tab has heard nothing for a while: it may look for another exchange
 */

/** @param {(message: import('./exchange.js').ExchangeMessage) => void} receive @returns {Carrier} */
export function openOwn(receive) {
  const exchange = new Exchange();
  return {kind: 'own', send: (message) => exchange.take(message, receive), close: () => exchange.close()};
}

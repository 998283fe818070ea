// The script of the shared worker: every port is a tab.

import {Exchange} from './exchange.js';

const exchange = new Exchange();

self.addEventListener('connect', (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  const send = (/** @type {import('./exchange.js').ExchangeMessage} */ message) => port.postMessage(message);
  port.addEventListener('message', ({data}) => exchange.take(data, send));
  port.addEventListener('close', () => exchange.gone(send)); // where browsers say so; elsewhere the tab is missed
  port.start();
});

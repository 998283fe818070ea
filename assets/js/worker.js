// The exchange in a worker that all tabs of the browser share that are in the same language, since frames are in one.
// It ends with the last of them.

import {language} from './words.js';

/** A worker that has not started after this is given up, ms. */
const START = 5000;

/**
 * @param {(message: import('./exchange.js').ExchangeMessage) => void} receive
 * @param {() => void} failed there is no such worker here: called once, perhaps at once
 * @returns {import('./own.js').Carrier|null}
 */
export function openWorker(receive, failed) {
  let open = true;
  const fail = () => {
    if (!open) return;
    close();
    failed();
  };
  /** @type {SharedWorker} */
  let worker;
  try {
    worker = new SharedWorker(new URL('./streamworker.js', import.meta.url), {type: 'module', name: `goblet ${language}`});
  } catch {
    return null;
  }
  const {port} = worker;
  const timer = setTimeout(fail, START);
  worker.addEventListener('error', fail);
  port.addEventListener('message', ({data}) => {
    clearTimeout(timer);
    if (open) receive(data);
  });
  port.start();

  function close() {
    open = false;
    clearTimeout(timer);
    port.close();
  }
  return {kind: 'worker', send: (message) => open && port.postMessage(message), close, silent: fail};
}

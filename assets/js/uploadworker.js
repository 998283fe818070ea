// A worker that hashes pieces of files, so that the film beside it plays smoothly.

import {sha256} from './uploadhash.js';

self.addEventListener('message', async (event) => {
  const {id, blob} = /** @type {MessageEvent} */ (event).data;
  try {
    self.postMessage({id, hash: await sha256(await blob.arrayBuffer())});
  } catch (error) {
    self.postMessage({id, error: String(error)}); // a file that was moved or changed can't be read
  }
});

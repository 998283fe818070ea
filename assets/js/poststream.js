// The second rung: the same stream as the answer to a post, for what holds back streams that are got.

import {SseParser} from './sseparser.js';

/**
 * @param {string} base the room's path, like /r/ID
 * @param {number} since
 * @param {import('./eventsource.js').RungEvents} on
 * @returns {import('./eventsource.js').Connection}
 */
export function openPost(base, since, on) {
  const give = new AbortController();
  read(`${base}/events?since=${since}`, give.signal, on).then(
    (refused) => give.signal.aborted || on.ended(refused),
    () => give.signal.aborted || on.ended(false),
  );
  return {close: () => give.abort()};
}

/**
 * Resolves at the end of the stream.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {import('./eventsource.js').RungEvents} on
 * @returns {Promise<boolean>} whether the answer was no stream
 */
async function read(url, signal, on) {
  const response = await fetch(url, {method: 'POST', cache: 'no-store', headers: {Accept: 'text/event-stream'}, signal});
  if (!response.ok || !response.body) return true;
  const parser = new SseParser((name, data) => signal.aborted || on.frame(name, data));
  const text = new TextDecoder('utf-8', {ignoreBOM: true}); // the parser knows what to do with it
  const reader = response.body.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return false;
    parser.push(text.decode(value, {stream: true}));
  }
}

// The last rung: asks for the log again and again, each answer being whole. It gets through whatever lets a page through.

/** How long the server may hold an answer back while it has nothing, s. */
const WAIT = 25;
/** How much longer than that an answer may take on its way, ms. */
const PATIENCE = 10_000;
/** Between requests that the server has refused for being too many, ms, if it does not say. */
const PAUSE = 1000;

/**
 * @param {string} base the room's path, like /r/ID
 * @param {number} since
 * @param {import('./eventsource.js').RungEvents} on
 * @returns {import('./eventsource.js').Connection}
 */
export function openPoll(base, since, on) {
  const give = new AbortController();
  poll(base, since, give.signal, on).then(
    (refused) => give.signal.aborted || on.ended(refused),
    () => give.signal.aborted || on.ended(false),
  );
  return {close: () => give.abort()};
}

/**
 * @param {string} base
 * @param {number} since
 * @param {AbortSignal} signal
 * @param {import('./eventsource.js').RungEvents} on
 * @returns {Promise<boolean>} when the server refuses to answer
 */
async function poll(base, since, signal, on) {
  let [wait, mark] = [0, '']; // the first answer is the greeting and comes at once
  for (;;) {
    const url = `${base}/log?since=${since}&wait=${wait}&mark=${encodeURIComponent(mark)}`;
    const {status, later, answer} = await ask(url, wait * 1000 + PATIENCE, signal);
    if (status === 429) {
      await new Promise((resolve) => setTimeout(resolve, later));
      continue;
    }
    if (!answer) return true;
    if (signal.aborted) return false;
    since = tell(answer, wait === 0, on);
    [wait, mark] = [WAIT, answer.mark];
  }
}

/**
 * @param {string} url
 * @param {number} patience ms
 * @param {AbortSignal} signal
 */
async function ask(url, patience, signal) {
  const limit = new AbortController(); // not every browser has AbortSignal.any
  const abort = () => limit.abort();
  const timer = setTimeout(abort, patience);
  signal.addEventListener('abort', abort);
  try {
    const response = await fetch(url, {cache: 'no-store', headers: {Accept: 'application/json'}, signal: limit.signal});
    return {
      status: response.status, later: Number(response.headers.get('Retry-After')) * 1000 || PAUSE,
      answer: response.ok ? await response.json() : null,
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Hands on an answer as the frames that a stream would have carried.
 * @param {any} answer of /log
 * @param {boolean} first
 * @param {import('./eventsource.js').RungEvents} on
 * @returns {number} the event to ask after
 */
export function tell(answer, first, on) {
  const {seq, now, viewer, node, events, frames, reset} = answer;
  const put = (/** @type {string} */ name, /** @type {unknown} */ data) => on.frame(name, JSON.stringify(data));
  if (first) put('hello', {seq, now, viewer, node});
  for (const {event, data} of frames ?? []) put(event, data);
  if (reset) put('reset', reset);
  for (const event of events) put('room', event);
  const last = reset?.seq ?? seq;
  put('beat', {seq: last, now});
  return last;
}

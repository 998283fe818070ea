import {Stream} from '../js/stream.js';

// A stream whose ways to the server are the test's: what EventSource and fetch would do is done by hand.

export const playback = {media: 'm', version: 'v', paused: true, position: 0, rate: 1, at: 0};
export const event = (/** @type {number} */ seq, kind = 'seek') => (
  {seq, kind, by: null, at: 0, action: `a${seq}`, host: '', playback, html: ''});

/** Stands in for the browser's EventSource. */
export class FakeSource extends EventTarget {
  static CLOSED = 2;
  /** @type {FakeSource[]} */
  static all = [];
  readyState = 1;
  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  /** @param {string} name @param {unknown} data */
  send(name, data) {
    this.dispatchEvent(new MessageEvent(name, {data: typeof data === 'string' ? data : JSON.stringify(data)}));
  }
  /** @param {boolean} refused */
  fail(refused) {
    this.readyState = refused ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }
}

/** A posted stream: what the test writes is read from it. */
export class FakePost {
  /** @param {string} url @param {AbortSignal} signal */
  constructor(url, signal) {
    this.url = url;
    this.signal = signal;
    /** @type {ReadableStreamDefaultController<Uint8Array>|undefined} */
    let controller;
    this.body = new ReadableStream({start: (it) => { controller = it; }});
    this.out = /** @type {ReadableStreamDefaultController<Uint8Array>} */ (/** @type {unknown} */ (controller));
  }
  /** @param {string} name @param {unknown} data */
  send(name, data) {
    this.out.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}

/** A long poll that waits for its answer. */
export class FakePoll {
  /** @type {(answer: Response) => void} */
  #resolve = () => {};
  /** @param {string} url @param {AbortSignal} signal */
  constructor(url, signal) {
    this.url = url;
    this.signal = signal;
    this.response = new Promise((resolve) => { this.#resolve = resolve; });
  }
  /** @param {any} answer @param {ResponseInit} [init] */
  answer(answer, init) {
    this.#resolve(new Response(JSON.stringify({events: [], now: 1, viewer: 'v', node: 'n', mark: 'm', ...answer}), init));
  }
}

/**
 * @param {number} seen
 * @param {object} [server]
 * @param {number} [server.status] of everything but streams; polls that it is not 200 for never wait. 0: it can't be reached
 * @param {string} [server.said] what it answers then
 * @param {Record<string, string>} [server.headers]
 * @param {any} [server.memory] what the tab remembers
 */
export function open(seen, server = {}) {
  const before = {EventSource: window.EventSource, fetch: window.fetch};
  FakeSource.all = [];
  /** @type {FakePost[]} */
  const posts = [];
  /** @type {FakePoll[]} */
  const polls = [];
  /** @type {string[]} */
  const asked = [];
  window.EventSource = /** @type {any} */ (FakeSource);
  window.fetch = async (input, init) => {
    const url = String(input);
    const signal = /** @type {AbortSignal} */ (init?.signal);
    if (init?.method === 'POST') {
      const post = new FakePost(url, signal);
      posts.push(post);
      return new Response(post.body);
    }
    if (url.includes('/log?') && (server.status ?? 200) === 200) {
      const poll = new FakePoll(url, signal);
      polls.push(poll);
      return poll.response;
    }
    asked.push(url);
    if (server.status === 0) throw new TypeError('unreachable');
    return new Response(server.said ?? '{}', {status: server.status ?? 200, headers: server.headers});
  };
  sessionStorage.clear();
  if (server.memory) sessionStorage.setItem('goblet.rung', JSON.stringify(server.memory));
  /** @type {string[]} */
  const log = [];
  const stream = new Stream('/r/x', seen, {
    room: ({seq}) => log.push(`room ${seq}`), reset: ({seq}) => log.push(`reset ${seq}`), viewers: ({count}) => log.push(`viewers ${count}`),
    film: ({html}) => log.push(`film ${html}`), status: ({skew}) => log.push(`status ${skew}`),
    clock: () => {}, frame: () => {}, hello: () => log.push('hello'),
    lost: (shown, why) => shown && log.push(why ? `lost: ${why}` : 'lost'), dead: (message) => log.push(`dead: ${message}`),
  }, ['own']);
  stream.start();
  const latest = () => FakeSource.all[FakeSource.all.length - 1];
  return {stream, log, server, posts, polls, asked, latest, done: () => (stream.stop(), Object.assign(window, before))};
}

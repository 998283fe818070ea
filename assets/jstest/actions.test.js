import {Actions, showHtml} from '../js/actions.js';
import {Intents} from '../js/intents.js';
import htmx from '../js/htmx.js';
import {atMost, equal, ok, sleep, test, until} from './testing.js';

/** @typedef {{url: string, fields: Record<string, string>, htmx: boolean}} Post */

/**
 * Answers posts in the room's place.
 * @param {((post: Post) => Response|Promise<Response>)[]} answers the last one repeats
 */
function open(answers) {
  const before = window.fetch;
  /** @type {Post[]} */
  const posts = [];
  window.fetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    const body = /** @type {URLSearchParams} */ (init?.body);
    const post = {url: String(url), fields: Object.fromEntries(body), htmx: headers.get('HX-Request') === 'true'};
    posts.push(post);
    return answers[Math.min(posts.length, answers.length) - 1](post);
  };
  /** @type {string[]} */
  const failures = [];
  /** @type {number[]} */
  const accepted = [];
  const actions = new Actions('/r/x', {seen: () => 7, accepted: (seq) => accepted.push(seq), failed: (text) => failures.push(text)});
  return {actions, posts, failures, accepted, done: () => { window.fetch = before; }};
}

const taken = (seq = 8) => new Response(null, {status: 204, headers: {'Goblet-Seq': String(seq)}});

test('an action carries its own id and what was seen', async () => {
  const {actions, posts, accepted, done} = open([() => taken()]);
  equal(await actions.post('pause', {position: '1.5'}), true);
  equal([posts[0].url, posts[0].htmx, posts[0].fields.seen, posts[0].fields.position], ['/r/x/pause', true, '7', '1.5']);
  ok(posts[0].fields.action.length >= 16 && posts[0].fields.action.length <= 64, 'an id');
  await actions.post('pause', {position: '1.5'});
  ok(posts[0].fields.action !== posts[1].fields.action, 'another id');
  equal(accepted, [8, 8]);
  done();
});

test('a failed attempt is repeated under the same id', async () => {
  const lost = () => Promise.reject(new TypeError('network'));
  const {actions, posts, failures, done} = open([lost, () => new Response('', {status: 503}), () => taken()]);
  equal(await actions.post('play'), true);
  equal(posts.length, 3);
  equal(new Set(posts.map(({fields}) => fields.action)).size, 1, 'ids');
  equal(failures, []);
  done();
});

test('a refusal is shown and not repeated', async () => {
  document.body.insertAdjacentHTML('beforeend', '<div id="toasts"></div>');
  const html = '<hx-partial hx-target="#toasts" hx-swap="beforeend"><div class="toast toast-error">No.</div></hx-partial>';
  const {actions, posts, failures, done} = open([() => new Response(html, {status: 403}), () => new Response('Too much at once.', {status: 429})]);
  equal(await actions.post('load', {media: 'm'}), false);
  await until(() => document.querySelector('#toasts .toast'), 'the toast');
  equal(document.querySelector('#toasts .toast')?.textContent, 'No.');
  equal(await actions.post('seek', {position: '1'}), false);
  equal([posts.length, failures], [2, ['Too much at once.']]);
  document.querySelector('#toasts')?.remove();
  done();
});

test('a newer action of the same kind takes the place of one that waits', async () => {
  const {actions, posts, done} = open([() => new Response('', {status: 503}), () => taken()]);
  const first = actions.post('seek', {position: '1'});
  await until(() => posts.length === 1, 'the first attempt');
  const second = actions.post('seek', {position: '2'});
  equal([await first, await second], [false, true]);
  await sleep(400);
  equal(posts.map(({fields}) => fields.position), ['1', '2']);
  done();
});

test('who submits an action learns the sentence, and no later one takes its place', async () => {
  const toast = '<hx-partial hx-target="#toasts" hx-swap="beforeend"><div class="toast toast-error" role="alert">Wait a moment.</div></hx-partial>';
  const {actions, posts, failures, accepted, done} = open([() => taken(), () => taken(9), () => new Response(toast, {status: 429}), () => new Response('', {status: 500})]);
  equal(await Promise.all([actions.submit('chat', {text: 'a'}), actions.submit('chat', {text: 'b'})]), ['', '']);
  equal([posts.map(({fields}) => fields.text), accepted], [['a', 'b'], [8, 9]]);
  equal([await actions.submit('chat', {text: 'c'}), await actions.submit('chat', {text: 'd'})], ['Wait a moment.', 'Goblet answered 500.']);
  equal(failures, []);
  done();
});

test('htmx posts below the room carry an id and what was seen, others do not', async () => {
  const {posts, done} = open([() => taken()]);
  document.body.insertAdjacentHTML('beforeend', `<div id="forms">
    <button id="host" hx-post="/r/x/host" hx-swap="none">Host</button>
    <form id="naming" hx-post="/r/x/name" hx-swap="none"><input name="name" value="Ada"><button>Save</button></form>
    <button id="other" hx-post="/rooms" hx-swap="none">Other</button></div>`);
  const forms = /** @type {HTMLElement} */ (document.querySelector('#forms'));
  htmx.process(forms);
  for (const selector of ['#host', '#naming button', '#other']) /** @type {HTMLElement} */ (forms.querySelector(selector)).click();
  await until(() => posts.length === 3, 'three posts');
  const by = Object.fromEntries(posts.map((post) => [post.url, post.fields]));
  ok(by['/r/x/host'].action?.length >= 16 && by['/r/x/host'].seen === '7', JSON.stringify(by['/r/x/host']));
  ok(by['/r/x/name'].action?.length >= 16 && by['/r/x/name'].name === 'Ada', JSON.stringify(by['/r/x/name']));
  equal('action' in by['/rooms'], false, 'action in a post to elsewhere');
  forms.remove();
  done();
});

test('attributes can not run code', async () => {
  const before = console.error;
  console.error = () => {};
  document.body.insertAdjacentHTML('beforeend', '<button id="evil" hx-on:click="window.ran = true" hx-post="js:window.ran = true" hx-vals="js:{a: (window.ran = true)}">x</button>');
  const evil = /** @type {HTMLElement} */ (document.querySelector('#evil'));
  htmx.process(evil);
  evil.click();
  await sleep(50);
  equal('ran' in window, false);
  evil.remove();
  console.error = before;
});

test('partials of the server land where they belong', async () => {
  document.body.insertAdjacentHTML('beforeend', '<div id="place"><ul id="viewers"><li id="a">A</li></ul><p id="toasts"></p></div>');
  showHtml('<hx-partial hx-target="#viewers" hx-swap="innerMorph"><li id="a">A</li><li id="b">&lt;hx-partial&gt;</li></hx-partial>' +
    '<hx-partial hx-target="#toasts" hx-swap="beforeend"><b>hi</b></hx-partial>');
  await until(() => document.querySelector('#toasts b'), 'the toast');
  equal(document.querySelector('#viewers')?.textContent?.replace(/\s/g, ''), 'A<hx-partial>');
  equal(document.querySelector('#toasts b')?.textContent, 'hi');
  document.querySelector('#place')?.remove();
});

/** @param {Partial<{target: number, shown: number, roomPaused: boolean, ended: boolean, waited: number}>} now */
function intentsAt({target = 10, shown = 10.01, roomPaused = false, ended = false, waited = Infinity}) {
  /** @type {{verb: string, fields: any, at: number}[]} */
  const posted = [];
  const actions = {post: async (/** @type {string} */ verb, /** @type {any} */ fields) => (posted.push({verb, fields, at: performance.now()}), true)};
  const viewing = {target: () => target, shown: () => shown, ended: () => ended, waited: () => waited, status: () => ({roomPaused})};
  return {posted, intents: new Intents(/** @type {any} */ (actions), /** @type {any} */ (viewing))};
}

test('controls ask the room and never reach the player', () => {
  const {posted, intents} = intentsAt({});
  document.body.insertAdjacentHTML('beforeend', '<div id="stage"><div id="player"><video id="video"></video><button id="control"></button></div></div>');
  const stage = /** @type {HTMLElement} */ (document.querySelector('#stage'));
  intents.capture(stage, stage, /** @type {HTMLVideoElement} */ (stage.querySelector('video')), () => 1);
  /** @type {string[]} */
  const reached = [];
  const names = ['mediaplayrequest', 'mediapauserequest', 'mediaseekrequest', 'mediaplaybackraterequest', 'mediavolumerequest', 'mediaenterfullscreenrequest'];
  for (const name of names) {
    stage.querySelector('#player')?.addEventListener(name, () => reached.push(name));
    stage.querySelector('#control')?.dispatchEvent(new CustomEvent(name, {bubbles: true, composed: true, detail: 1.5}));
  }
  equal(reached, ['mediavolumerequest', 'mediaenterfullscreenrequest'], 'requests that pass');
  equal(posted.map(({verb, fields}) => [verb, fields]), [
    ['play', {position: '10.000000'}], ['pause', {position: '10.010000'}], ['seek', {position: '1.500000'}], ['rate', {rate: 1.5}]]);
  stage.remove();
});

test('scrubbing posts a few times a second, and always the last position', async () => {
  const {posted, intents} = intentsAt({});
  const start = performance.now();
  for (let i = 0; i <= 40; i++) {
    intents.seek(i);
    await sleep(20);
  }
  const took = performance.now() - start;
  await sleep(400);
  atMost(posted.length, Math.ceil(took / 300) + 1, 'posts');
  equal(posted[0].fields.position, '0.000000');
  equal(posted[posted.length - 1].fields.position, '40.000000');
});

test('steps in quick succession add up', async () => {
  const {posted, intents} = intentsAt({shown: 100});
  for (const seconds of [10, 10, -5]) intents.step(seconds);
  await sleep(400);
  equal(posted[posted.length - 1].fields.position, '115.000000');
  intents.step(-500);
  await sleep(400);
  equal(posted[posted.length - 1].fields.position, '0.000000', 'not before the beginning');
});

test('the toggle follows the room, not the element, and what its viewer can have seen', () => {
  for (const [state, verb] of /** @type {[any, string][]} */ ([[{roomPaused: true}, 'play'], [{roomPaused: false}, 'pause'], [{roomPaused: false, ended: true}, 'play'],
    [{roomPaused: true, waited: 100}, 'pause'], [{roomPaused: true, waited: 1000}, 'play']])) {
    const {posted, intents} = intentsAt(state);
    intents.toggle();
    equal(posted.map((post) => post.verb), [verb], JSON.stringify(state));
  }
});

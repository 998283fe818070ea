import {Hasher} from '../js/uploadhasher.js';
import {endsOf, sha256, sha256Plain} from '../js/uploadhash.js';
import {Uploader} from '../js/uploader.js';
import {equal, ok, random, test, until} from './testing.js';

/** A file of n bytes that are the same in every run. @param {number} n */
function file(n) {
  const draw = random(9);
  const bytes = Uint8Array.from({length: n}, () => Math.floor(draw() * 256));
  return new File([bytes], 'Film.mkv', {lastModified: 1_700_000_000_000});
}

/** Takes the server's place: keeps what is put, and answers as docs/protocol.md says. */
function serve() {
  const real = window.fetch;
  const it = {
    /** @type {Uint8Array|null} */ bytes: null, /** @type {Uint8Array|null} */ there: null, checked: new Set(),
    /** @type {(method: string, url: string) => Response|Error|undefined} */ before: () => undefined,
    /** @type {(state: object) => object} */ amend: (state) => state,
    /** @type {string[]} */ log: [], done: () => { window.fetch = real; },
  };
  const state = () => {
    const there = /** @type {Uint8Array} */ (it.there);
    const offset = there.indexOf(0);
    const end = offset < 0 ? -1 : there.indexOf(1, offset);
    const complete = offset < 0;
    return it.amend({
      id: 'u1', name: 'Film.mkv', size: there.length, have: there.reduce((sum, x) => sum + x, 0), done: complete,
      next: complete ? null : {offset, length: (end < 0 ? there.length : end) - offset}, media: complete ? 'u1' : '',
      verified: complete && it.checked.size === Math.ceil(there.length / 2 ** 23),
    });
  };
  const json = (/** @type {unknown} */ data) => new Response(JSON.stringify(data), {headers: {'Content-Type': 'application/json'}});
  window.fetch = async (url, init) => {
    const method = init?.method ?? 'GET';
    it.log.push(`${method} ${url}`);
    const early = it.before(method, String(url));
    if (early instanceof Error) throw early;
    if (early) return early;
    if (String(url).endsWith('/uploads')) {
      const size = Number(/** @type {URLSearchParams} */ (init?.body).get('size'));
      it.bytes ??= new Uint8Array(size);
      it.there ??= new Uint8Array(size);
    } else if (method === 'PUT') {
      const data = new Uint8Array(await /** @type {Blob} */ (init?.body).arrayBuffer());
      const offset = Number(new URL(String(url), location.href).searchParams.get('offset'));
      it.bytes?.set(data, offset);
      it.there?.fill(1, offset, offset + data.length);
    } else if (String(url).endsWith('/check')) {
      const wrong = [];
      const body = /** @type {URLSearchParams} */ (init?.body);
      const first = Number(body.get('block'));
      for (const [i, hash] of (body.get('hashes') ?? '').split(',').entries()) {
        const start = (first + i) * 2 ** 23;
        const block = /** @type {Uint8Array} */ (it.bytes).slice(start, start + 2 ** 23);
        if (await sha256(block.buffer) === hash) {
          it.checked.add(first + i);
        } else {
          wrong.push(first + i);
          it.there?.fill(0, start, start + 2 ** 23);
        }
      }
      return json({...state(), wrong, missing: [], unchecked: wrong.length ? wrong[0] : first + 1000});
    }
    return json(state());
  };
  return it;
}

const hasher = new Hasher(new URL('../js/uploadworker.js', import.meta.url).href);

/** @param {File} film */
function upload(film) {
  /** @type {import('../js/uploader.js').Look[]} */
  const looks = [];
  const uploader = new Uploader(film, '/r/x/uploads', hasher, (look) => looks.push(look));
  return {uploader, looks, last: () => looks[looks.length - 1]};
}

test('a film arrives whole and is checked', async () => {
  const server = serve();
  const film = file(700_000);
  const {uploader, last} = upload(film);
  await uploader.run();
  equal(last().stage, 'complete');
  equal(last().media, 'u1');
  equal(await sha256(/** @type {Uint8Array} */ (server.bytes).buffer), await sha256(await film.arrayBuffer()));
  server.done();
});

test('a network that comes and goes does not end it', async () => {
  const server = serve();
  let puts = 0;
  server.before = (method) => (method === 'PUT' && ++puts % 3 === 2 ? new TypeError('network') : undefined);
  const {uploader, looks, last} = upload(file(600_000));
  await uploader.run();
  equal(last().stage, 'complete');
  ok(looks.some(({stage, text}) => stage === 'retrying' && text.includes('goes on')), 'the viewer is told');
  server.done();
});

test('a server that is away for a while does not end it', async () => {
  const server = serve();
  let away = 0;
  server.before = (method) => {
    if (method === 'PUT' && away === 0) away = 1;
    return away > 0 && away++ < 5 ? new TypeError('network') : undefined;
  };
  const {uploader, last} = upload(file(300_000));
  await uploader.run();
  equal(last().stage, 'complete');
  ok(away >= 5, 'it was away');
  server.done();
});

test('a full disk is said and waited for', async () => {
  const server = serve();
  let full = true;
  server.before = (method) => (full && method === 'PUT' ? new Response('The disk is full.', {status: 507}) : undefined);
  const {uploader, looks, last} = upload(file(300_000));
  const ended = uploader.run();
  await until(() => looks.some(({stage, text}) => stage === 'retrying' && text === 'The disk is full.'), 'the sentence');
  full = false;
  await ended;
  equal(last().stage, 'complete');
  server.done();
});

test('what the server refuses is not repeated', async () => {
  const server = serve();
  server.before = () => new Response('This film is too large.', {status: 413});
  const {uploader, last} = upload(file(1000));
  await uploader.run();
  equal([last().stage, last().text, server.log.length], ['refused', 'This film is too large.', 1]);
  server.done();
});

test('a proxy that takes small bodies alone gets small chunks', async () => {
  const server = serve();
  const limit = 100_000;
  const {uploader, last} = upload(file(2_000_000));
  const real = window.fetch;
  let refused = 0;
  window.fetch = async (url, init) => {
    if (init?.method !== 'PUT' || /** @type {Blob} */ (init.body).size <= limit) return real(url, init);
    refused++;
    return new Response('<html><h1>413 Request Entity Too Large</h1></html>', {status: 413});
  };
  await uploader.run();
  equal(last().stage, 'complete');
  ok(refused > 0 && refused < 4, `${refused} chunks were too large`);
  server.done();
});

test('a proxy that takes not even small chunks ends it with a reason', async () => {
  const server = serve();
  server.before = (method) => (method === 'PUT' ? new Response('<html></html>', {status: 413}) : undefined);
  const {uploader, last} = upload(file(600_000));
  await uploader.run();
  equal(last().stage, 'refused');
  ok(last().text.includes('proxy'), last().text);
  server.done();
});

test('what arrived wrong is sent again', async () => {
  const server = serve();
  const film = file(400_000);
  let spoilt = false;
  server.before = (_method, url) => {
    if (url.endsWith('/check') && !spoilt) {
      spoilt = true;
      /** @type {Uint8Array} */ (server.bytes)[77] ^= 1;
    }
    return undefined;
  };
  const {uploader, last} = upload(film);
  await uploader.run();
  equal(last().stage, 'complete');
  equal(await sha256(/** @type {Uint8Array} */ (server.bytes).buffer), await sha256(await film.arrayBuffer()));
  server.done();
});

for (const [what, found, stage, text] of /** @type {[string, object, string, string][]} */ ([
  ['a film', {media: 'u1', problem: ''}, 'complete', 'Uploaded · 300 kB'],
  ['no film', {media: '', problem: 'This is no film that Goblet can play.'}, 'refused', 'This is no film that Goblet can play.'],
])) {
  test(`a small file is whole before the server knows that it is ${what}`, async () => {
    const server = serve();
    let looks = 0;
    server.amend = (state) => {
      const {verified} = /** @type {{verified: boolean}} */ (state);
      return {...state, media: '', problem: '', ...(verified && ++looks > 2 ? found : {})};
    };
    const {uploader, looks: shown, last} = upload(file(300_000));
    await uploader.run();
    ok(shown.some((look) => look.stage === 'checking' && look.text === 'Looking at what has arrived'), 'the viewer is told');
    equal([last().stage, last().text], [stage, text]);
    server.done();
  });
}

test('a full disk is asked less and less often', async () => {
  const server = serve();
  let puts = 0;
  server.before = (method) => (method === 'PUT' && ++puts <= 6 ? new Response('The disk is full.', {status: 507}) : undefined);
  const real = window.setTimeout;
  /** @type {number[]} */
  const pauses = [];
  window.setTimeout = /** @type {typeof window.setTimeout} */ ((/** @type {() => void} */ f, /** @type {number} */ ms) => {
    pauses.push(ms);
    return real(f, 0);
  });
  const {uploader, last} = upload(file(100_000));
  await uploader.run();
  window.setTimeout = real;
  equal(last().stage, 'complete');
  ok(pauses.length >= 3 && pauses.every((ms, i) => i === 0 || ms > pauses[i - 1]), `pauses of ${pauses} ms`);
  server.done();
});

test('a paused upload goes on where it was', async () => {
  const server = serve();
  const {uploader, last} = upload(file(900_000));
  let puts = 0;
  server.before = (method) => {
    if (method === 'PUT' && ++puts === 3) uploader.pause();
    return undefined;
  };
  await uploader.run();
  equal(last().stage, 'paused');
  uploader.wait();
  await uploader.run();
  equal(last().stage, 'complete');
  equal(server.log.filter((line) => line.endsWith('/uploads')).length, 1, 'beginnings');
  server.done();
});

test('hashes are the same with and without crypto.subtle', async () => {
  const data = await file(100_001).arrayBuffer();
  equal(await sha256Plain(new Uint8Array(data)), await sha256(data));
  equal(await hasher.hash(new Blob([data])), await sha256(data));
  equal(await sha256(new ArrayBuffer(0)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('both ends tell a file', async () => {
  const bytes = new Uint8Array(200_000);
  const before = await endsOf(new Blob([bytes]));
  bytes[100_000] = 1;
  equal(await endsOf(new Blob([bytes])), before);
  bytes[199_999] = 1;
  ok(await endsOf(new Blob([bytes])) !== before, 'another end');
});

import {media, now, open} from './party.js';
import {Sounds} from '../js/sounds.js';
import {equal, near, ok, test, until} from './testing.js';

const film = {...media, id: 'hls', duration: 30};

/** Notes who moves an element, and where to. @returns {{position: number, stack: string}[]} */
function watchMoves() {
  /** @type {{position: number, stack: string}[]} */
  const moves = [];
  const real = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime'));
  Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', {
    ...real,
    set(value) {
      moves.push({position: value, stack: new Error().stack ?? ''});
      real.set?.call(this, value);
    },
  });
  return moves;
}

test('HLS is in step after a start, after seeks near and far, and stands exactly', async () => {
  const moves = watchMoves();
  const {video, engine, apply, playsWithin, done} = open();
  apply({position: 5, at: now() - 1500}, film);
  await playsWithin(100);
  ok(video.currentTime > 6.4, `position ${video.currentTime}`);
  await playsWithin(30);
  for (const position of [9.5, 26, 0]) {
    apply({position, at: now() + 60}, film);
    await playsWithin(60);
    ok(engine.viewing.status().position >= position, `at ${engine.viewing.status().position} after a seek to ${position}`);
  }
  apply({paused: true, position: 13.217}, film);
  await until(() => video.paused && !video.seeking && video.currentTime === 13.217, 'the position');
  apply({paused: true, position: 0}, film);
  await until(() => !video.seeking && video.readyState >= 2 && video.currentTime === 0, 'the beginning');
  // To the first sample it may: sound that begins a millionth of a second after 0 is "ahead" to it.
  equal(moves.filter(({position, stack}) => stack.includes('hls.min.mjs') && position > 0.1), [], 'hls.js moves the element');
  equal(engine.viewing.status().form, 'copy');
  ok((engine.viewing.status().decoded.frames ?? 0) > 0, 'a picture');
  ok(engine.viewing.status().decoded.sound, 'sound');
  done();
});

test('HLS rests at its end, and a seek revives it', async () => {
  const {video, engine, apply, playsWithin, done} = open();
  apply({position: 29.2}, film);
  await until(() => engine.viewing.ended() && video.paused, 'the end');
  apply({position: 2, at: now() + 60}, film);
  await playsWithin(100);
  done();
});

for (const [id, lack] of [['nopicture', 'picture'], ['nosound', 'sound'], ['noform', 'playback']]) {
  test(`a form without ${lack} is left for the next one, where the room is`, async () => {
    sessionStorage.clear();
    const {engine, told, apply, playsWithin, done} = open();
    apply({position: 3}, {...film, id});
    await until(() => engine.viewing.status().form === 'copy', 'the next form');
    await playsWithin(100);
    ok(engine.viewing.status().position > 3, `position ${engine.viewing.status().position}`);
    equal(told[0], `direct: ${lack}`);
    ok(told[1].includes('another form'), told[1]);
    equal(told.length, 2);
    done();
    const again = open();
    again.apply({position: 3}, {...film, id});
    await again.playsWithin(100);
    equal([again.engine.viewing.status().form, again.told.length], ['copy', 0], 'the failed form is remembered');
    again.done();
    sessionStorage.clear();
  });
}

test('HLS that is gone asks what the room plays', async () => {
  const {told, apply, done} = open();
  apply({position: 1}, {...film, id: 'gonehls'});
  await until(() => told.includes('stale'), 'the question');
  done();
});

// Any host name leads to this machine, and another name is another site.
const elsewhere = `http://films.test:${location.port}`;

test('a film of another site plays as a file, and as HLS if that site lets it', async () => {
  for (const [url, form, duration] of /** @type {const} */ ([['/sample/big-buck-bunny.mp4', 'direct', 10], ['/open/copy.m3u8', 'copy', 30]])) {
    const {engine, apply, playsWithin, done} = open();
    apply({position: 2}, {...media, id: 'link', duration, version: url, url: elsewhere + url});
    await playsWithin(100);
    equal(engine.viewing.status().form, form);
    done();
  }
});

test('a site that lets no other page play its HLS is named', async () => {
  const {told, apply, done} = open();
  apply({position: 2}, {...media, id: 'link', version: 'closed', url: `${elsewhere}/films/copy.m3u8`});
  await until(() => told.length > 0, 'the message');
  ok(told[0].includes('films.test') && told[0].includes('CORS'), told[0]);
  equal(told.length, 1);
  done();
});

test('the sound follows the room, and the viewer’s own choice lasts', async () => {
  localStorage.removeItem('goblet:sound:hls');
  const {engine, video, apply, playsWithin, done} = open();
  const [menu, button] = [document.createElement('div'), document.createElement('div')];
  /** @type {number[]} */
  const shared = [];
  const sounds = new Sounds(video, engine.source, {menu, button}, async (id) => shared.push(id) > 0);
  const tracks = [{id: 2, label: 'English', language: 'en', default: true}, {id: 3, label: 'Deutsch', language: 'de'}];
  apply({position: 1}, film);
  await playsWithin(100);
  const chosen = () => Array.from(menu.children).filter((item) => item.hasAttribute('checked')).map(({textContent}) => textContent);
  const heard = () => engine.source.hls?.sound ?? -1;
  sounds.offer('hls', tracks);
  equal([chosen(), button.hidden, heard()], [['English'], false, 0]);
  sounds.follow(3);
  equal([chosen(), heard()], [['Deutsch'], 1], 'the room’s');
  await playsWithin(100);
  /** @param {string} value */
  const press = (value) => /** @type {HTMLElement} */ (menu.querySelector(`[data-value="${value}"]`)).click();
  press('2');
  equal([chosen(), heard()], [['English'], 0], 'the viewer’s own');
  await playsWithin(100);
  sounds.follow(0);
  press('3');
  press('everyone');
  equal(shared, [3]);
  sounds.follow(3);
  await until(() => localStorage.getItem('goblet:sound:hls') === null, 'the choice is everyone’s');
  equal(chosen(), ['Deutsch']);
  near(engine.viewing.status().position, engine.viewing.status().target, 1);
  localStorage.removeItem('goblet:sound:hls');
  done();
});

import {media, now, open} from './party.js';
import {equal, near, ok, sleep, test, until} from './testing.js';

test('a joiner plays at the position of the room', async () => {
  const {video, apply, playsWithin, done} = open();
  apply({position: 2, at: now() - 1500});
  await playsWithin(100);
  ok(video.currentTime > 3.4, `position ${video.currentTime}`);
  await playsWithin(30);
  done();
});

test('nothing starts before the clock is known', async () => {
  const {video, clock, engine, apply, playsWithin, done} = open({known: false});
  apply({position: 1});
  await until(() => video.readyState >= 2, 'loaded');
  equal(video.paused, true);
  clock.exchange(performance.now(), now(), performance.now());
  engine.wake();
  await playsWithin(100);
  done();
});

test('paused, it stands at the very position', async () => {
  const {video, apply, playsWithin, done} = open();
  apply({position: 3});
  await playsWithin(200);
  apply({paused: true, position: 3.217});
  equal(video.paused, true, 'paused at once');
  await until(() => !video.seeking && video.currentTime === 3.217, 'the position');
  apply({paused: true, position: 1});
  await until(() => !video.seeking && video.currentTime === 1, 'a seek while paused');
  done();
});

test('a scheduled start waits at its position', async () => {
  const {video, apply, playsWithin, done} = open();
  apply({paused: true, position: 4});
  await until(() => video.readyState >= 3 && !video.seeking && video.currentTime === 4, 'ready');
  apply({position: 4, at: now() + 400});
  await sleep(100);
  equal([video.paused, video.currentTime], [true, 4], 'before its time');
  await playsWithin(100);
  done();
});

test('a small seek and a large one both end at the position of the room', async () => {
  const {apply, playsWithin, engine, done} = open();
  apply({position: 1});
  await playsWithin(50);
  for (const position of [2.5, 8, 0]) {
    apply({position, at: now() + 60});
    await playsWithin(60);
    ok(engine.viewing.status().position >= position, `at ${engine.viewing.status().position} after a seek to ${position}`);
  }
  done();
});

test('what moves the element from outside is undone', async () => {
  const {video, apply, playsWithin, done} = open();
  apply({position: 0});
  await playsWithin(50);
  video.playbackRate = 1.5;
  await until(() => video.playbackRate < 1.06, 'the rate');
  await playsWithin(50);
  video.currentTime += 3;
  await until(() => video.seeking || video.currentTime < 6, 'a seek back');
  await playsWithin(100);
  video.pause();
  await playsWithin(100);
  done();
});

test('a paused film that is started from outside stops again', async () => {
  const {video, apply, done} = open();
  apply({paused: true, position: 5});
  await until(() => video.readyState >= 3 && !video.seeking, 'ready');
  await video.play().catch(() => {});
  await until(() => video.paused && video.currentTime === 5, 'standing at 5');
  done();
});

test('the rate of the room is taken at once', async () => {
  const {video, apply, playsWithin, engine, done} = open();
  apply({position: 0});
  await playsWithin(50);
  apply({position: engine.viewing.status().target, rate: 1.5});
  equal(video.playbackRate, 1.5);
  equal(video.preservesPitch, true);
  await playsWithin(60);
  done();
});

test('at its end the film rests, and a seek revives it', async () => {
  const {video, engine, apply, playsWithin, done} = open();
  apply({position: 9.4});
  await until(() => engine.viewing.ended() && video.paused, 'the end');
  const end = video.currentTime;
  await sleep(500);
  equal([video.paused, video.currentTime], [true, end], 'at rest');
  apply({position: 2, at: now() + 60});
  await playsWithin(100);
  done();
});

test('who joins after the end sees the last frame', async () => {
  const {video, apply, done} = open();
  apply({position: 9, at: now() - 60_000});
  await until(() => video.readyState >= 2 && !video.seeking && video.currentTime > 9.5, 'the last frame');
  equal(video.paused, true);
  done();
});

test('a new version is loaded and goes on at the position of the room', async () => {
  const {video, apply, playsWithin, done} = open();
  apply({position: 1});
  await playsWithin(100);
  let loads = 0;
  video.addEventListener('loadedmetadata', () => loads++);
  apply({position: 4, at: now() + 500}, {...media, version: 'v2'});
  await until(() => loads === 1 && video.readyState >= 3, 'the new version');
  await playsWithin(100);
  ok(video.currentTime >= 4, `position ${video.currentTime}`);
  done();
});

test('a film that is gone asks what the room plays, and its new version plays', async () => {
  const {told, apply, playsWithin, done} = open();
  apply({position: 1}, {...media, id: 'gone'});
  await until(() => told.includes('stale'), 'the question');
  apply({position: 1, version: 'v2'}, {...media, version: 'v2'});
  await playsWithin(100);
  done();
});

test('a file that is no film is reported once', async () => {
  const {told, apply, done} = open();
  apply({position: 1}, {...media, id: 'nofilm', version: 'v9'});
  await until(() => told.length > 1, 'the message');
  equal(told[0], 'direct: playback');
  ok(told[1].includes('can’t play'), told[1]);
  await sleep(300);
  equal(told.length, 2);
  done();
});

test('the status says what goes on', async () => {
  const {engine, apply, playsWithin, done} = open();
  equal([engine.viewing.status().state, engine.viewing.status().roomPaused], ['paused', true]);
  apply({position: 1});
  equal(engine.viewing.status().state, 'waiting');
  await playsWithin(100);
  const {state, position, target, drift} = engine.viewing.status();
  equal(state, 'playing');
  near(position, target, 0.2);
  near(drift, (position - target) * 1000, 1e-6);
  done();
});

test('an element that the page opened where the room is about to be waits there, without a seek', async () => {
  const {video, apply, playsWithin, done} = open();
  let seeks = 0;
  video.addEventListener('seeking', () => seeks++);
  video.src = `${media.url}#t=5`;
  await until(() => video.readyState >= 3 && !video.seeking && video.currentTime === 5, 'opened at its place');
  const before = seeks;
  apply({position: 4.5});
  await until(() => !video.paused, 'it plays');
  ok(video.currentTime >= 5, `plays from ${video.currentTime}`);
  await playsWithin(100);
  equal([seeks, video.getAttribute('src')], [before, `${media.url}#t=5`], 'seeks, and the film was not loaded again');
  done();
});

test('what the page opened makes room for the film that the room plays now', async () => {
  const {video, apply, playsWithin, done} = open();
  video.src = '/sample/none.mp4#t=5';
  apply({position: 2});
  await playsWithin(100);
  equal(video.getAttribute('src'), media.url);
  done();
});

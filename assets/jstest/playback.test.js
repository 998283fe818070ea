import {opening} from '../js/headstart.js';
import {formatTime, positionAt, samePlayback} from '../js/playback.js';
import {equal, near, test} from './testing.js';

const playback = {media: 'm', version: 'v', paused: false, position: 10, rate: 2, at: 1000};

test('the position runs at the rate from its start, and not before', () => {
  near(positionAt(playback, 1000), 10, 0);
  near(positionAt(playback, 3500), 15, 1e-9);
  near(positionAt(playback, 0), 10, 0, 'a scheduled start stands still');
});

test('the position stays within the film', () => {
  equal(positionAt(playback, 1e9, 60), 60);
  equal(positionAt(playback, 1e6, 0) > 60, true, 'an unknown duration bounds nothing');
  equal(positionAt({...playback, position: -3, paused: true}, 5000, 60), 0);
});

test('a paused room stands still', () => equal(positionAt({...playback, paused: true}, 1e9, 60), 10));

test('two playbacks are the same when they ask the same', () => {
  equal(samePlayback(playback, {...playback}), true);
  for (const other of [{paused: true}, {position: 11}, {rate: 1}, {at: 1}, {version: 'w'}, {media: 'n'}]) {
    equal(samePlayback(playback, {...playback, ...other}), false, JSON.stringify(other));
  }
  equal(samePlayback(undefined, playback), false);
});

test('times read as people write them', () => {
  const table = [[0, '0:00'], [5.9, '0:05'], [65, '1:05'], [3753.2, '1:02:33'], [36000, '10:00:00'], [-4, '0:00'], [NaN, '0:00']];
  for (const [seconds, want] of table) equal(formatTime(Number(seconds)), want);
});

test('a film is opened at the place where the room is about to be', () => {
  const media = {id: 'm', title: '', type: '', version: 'v', duration: 100, url: '/film'};
  const playback = {media: 'm', version: 'v', paused: false, position: 10, rate: 2, at: 5000};
  const place = (/** @type {object} */ of, start = 0) => {
    const snapshot = /** @type {any} */ ({now: 6000, media, playback: {...playback, ...of}});
    const [url, at] = opening({name: 'direct', url: '/film', type: '', start}, snapshot, 200).split('#t=');
    equal(url, '/film');
    return Number(at);
  };
  near(place({}), 13.84, 0.001, 'it plays: 1.2 s and what the page needs, twice as fast');
  equal([place({paused: true}), place({paused: true}, 0.02), place({position: 99.5})], [10, 10.02, 100], 'paused, in a form that begins later, near the end');
});

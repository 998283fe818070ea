import {Clock} from '../js/clock.js';
import {Engine} from '../js/engine.js';
import {until} from './testing.js';

// A real film in a real element; the test is the room. Clock: the server is a million ms ahead.
const AHEAD = 1e6;
export const media = {id: 'm', title: 'Big Buck Bunny', type: 'video/mp4', version: 'v1', duration: 10, url: '/sample/big-buck-bunny.mp4'};
export const now = () => performance.now() + AHEAD;

/**
 * An engine with an element of its own.
 * @param {{known?: boolean}} [options]
 */
export function open({known = true} = {}) {
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const clock = new Clock();
  if (known) clock.exchange(performance.now(), now(), performance.now());
  /** @type {string[]} */
  const told = [];
  const engine = new Engine(video, clock, 'chromium', {
    refused: () => told.push('refused'), intent: ({verb}) => told.push(verb), stale: () => told.push('stale'),
    failure: (message) => told.push(message), changed: () => {}, form: () => {}, lacks: (form, lack) => told.push(`${form}: ${lack}`),
  });
  /** @param {object} [playback] @param {typeof media} [film] */
  const apply = (playback, film = media) => engine.apply({media: film.id, version: film.version, paused: false, position: 0, rate: 1, at: now(), ...playback}, film);
  const playsWithin = (/** @type {number} */ ms) => until(() => !video.paused && !video.seeking && Math.abs(engine.viewing.status().drift) < ms, `within ${ms} ms of the room`);
  return {video, clock, engine, told, apply, playsWithin, done: () => (engine.apply({media: '', version: '', paused: true, position: 0, rate: 1, at: 0}, undefined), video.remove())};
}

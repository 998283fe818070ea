import {couldPlay, toldState} from '../js/readiness.js';
import {countdownNumber, offersCheck} from '../js/readycheck.js';
import {applyEvent, fromSnapshot} from '../js/roomstate.js';
import {gist, pressing} from '../js/status.js';
import {behindText, naming, patience, waitTexts} from '../js/waits.js';
import {equal, test} from './testing.js';

const maya = {id: 'maya', name: 'Maya'};
const jon = {id: 'jon', name: 'Jon'};
const ann = {id: 'ann', name: 'Ann'};
const li = {id: 'li', name: 'Li'};

test('who is awaited is named, and the viewer is "you"', () => {
  equal(waitTexts([maya], 'jon'), {text: 'Waiting for Maya…', go: 'Go on without Maya'});
  equal(waitTexts([maya], 'maya'), {text: 'Your film is loading. The others wait for you…', go: 'Go on without me'});
  equal(waitTexts([maya, jon], 'jon'), {text: 'Waiting for you and Maya…', go: 'Go on without them'});
  equal(naming([maya, jon, ann], 'x'), 'Maya, Jon and Ann');
  equal(naming([maya, jon, ann, li], 'li'), 'you, Maya and 2 others');
  equal(naming([], 'x'), '');
});

test('who catches up is named', () => {
  equal(behindText([], 'x'), '');
  equal(behindText([maya], 'x'), 'Maya is catching up');
  equal(behindText([maya], 'maya'), 'You are catching up');
  equal(behindText([maya, jon], 'jon'), 'You and Maya are catching up');
});

test('the room waits 15 s at most, and says how many are left', () => {
  const left = [[1000, 15], [1001, 15], [2000, 14], [15_999, 1], [16_000, 0], [99_999, 0]];
  for (const [now, want] of left) equal(patience(1000, now), want, `at ${now}`);
});

const loaded = {ready: true, position: 10, buffer: 20, duration: 100};

test('a player is ready with enough loaded, or all to the end', () => {
  equal(couldPlay(loaded), true);
  equal(couldPlay({...loaded, buffer: 2.9}), false, 'too little');
  equal(couldPlay({...loaded, position: 98, buffer: 1.8}), true, 'to the end');
  equal(couldPlay({...loaded, position: 98, buffer: 1.8, duration: NaN}), false, 'an end that nobody knows');
  equal(couldPlay({...loaded, ready: false}), false, 'nothing to go on with');
});

test('a player that stands since the room waits says whether it starves', () => {
  equal(toldState('paused', true, {...loaded, ready: false}), 'waiting');
  equal(toldState('paused', true, loaded), 'paused');
  equal(toldState('paused', false, {...loaded, ready: false}), 'paused', 'a paused room needs nobody');
  equal(toldState('playing', true, loaded), 'playing');
});

const report = {
  position: 1, at: 1, drift: 0, delay: 1, paused: false, state: 'playing', form: 'direct', buffer: 9, transport: 'events',
  ready: true, joined: true, hidden: false, ended: false,
};

test('the room hears at once when a player starves or no longer does', () => {
  const starving = {...report, state: 'waiting', ready: false};
  equal(pressing(starving, report), true);
  equal(pressing(report, starving), true);
  equal(pressing({...report, ended: true}, report), true);
  equal(pressing({...report, state: 'paused'}, report), false, 'a pause can wait');
  equal(pressing(report, null), true, 'the first report');
  equal(gist({...report, position: 5, buffer: 3, drift: 12}), gist(report), 'what changes all the time is no news');
});

/** @type {any} */
const playback = {media: 'm', version: 'v', paused: false, position: 0, rate: 1, at: 10_000};

test('the countdown shows the same number to everybody', () => {
  const numbers = [[7000, 3], [7999, 3], [8000, 2], [9000, 1], [9100, 1]];
  for (const [now, want] of numbers) equal(countdownNumber(playback, now, false), want, `at ${now}`);
  equal(countdownNumber(playback, 9500, false), 0, 'a start with the usual lead has none');
  equal(countdownNumber(playback, 9500, true), 1, 'one that runs goes on');
  equal(countdownNumber(playback, 10_000, true), 0, 'the start');
  equal(countdownNumber({...playback, paused: true}, 7000, true), 0, 'it was stopped');
});

/** @type {any} */
const snapshot = {seq: 3, host: 'maya', playback: {...playback, paused: true}, tracks: {}, media: {id: 'm'}};

test('a check is offered where the film stands at its start and others are there', () => {
  const room = fromSnapshot(snapshot);
  equal(offersCheck(room, 2, true), true);
  equal(offersCheck(room, 1, true), false, 'alone');
  equal(offersCheck(room, 2, false), false, 'before the gate');
  equal(offersCheck({...room, playback: {...room.playback, waiting: true}}, 2, true), false, 'one is on');
  equal(offersCheck({...room, playback: {...room.playback, position: 12}}, 2, true), false, 'in the middle');
  equal(offersCheck({...room, playback}, 2, true), false, 'it plays');
});

test('what the room waits for and whom it left behind ends with the event that leaves it out', () => {
  const before = fromSnapshot({...snapshot, wait: {cause: 'viewers', since: 1, for: [jon]}, behind: [{...ann, at: 1}]});
  equal(before.settings, {wait: 'auto', loop: false, control: 'everyone', load: 'hosts', chat: 'everyone', locked: false, lobby: false, password: false, shuffle: false}, 'an older server has no settings');
  /** @type {any} */
  const event = {seq: 4, kind: 'play', playback, settings: {wait: 'off', loop: true}, html: ''};
  const after = applyEvent(before, event);
  equal([after.wait, after.behind, after.settings], [null, [], {...before.settings, wait: 'off', loop: true}]);
});

import {judge} from '../js/sequence.js';
import {applyEvent, fromSnapshot} from '../js/roomstate.js';
import {equal, test} from './testing.js';

test('an event is applied in its turn, dropped when seen, and a gap is noticed', () => {
  for (const [seen, seq, want] of /** @type {[number, number, string][]} */ (
    [[0, 1, 'apply'], [4, 5, 'apply'], [5, 5, 'drop'], [5, 1, 'drop'], [5, 7, 'gap'], [0, 2, 'gap'], [3, NaN, 'drop'], [3, 4.5, 'drop']])) {
    equal(judge(seen, seq), want, `${seq} after ${seen}`);
  }
});

const playback = {media: 'm', version: 'v', paused: true, position: 0, rate: 1, at: 0};
const tracks = {audio: 2, subtitle: 's', delay: 40};
const usual = {wait: 'auto', loop: false, control: 'everyone', load: 'hosts', chat: 'everyone', locked: false, lobby: false, password: false, shuffle: false};
const settings = {...usual, wait: 'on', loop: true};
const wait = /** @type {import('../js/types.js').Wait} */ ({cause: 'viewers', since: 5, for: [{id: 'b', name: 'Bo'}]});
const behind = [{id: 'c', name: 'Cy', at: 4}];
const media = {id: 'm', title: 'Film', type: 'video/mp4', version: 'v', duration: 60, url: '/media/m/v/film.mp4'};
const before = fromSnapshot({seq: 3, room: 'r', now: 0, host: 'a', playback, tracks, media, viewers: {count: 0, viewers: []}, settings, wait, behind});

test('events change the playback and the host, and the film and the settings only where they bring some', () => {
  const event = {seq: 4, kind: 'play', by: null, at: 1, action: 'x', host: 'b', playback: {...playback, paused: false}, tracks, settings, html: ''};
  const after = applyEvent(before, event);
  equal(after, {seq: 4, host: 'b', cohosts: [], playback: event.playback, tracks, media, settings, wait: null, behind: [], poll: null, queue: [], next: null, skip: null});
  const other = {...media, id: 'n'};
  equal(applyEvent(after, {...event, seq: 5, media: other}).media, other);
  equal(applyEvent(after, {...event, seq: 5, settings: {...usual, wait: 'off'}}).settings, {...usual, wait: 'off'});
  equal(before.seq, 3, 'the state before stays as it was');
});

test('what the room waits for and who catches up is as the last event says', () => {
  equal([before.wait, before.behind], [wait, behind]);
  const event = {seq: 4, kind: 'wait', by: null, at: 1, action: '', host: 'a', playback, tracks, settings, html: ''};
  const waiting = applyEvent({...before, wait: null, behind: []}, {...event, wait, behind});
  equal([waiting.wait, waiting.behind], [wait, behind]);
  const over = applyEvent(waiting, {...event, seq: 5});
  equal([over.wait, over.behind], [null, []]);
});

test('a room that says nothing of its settings has the usual ones', () => {
  const state = fromSnapshot(/** @type {import('../js/types.js').Snapshot} */ ({seq: 1, room: 'r', now: 0, host: '', playback, tracks, media, viewers: {count: 0, viewers: []}}));
  equal([state.settings, state.wait, state.behind], [usual, null, []]);
});

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
const media = {id: 'm', title: 'Film', type: 'video/mp4', version: 'v', duration: 60, url: '/media/m/v/film.mp4'};

test('events change the playback and the host, and the film only where they bring one', () => {
  const before = fromSnapshot({seq: 3, room: 'r', now: 0, host: 'a', playback, media, viewers: {count: 0, viewers: []}});
  const event = {seq: 4, kind: 'play', by: null, at: 1, action: 'x', host: 'b', playback: {...playback, paused: false}, html: ''};
  const after = applyEvent(before, event);
  equal(after, {seq: 4, host: 'b', playback: event.playback, media});
  const other = {...media, id: 'n'};
  equal(applyEvent(after, {...event, seq: 5, media: other}).media, other);
  equal(before.seq, 3, 'the state before stays as it was');
});

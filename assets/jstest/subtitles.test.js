import {chosen, isSubtitle, preference} from '../js/subtitlechoice.js';
import {Cues, moved} from '../js/cues.js';
import {signed} from '../js/numbers.js';
import {clean} from '../js/subtitlelook.js';
import {equal, near, test, until} from './testing.js';

/** @type {any[]} */
const list = [
  {id: 'a', label: 'Deutsch', language: 'de', url: '/a'},
  {id: 'f', label: 'English, forced', language: 'en', url: '/f', forced: true},
  {id: 'b', label: 'English', language: 'en', url: '/b'},
  {id: 'c', label: 'signs', language: '', url: '/c'},
  {id: 'd', label: 'Français', language: 'fr', url: '', problem: 'pictures'},
];

test('the room chooses, until a viewer prefers other subtitles', () => {
  equal(chosen(list, null, ''), '');
  equal(chosen(list, null, 'a'), 'a');
  equal(chosen(list, null, 'gone'), '');
  equal(chosen(list, null, 'd'), '', 'what can’t be shown');
  equal(chosen(list, preference(list, 'b'), 'a'), 'b');
  equal(chosen(list, preference(list, ''), 'a'), '', 'none');
});

test('a preference holds for other films, by language, else by label; else the room chooses', () => {
  equal(chosen(list, {id: 'x', language: 'en', label: 'x'}, 'a'), 'b', 'not the forced ones');
  equal(chosen([list[1]], {id: 'x', language: 'en', label: 'x'}, 'a'), 'f', 'but rather those than none');
  equal(chosen(list, {id: 'x', language: '', label: 'signs'}, 'a'), 'c');
  equal(chosen(list, {id: 'x', language: 'fr', label: 'x'}, 'a'), 'a');
});

test('cues move from where their author put them, and never before the beginning', () => {
  equal(moved({start: 1, end: 2}, 0.45), {start: 1.45, end: 2.45});
  equal(moved({start: 1, end: 3}, -2), {start: 0, end: 1});
  equal(moved({start: 1, end: 2}, -5).start, 0);
  const video = document.body.appendChild(document.createElement('video'));
  const track = video.addTextTrack('subtitles');
  track.mode = 'hidden';
  track.addCue(new VTTCue(1, 2, 'one'));
  const placed = new VTTCue(3, 4, 'two');
  placed.line = 2;
  track.addCue(placed);
  const cues = new Cues();
  const all = () => Array.from(track.cues ?? [], (cue) => [cue.startTime, cue.endTime, /** @type {VTTCue} */ (cue).line]);
  cues.move(track, 500, 'top');
  equal(all(), [[1.5, 2.5, 0], [3.5, 4.5, 2]]);
  cues.move(track, -250, 'higher');
  equal(all(), [[0.75, 1.75, -4], [2.75, 3.75, 2]]);
  cues.move(track, 0, 'bottom');
  equal(all(), [[1, 2, 'auto'], [3, 4, 2]]);
  video.remove();
});

test('thousands of cues move at once, without a stutter of the page', async () => {
  const video = document.body.appendChild(document.createElement('video'));
  const track = document.createElement('track');
  let text = 'WEBVTT\n';
  const at = (/** @type {number} */ s) => new Date(s * 1000).toISOString().slice(11, 23);
  for (let i = 0; i < 3000; i++) text += `\n${at(2 * i)} --> ${at(2 * i + 1.5)}\nline ${i}\n`;
  track.src = URL.createObjectURL(new Blob([text], {type: 'text/vtt'}));
  video.append(track);
  track.track.mode = 'showing';
  await until(() => track.track.cues?.length === 3000, 'cues');
  const cues = new Cues();
  for (const delay of [50, 100, 150, -50]) cues.move(track.track, delay, 'bottom');
  near(track.track.cues?.[2999]?.startTime ?? 0, 5998 - 0.05, 1e-6, 'the last cue');
  video.remove();
});

test('delays are said with a sign, in seconds', () => {
  equal([0, 50, -450, 1500].map(signed), ['0 s', '+0.05 s', '−0.45 s', '+1.5 s']);
});

test('what was kept of a look is used where it makes sense', () => {
  const usual = /** @type {any} */ ({size: 100, background: 60, edge: 'none', place: 'bottom', authored: true});
  equal(clean(null, usual), usual);
  equal(clean({size: 900, background: -1, edge: 'toString', place: 'left', authored: 'yes'}, usual),
    {...usual, size: 200, background: 0});
  equal(clean({size: 150, background: 0, edge: 'outline', place: 'top', authored: false}, usual),
    {size: 150, background: 0, edge: 'outline', place: 'top', authored: false});
});

test('files of subtitles are told by their names', () => {
  equal(['a.srt', 'a.de.ASS', 'a.vtt', 'a.ssa', 'a.sub', 'a.mkv', 'srt', 'a.srt.mp4'].map((name) => isSubtitle({name})),
    [true, true, true, true, true, false, false, false]);
});

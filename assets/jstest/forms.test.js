import {candidates, formsOfLink, HLS, isHls} from '../js/forms.js';
import {missing} from '../js/verify.js';
import {chaptersVtt} from '../js/filmtracks.js';
import {Stalls} from '../js/quality.js';
import {own, renditionOf, wanted} from '../js/sounds.js';
import {equal, test} from './testing.js';

const avc = {type: 'video/mp4; codecs="avc1.64001F"'};
const hevc = {type: 'video/mp4; codecs="hvc1.1.6.L93.B0"'};
const aac = {type: 'audio/mp4; codecs="mp4a.40.2"'};
const ac3 = {type: 'audio/mp4; codecs="ac-3"'};
/** @param {string} name @param {object} video @param {object[]} audio @param {string} [type] */
const form = (name, video, audio, type = HLS) => /** @type {import('../js/forms.js').Form} */ ({name, url: `/${name}`, type, video, audio});
const low = form('low', avc, [aac]);

/** @param {Partial<import('../js/forms.js').Capabilities>} [differences] */
function browser(differences) {
  const plays = (/** @type {string} */ type) => !/hvc1|ac-3|quicktime/.test(type);
  return {file: plays, stream: plays, hls: /** @type {const} */ ('source'), undecodable: new Set(), ...differences};
}

const films = {
  'MP4 as it is': [form('direct', avc, [aac], 'video/mp4; codecs="avc1.64001F, mp4a.40.2"'), form('copy', avc, [aac]), low],
  'Matroska with AAC': [form('direct', avc, [aac], 'video/x-matroska'), form('copy', avc, [aac]), low],
  'Matroska with AC-3': [form('direct', avc, [ac3], 'video/x-matroska'), form('copy', avc, [ac3]), form('sound', avc, [aac]), form('full', avc, [aac]), low],
  'HEVC': [form('direct', hevc, [aac], 'video/mp4'), form('copy', hevc, [aac]), form('full', avc, [aac]), low],
  'QuickTime': [form('direct', avc, [aac], 'video/quicktime')],
  'nothing known': [form('direct', /** @type {any} */ (undefined), /** @type {any} */ (undefined), 'video/mp4')],
};

test('each browser takes the best form that it plays', () => {
  const safari = browser({hls: 'native', file: (type) => !/matroska|webm/.test(type)});
  const iphone = browser({hls: 'native', file: (type) => !/matroska|ac-3/.test(type), stream: () => false});
  const firefox = browser({file: (type) => !/ac-3/.test(type), stream: (type) => !/ac-3/.test(type)});
  const old = browser({hls: ''});
  /** @type {[keyof films, import('../js/forms.js').Capabilities, string][]} */
  const cases = [
    ['MP4 as it is', browser(), 'direct copy low'],
    ['Matroska with AAC', browser(), 'direct copy low'],
    ['Matroska with AAC', iphone, 'copy low'],
    ['Matroska with AC-3', browser(), 'sound full low'],
    ['Matroska with AC-3', safari, 'copy sound full low'],
    ['HEVC', browser(), 'full low'],
    ['HEVC', firefox, 'direct copy full low'],
    ['HEVC', browser({file: () => true, stream: () => true, undecodable: new Set(['direct', 'copy'])}), 'full low'],
    ['QuickTime', browser(), 'direct'],
    ['nothing known', browser(), 'direct'],
    ['MP4 as it is', old, 'direct'],
    ['HEVC', old, ''],
  ];
  for (const [film, can, want] of cases) {
    equal(candidates(films[film], can, {failed: []}).map(({name}) => name).join(' '), want, film);
  }
});

test('what failed is left out, and wishes come first', () => {
  const offer = films['MP4 as it is'];
  const names = (/** @type {import('../js/forms.js').Wishes} */ wishes) => candidates(offer, browser(), wishes).map(({name}) => name).join(' ');
  equal(names({failed: ['direct']}), 'copy low');
  equal(names({failed: ['direct', 'copy', 'low']}), '');
  equal(names({failed: [], smaller: true}), 'low direct copy');
  equal(names({failed: [], otherSound: true}), 'copy direct low');
  equal(offer.map(({name}) => name).join(' '), 'direct copy low', 'the offer itself');
});

test('a film of another site is a file, or HLS by its name or type', () => {
  equal(formsOfLink({url: 'https://films.test/a.mp4', type: 'video/mp4'}).forms[0].name, 'direct');
  for (const link of [{url: 'https://films.test/a.M3U8?x=1', type: ''}, {url: 'https://films.test/live', type: HLS}]) {
    equal(isHls(formsOfLink(link).forms[0]), true, link.url);
  }
});

test('a picture or a sound that is not decoded is missed', () => {
  const both = {picture: true, sound: true};
  equal(missing(both, {width: 640, frames: 50, sound: true}), '');
  equal(missing(both, {width: 640, frames: 0, sound: true}), 'picture');
  equal(missing(both, {width: 0, sound: true}), 'picture');
  equal(missing(both, {width: 640, frames: 50, sound: false}), 'sound');
  equal(missing(both, {width: 640}), '', 'a browser that does not say');
  equal(missing({picture: false, sound: true}, {width: 0, sound: true}), '', 'a film of sound');
  equal(missing({picture: true, sound: false}, {width: 640, sound: false}), '', 'a silent film');
});

const tracks = [{id: 2, label: 'English', language: 'en'}, {id: 3, label: 'Deutsch', language: 'de', default: true}, {id: 5, label: 'Comments', language: ''}];

test('the viewer’s own sound comes before the room’s, and that before the film’s', () => {
  equal(own(tracks), 3);
  equal(own(tracks.slice(0, 1)), 2);
  equal(own([]), 0);
  equal(wanted(tracks, 0, ''), 3);
  equal(wanted(tracks, 2, ''), 2);
  equal(wanted(tracks, 2, 'Comments'), 5);
  equal(wanted(tracks, 2, 'fr'), 2, 'a language that this film lacks');
  equal(wanted(tracks, 9, ''), 3, 'a track that this film lacks');
});

test('a sound track is found among renditions by its address, else by its place', () => {
  const urls = ['http://h/media/m/v/hls/a2-aac/index.m3u8', 'http://h/media/m/v/hls/a3/index.m3u8', 'http://h/media/m/v/hls/a5/index.m3u8'];
  equal(tracks.map(({id}) => renditionOf(urls.toReversed(), tracks, id)), [2, 1, 0]);
  equal(renditionOf(['en.m3u8', 'de.m3u8', 'x.m3u8'], tracks, 3), 1);
});

test('the third stall within a minute is one too many', () => {
  const stalls = new Stalls();
  equal([0, 50_000, 61_000].map((at) => stalls.add(at)), [false, false, false], 'the first was long ago');
  equal([62_000, 63_000].map((at) => stalls.add(at)), [true, false], 'and counting begins anew');
});

test('chapters end where the next one begins, and their titles are only text', () => {
  equal(chaptersVtt([{start: 0, title: 'A <b> --> C'}, {start: 3661.5, title: ''}, {start: 3661.5, title: 'Z'}], 7200),
    'WEBVTT\n\n00:00:00.000 --> 01:01:01.500\nA &lt;b&gt; --&gt; C\n\n01:01:01.500 --> 02:00:00.000\nZ\n');
});

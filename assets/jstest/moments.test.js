import {clock, moment, writeMoments} from '../js/moments.js';
import {equal, ok, test} from './testing.js';

test('moments are written as the reader does, and what says how long ago it was stays', () => {
  const page = document.createElement('div');
  const at = '2026-11-23T08:35:29Z';
  page.innerHTML = `<time datetime="${at}">${at}</time><time datetime="${at}" title="${at}">an hour ago</time><time datetime="once">once</time>`;
  const said = () => Array.from(page.querySelectorAll('time'), ({textContent, title}) => [textContent, title]);
  const want = moment(Date.parse(at));
  writeMoments(page);
  equal(said(), [[want, ''], ['an hour ago', want], ['once', '']]);
  writeMoments(page);
  equal(said(), [[want, ''], ['an hour ago', want], ['once', '']], 'once more');
  ok(want.includes('2026') && want.includes(clock(Date.parse(at)).match(/\d+:\d\d/)?.[0] ?? '?'), want);
});

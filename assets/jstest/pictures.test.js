import {Pictures, pauseAfter, retryPosters} from '../js/pictures.js';
import {equal, sleep, test} from './testing.js';

/** @param {number} status @param {Record<string, string>} [headers] @param {string} [body] */
const answer = (status, headers = {}, body = '') => new Response(body, {status, headers});

test('pictures that are not all there are asked for again, as the server says or when it can’t be reached', () => {
  equal(pauseAfter(answer(200, {'Retry-After': '3'})), 3000);
  equal(pauseAfter(answer(404, {'Retry-After': '3'})), 3000);
  equal(pauseAfter(answer(200)), undefined);
  equal(pauseAfter(answer(404)), undefined);
  equal(pauseAfter(answer(503)), 4000);
  equal(pauseAfter(undefined), 4000);
});

/**
 * Runs act while fetch answers in turn, the last answer for ever.
 * @param {(() => Response)[]} answers
 * @param {(asked: string[]) => Promise<void>} act
 */
async function answering(answers, act) {
  const {fetch} = window;
  /** @type {string[]} */
  const asked = [];
  window.fetch = async (url) => {
    asked.push(String(url));
    return (answers.length > 1 ? /** @type {() => Response} */ (answers.shift()) : answers[0])();
  };
  try {
    await act(asked);
  } finally {
    window.fetch = fetch;
  }
}

const cue = (/** @type {number} */ n) => `WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nthumbnails/0.jpg?r=${n}#xywh=0,0,160,90\n`;
const more = {'Retry-After': '0.01'};

test('thumbnails grow until they are complete, and go with their film', async () => {
  const video = document.createElement('video');
  const pictures = new Pictures(video);
  const sources = () => Array.from(video.querySelectorAll('track'), (track) => [track.kind, track.label, track.default, new URL(track.src).search]);
  await answering([() => answer(200, more, 'WEBVTT\n'), () => answer(200, more, cue(1)), () => answer(200, more, cue(1)), () => answer(200, {}, cue(2))], async (asked) => {
    pictures.show({thumbnails: '/thumbnails.vtt'});
    for (let i = 0; i < 200 && asked.length < 4; i++) await sleep(5);
    await sleep(20);
    equal(asked.length, 4);
    equal(sources(), [['metadata', 'thumbnails', true, '?1']]);
    pictures.clear();
    equal(sources(), []);
  });
});

test('a poster is shown once it is made', async () => {
  const video = document.createElement('video');
  const pictures = new Pictures(video);
  await answering([() => new Response(null, {status: 204, headers: more}), () => answer(200)], async () => {
    pictures.show({poster: '/poster.jpg'});
    equal(video.hasAttribute('poster'), false);
    for (let i = 0; i < 200 && !video.poster; i++) await sleep(5);
    equal(new URL(video.poster).pathname, '/poster.jpg');
    pictures.clear();
    equal(video.hasAttribute('poster'), false);
  });
});

test('what comes for the film before is not shown', async () => {
  const video = document.createElement('video');
  const pictures = new Pictures(video);
  await answering([() => answer(200, {}, cue(1))], async () => {
    pictures.show({thumbnails: '/a.vtt', poster: '/a.jpg'});
    pictures.show({});
    await sleep(20);
    equal([video.querySelectorAll('track').length, video.hasAttribute('poster')], [0, false]);
  });
});

test('posters to choose from that fail are loaded again', async () => {
  const {setTimeout} = window;
  const root = document.createElement('div');
  root.innerHTML = '<img class="film-choice-poster" alt=""><img class="other" alt="">';
  document.body.append(root);
  retryPosters(root);
  const [poster, other] = root.querySelectorAll('img');
  poster.src = 'data:image/jpeg,none';
  window.setTimeout = /** @type {any} */ ((/** @type {() => void} */ act) => setTimeout(act));
  for (const image of [poster, other]) image.dispatchEvent(new Event('error'));
  await sleep(30);
  window.setTimeout = setTimeout;
  equal([Number(poster.dataset.tries) > 0, poster.src.includes('?'), other.dataset.tries ?? ''], [true, true, '']);
  root.remove();
});

// A head start for the film: where that gains time the browser begins to open it, at the place where the room is about to
// be, before the other scripts run. That takes it some hundred ms, and hardly any of them in the page's own thread. It
// waits for the scripts to be here, so that it takes no bytes from them.

import {Failures} from './formlist.js';
import {candidates, isHls} from './forms.js';
import {engineName} from './meter.js';
import {offer} from './offer.js';
import {positionAt} from './playback.js';

/** So long after it began a page is usually ready to play the film, ms. Who is earlier waits, who is later seeks. */
const READY = 720;
/** What the browser can play is waited for no longer, ms: the page is. */
const PATIENCE = 20;

/** @param {number} ms */
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * The address at which to open the film, with the place (Media Fragments URI 1.0).
 * @param {import('./forms.js').Form} form
 * @param {import('./types.js').Snapshot} snapshot
 * @param {number} age ms since the snapshot was asked for
 */
export function opening(form, {playback, media, now}, age) {
  const place = positionAt(playback, now + age + READY, media?.duration ?? 0) + (form.start ?? 0);
  return `${form.url}#t=${place.toFixed(6)}`;
}

/**
 * Whether the line carries the film much faster than it plays: else its bytes would hold up the page's stream. The largest
 * file of the page tells, or the browser where that comes from its cache.
 * @param {number} bitrate of the film, bit/s
 */
function hasRoom(bitrate) {
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  const {transferSize, responseStart, responseEnd} = files.reduce((a, b) => (b.transferSize > a.transferSize ? b : a));
  const told = /** @type {any} */ (navigator).connection?.downlink * 1e6; // which is 10e6 at most
  return (transferSize > 0 ? transferSize * 8000 / (responseEnd - responseStart) : told) > 2 * bitrate;
}

/** Begins with the film that the page names. Chromium alone gains: WebKitGTK stops loading a film that comes so early. */
async function begin() {
  const video = /** @type {HTMLVideoElement|null} */ (document.getElementById('video'));
  if (!video || engineName(navigator.userAgent) !== 'chromium') return;
  /** @type {import('./types.js').Snapshot} */
  const snapshot = JSON.parse(document.getElementById('snapshot')?.textContent ?? '{}');
  const {media} = snapshot;
  if (!media?.forms) return;
  const offered = await Promise.race([offer(video, media), sleep(PATIENCE)]);
  if (!offered?.forms || !offered.can) return;
  const [form] = candidates(offered.forms.forms, offered.can, {failed: new Failures(media).names});
  if (!form || isHls(form) || !hasRoom(form.video?.bitrate ?? 0)) return;
  video.src = opening(form, snapshot, performance.now());
  await sleep(0); // else the browser would begin when all scripts have run
}

await begin().catch(() => {}); // the page's other scripts wait for it, and do without

// Asks the browser what it can play.

import {isHls} from './forms.js';
import {engineName} from './meter.js';

/**
 * H.264 in the profiles of nearly all films (baseline, main, high), which whoever knows the type decodes: not worth
 * asking, since the first answer of a new browser takes some hundred ms.
 */
const COMMON = /avc1\.(42|4d|64)/i;
/** Longer than this nobody waits for a browser's opinion, ms. */
const PATIENCE = 500;

/**
 * @param {HTMLVideoElement} video
 * @param {import('./forms.js').Form[]} forms
 * @returns {Promise<import('./forms.js').Capabilities>}
 */
export async function capabilities(video, forms) {
  const engine = engineName(navigator.userAgent);
  const source = /** @type {typeof MediaSource|undefined} */ (
    /** @type {any} */ (window).ManagedMediaSource ?? window.MediaSource);
  const itself = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  // Safari's own HLS knows sound tracks, full screen and AirPlay. Chromium's is a maybe.
  const native = itself && (engine === 'webkit' || !source);
  const hls = native ? 'native' : source ? 'source' : '';
  return {
    file: (type) => video.canPlayType(type) !== '',
    stream: (type) => source?.isTypeSupported(type) ?? false,
    hls,
    // Firefox begins a Matroska film with the silence that an AAC encoder puts before the sound (measured with ESR 153:
    // pictures come 21 ms late), and nothing tells by how much.
    late: (type) => engine === 'firefox' && /matroska/.test(type),
    undecodable: await undecodable(forms, hls === 'source'),
  };
}

/**
 * @param {import('./forms.js').Form[]} forms
 * @param {boolean} source whether HLS goes through a media source
 * @returns {Promise<Set<string>>} names
 */
async function undecodable(forms, source) {
  const names = new Set();
  if (!navigator.mediaCapabilities) return names;
  const asked = forms.map(async (form) => {
    const {type, width, height, framerate, bitrate} = form.video ?? {};
    if (!type || !width || !height || COMMON.test(type)) return;
    const configuration = {
      type: /** @type {'file'|'media-source'} */ (isHls(form) && source ? 'media-source' : 'file'),
      video: {contentType: type, width, height, framerate: framerate || 25, bitrate: bitrate || 4e6},
    };
    try {
      const {supported} = await navigator.mediaCapabilities.decodingInfo(configuration);
      if (!supported) names.add(form.name);
    } catch { /* a type it can't even read, Matroska's say: canPlayType has the word */ }
  });
  await Promise.race([Promise.all(asked), new Promise((done) => setTimeout(done, PATIENCE))]);
  return names;
}

// Where the element is, measured the way that suits the browser.

/** A frame older than this says nothing about the present, ms. */
const STALE = 400;

/**
 * Which engine runs this page. Every browser on iOS is WebKit.
 * @param {string} agent navigator.userAgent
 * @returns {import('./types.js').EngineName}
 */
export function engineName(agent) {
  if (/Chrom(e|ium)\//.test(agent)) return 'chromium';
  if (/Firefox\//.test(agent)) return 'firefox';
  return 'webkit';
}

/**
 * Firefox moves currentTime in steps of a frame: there the frame on show and when it was due say more.
 * In Chromium that estimate sits beside currentTime, so the two are never mixed.
 */
export class Meter {
  #video;
  /** @type {{mediaTime: number, due: number}|null} */
  #frame = null;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./types.js').EngineName} engine
   */
  constructor(video, engine) {
    this.#video = video;
    if (engine !== 'firefox' || !('requestVideoFrameCallback' in video)) return;
    /** @type {VideoFrameRequestCallback} */
    const each = (_, frame) => {
      this.#frame = {mediaTime: frame.mediaTime, due: frame.expectedDisplayTime};
      video.requestVideoFrameCallback(each);
    };
    video.requestVideoFrameCallback(each);
    video.addEventListener('seeking', () => { this.#frame = null; });
  }

  /**
   * @param {number} now performance.now()
   * @returns {number} s
   */
  position(now) {
    const {currentTime, paused, playbackRate} = this.#video;
    const frame = this.#frame;
    if (!frame || paused || now - frame.due > STALE) return currentTime;
    return frame.mediaTime + (now - frame.due) / 1000 * playbackRate;
  }
}

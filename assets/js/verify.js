// Whether what plays is seen and heard: browsers play a film whose picture or sound they can't decode without a word.

/** So much play is enough to tell, s. */
const ENOUGH = 2.5;

/**
 * What a browser has decoded since the film was loaded; undefined: it does not say.
 * @typedef {object} Decoded
 * @property {number} width of the picture, px
 * @property {number} [frames]
 * @property {boolean} [sound]
 */

/**
 * @param {{picture: boolean, sound: boolean}} expected
 * @param {Decoded} decoded
 * @returns {'picture'|'sound'|''} what is missing
 */
export function missing(expected, {width, frames, sound}) {
  if (expected.picture && (width === 0 || frames === 0)) return 'picture';
  if (expected.sound && sound === false) return 'sound';
  return '';
}

/**
 * @param {HTMLVideoElement} video
 * @returns {Decoded}
 */
export function decoded(video) {
  const known = /** @type {any} */ (video);
  return {
    width: video.videoWidth,
    frames: video.getVideoPlaybackQuality?.().totalVideoFrames ?? known.webkitDecodedFrameCount,
    sound: known.mozHasAudio ?? heard(known.webkitAudioDecodedByteCount) ?? heard(known.audioTracks?.length),
  };
}

/** @param {number|undefined} count */
const heard = (count) => (count === undefined ? undefined : count > 0);

/** Watches the element, and says once a form what it lacks. */
export class Verification {
  #video;
  #lacks;
  #expected = {picture: false, sound: false};
  #over = true;
  #played = 0;
  #last = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {(what: 'picture'|'sound') => void} lacks
   */
  constructor(video, lacks) {
    this.#video = video;
    this.#lacks = lacks;
    video.addEventListener('loadeddata', () => this.#loaded());
    video.addEventListener('timeupdate', () => this.#look());
  }

  /** Another form is loaded. @param {{picture: boolean, sound: boolean}} expected */
  expect(expected) {
    this.#expected = expected;
    this.#over = false;
    this.#played = 0;
    this.#last = NaN;
  }

  /** Nothing is to be seen or heard. */
  stop() {
    this.#over = true;
  }

  #loaded() {
    if (!this.#over && this.#expected.picture && this.#video.videoWidth === 0) this.#tell('picture');
  }

  #look() {
    const {currentTime, paused, seeking} = this.#video;
    const step = currentTime - this.#last;
    this.#last = currentTime;
    // Browsers save themselves the decoding of a picture that is not on show.
    if (this.#over || paused || seeking || document.hidden || !(step > 0 && step < 2)) return;
    this.#played += step;
    if (this.#played < ENOUGH) return;
    const what = missing(this.#expected, decoded(this.#video));
    this.#over = true;
    if (what) this.#tell(what);
  }

  /** @param {'picture'|'sound'} what */
  #tell(what) {
    this.#over = true;
    this.#lacks(what);
  }
}

// The one writer of the element's position and speed. So it can tell what somebody else does to them (an extension, a
// script, the browser), and says so at once.

/** A seek lands this near to where it was asked to, s. */
const NEAR = 0.1;
/** Another's hand is answered at once so many times a second; whoever insists is left to the controller. */
const ANSWERS = {jump: 2, rate: 20};

/**
 * @typedef {object} MoverEvents
 * @property {() => void} moved somebody else has moved the element
 * @property {() => void} sped somebody else has changed its speed
 */

export class Mover {
  #video;
  #clockwork;
  #on;
  /** @type {number|null} where a seek of ours is going, s */
  #going = null;
  #sought = false;
  /** @type {number|null} the speed that we wrote last */
  #rate = null;
  /** @type {Record<keyof typeof ANSWERS, number[]>} ms, when others were answered */
  #answered = {jump: [], rate: []};

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./clockwork.js').Clockwork} clockwork
   * @param {MoverEvents} on
   */
  constructor(video, clockwork, on) {
    this.#video = video;
    this.#clockwork = clockwork;
    this.#on = on;
    video.addEventListener('emptied', () => {
      this.#going = null;
      this.#rate = null; // a new film begins at the speed 1
      this.#sought = false;
    });
    video.addEventListener('seeking', () => this.#seeking());
    video.addEventListener('playing', () => { this.#sought = video.seeking; });
    video.addEventListener('seeked', () => {
      if (!video.seeking) this.#going = null; // else it is that of an earlier seek
    });
    // In front of everything that hides changes of the speed from others.
    (video.ownerDocument ?? video).addEventListener('ratechange', (event) => {
      if (event.target === video) this.#rated();
    }, true);
  }

  /** Whether the element has been sought since it last ran: browsers then start later. */
  get sought() {
    return this.#sought;
  }

  /** @param {number} position s */
  seek(position) {
    this.#going = position;
    this.#sought = true;
    this.#video.currentTime = position;
  }

  /** Sets the speed, with the pitch of voices kept. @param {number} rate */
  rate(rate) {
    const video = this.#video;
    video.preservesPitch = true;
    if (video.playbackRate !== rate) {
      try {
        video.playbackRate = rate;
      } catch { /* outside of what this browser plays: the controller seeks */ }
    }
    this.#rate = video.playbackRate;
  }

  #seeking() {
    this.#sought = true;
    const ours = this.#going !== null && Math.abs(this.#video.currentTime - this.#going) < NEAR;
    if (!ours && this.#may('jump')) this.#on.moved();
  }

  #rated() {
    if (this.#rate !== null && this.#video.playbackRate !== this.#rate && this.#may('rate')) this.#on.sped();
  }

  /** @param {keyof typeof ANSWERS} what */
  #may(what) {
    const now = this.#clockwork.now();
    const recent = this.#answered[what].filter((at) => now - at < 1000);
    const may = recent.length < ANSWERS[what];
    this.#answered[what] = may ? [...recent, now] : recent;
    return may;
  }
}

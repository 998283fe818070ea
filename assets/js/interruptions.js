// Whether the viewer's player takes part. Pauses by somebody else (a phone call, a browser that saves power) are undone
// with growing patience; after some the viewer is away, as where the browser refuses to play before a tap.

/** First pause between attempts to play on what keeps being paused, ms; doubled each time. */
const RETRY = 250;
const RETRY_MAX = 5000;
/** After so many attempts it is an interruption, such as a phone call: the viewer is away. */
const INTERRUPTED = 3;
/** Play for so long is undisturbed, ms. */
const CALM = 5000;

export class Interruptions {
  #barred = false;
  #unseen = false; // paused while nobody saw the page
  #retryAt = 0;
  #retries = 0;

  /** The browser refuses to play at all before a tap. */
  bar() {
    this.#barred = true;
  }

  /** The viewer has tapped. */
  unbar() {
    this.#barred = false;
  }

  /** Something else is to be played: what interrupted the film before says nothing about it. */
  forget() {
    this.#retries = 0;
  }

  /** The film is about to go on, or may. */
  back() {
    this.#unseen = false;
  }

  /** The film plays. @param {number} now ms */
  plays(now) {
    if (now - this.#retryAt > CALM) this.#retries = 0;
  }

  /**
   * The film is paused while it should play, and not by us.
   * @param {number} now ms
   * @param {boolean} unseen then it stays so until the viewer is back
   * @returns {boolean} whether to play on now
   */
  paused(now, unseen) {
    if (this.#barred) return false;
    if (unseen) this.#unseen = true;
    if (unseen || now < this.#retryAt) return false;
    this.#retryAt = now + Math.min(RETRY_MAX, RETRY * 2 ** this.#retries++);
    return true;
  }

  /** Whether the viewer is away. @param {boolean} paused whether the element is */
  away(paused) {
    return this.#unseen || this.#barred || (paused && this.#retries > INTERRUPTED);
  }
}

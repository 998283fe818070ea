// Keeps the screen awake while the film plays before somebody.

export class WakeLock {
  #wanted;
  #system;
  /** @type {WakeLockSentinel|null} */
  #lock = null;
  #asking = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {() => boolean} wanted whether the viewer takes part
   * @param {any} [system] navigator.wakeLock, or what stands for it
   */
  constructor(video, wanted, system = navigator.wakeLock) {
    this.#wanted = () => wanted() && !video.paused && !document.hidden;
    this.#system = system;
    for (const event of ['play', 'playing', 'pause', 'ended', 'emptied']) video.addEventListener(event, () => this.look());
    document.addEventListener('visibilitychange', () => this.look()); // a hidden page loses its lock
  }

  /** Whether the screen is kept awake. */
  get held() {
    return this.#lock !== null;
  }

  /** Asks for the lock or gives it back, as it is wanted now. */
  async look() {
    if (!this.#system) return;
    if (!this.#wanted()) {
      const lock = this.#lock;
      this.#lock = null;
      await lock?.release().catch(() => {});
      return;
    }
    if (this.#lock || this.#asking) return;
    this.#asking = true;
    try {
      const lock = await this.#system.request('screen');
      lock.addEventListener('release', () => {
        if (this.#lock === lock) this.#lock = null;
      });
      this.#lock = lock;
    } catch { /* the battery is low, or the browser does not want to: the screen does as it likes */
    } finally {
      this.#asking = false;
    }
    if (!this.#wanted()) await this.look(); // it ended meanwhile
  }
}

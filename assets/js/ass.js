// Subtitles of ASS drawn as their author styled them, over the film, by JASSUB. It is loaded when first needed.

export class Script {
  #video;
  /** @type {import('./assdrawing.js').Drawing|undefined} */
  #drawing;
  /** @type {HTMLCanvasElement|undefined} */
  #canvas;
  #delay = 0;
  #shown = 0;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  /** Whether this browser can draw. */
  static possible() {
    return typeof WebAssembly === 'object' && typeof OffscreenCanvas === 'function' && 'requestVideoFrameCallback' in HTMLVideoElement.prototype &&
      'transferControlToOffscreen' in HTMLCanvasElement.prototype;
  }

  /**
   * Draws a script from now on, instead of the one before. Rejects when that can't be.
   * @param {string} text
   */
  async show(text) {
    const shown = ++this.#shown;
    if (this.#drawing) {
      await this.#drawing.renderer.setTrack(text);
      return this.#repaint();
    }
    const {draw, begun} = await import('./assdrawing.js');
    const made = await draw(this.#video, text, () => shown === this.#shown, () => this.#delay);
    if (!made) return;
    this.#drawing = made.drawing;
    this.#canvas = made.canvas;
    try {
      await begun(made.drawing);
    } catch (error) {
      if (shown === this.#shown) this.hide();
      throw error;
    }
    this.#repaint();
  }

  /** By how much the texts come later. @param {number} delay ms */
  delay(delay) {
    if (delay === this.#delay) return;
    this.#delay = delay;
    if (!this.#drawing) return;
    this.#drawing.timeOffset = -delay / 1000;
    this.#repaint();
  }

  hide() {
    this.#shown++;
    this.#drawing?.destroy().catch(() => {}); // the worker ends anyhow
    this.#canvas?.remove();
    this.#drawing = undefined;
    this.#canvas = undefined;
  }

  /** Draws now: JASSUB by itself draws with the next frame, and a film that stands has none. */
  #repaint() {
    const {currentTime: mediaTime, videoWidth: width, videoHeight: height} = this.#video;
    this.#drawing?.manualRender({mediaTime, width, height, expectedDisplayTime: performance.now()}, true).catch(() => {});
  }
}

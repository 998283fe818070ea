// Subtitles of ASS drawn as their author styled them, over the film, by JASSUB. It is loaded when first needed.

/** @typedef {{ready: Promise<void>, timeOffset: number, renderer: any, manualRender: (frame: object, repaint: boolean) => Promise<void>, destroy: () => Promise<void>}} Drawing */

/** How long JASSUB may take to begin, ms. */
const PATIENCE = 20_000;

export class Script {
  #video;
  /** @type {Drawing|undefined} */
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
    const {default: JASSUB} = await import('../third_party/jassub-2.5.16/jassub.js');
    if (shown !== this.#shown) return;
    const at = (/** @type {string} */ name) => new URL(`../third_party/jassub-2.5.16/${name}`, import.meta.url).href;
    const canvas = document.createElement('canvas');
    Object.assign(canvas, {className: 'script', slot: 'media'});
    canvas.setAttribute('aria-hidden', 'true');
    this.#video.after(canvas);
    this.#canvas = canvas;
    /** @type {Drawing} */
    const drawing = new JASSUB({
      video: this.#video, canvas, subContent: text, timeOffset: -this.#delay / 1000, queryFonts: false,
      workerUrl: at('worker.js'), wasmUrl: at('jassub.wasm'), modernWasmUrl: at('jassub.wasm'),
      // Loaded before the first drawing: what a late font misses stays missing while the film stands.
      fonts: [at('default.woff2')], defaultFont: 'liberation sans',
    });
    this.#drawing = drawing;
    const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('JASSUB does not begin')), PATIENCE); });
    try {
      await Promise.race([drawing.ready, late]);
      if (!drawing.renderer) throw new Error('JASSUB can’t begin');
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

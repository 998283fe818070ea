// Makes JASSUB draw over the film. Loaded with it when subtitles are first drawn.

/** @typedef {{ready: Promise<void>, timeOffset: number, renderer: any, manualRender: (frame: object, repaint: boolean) => Promise<void>, destroy: () => Promise<void>}} Drawing */

/** How long JASSUB may take to begin, ms. */
const PATIENCE = 20_000;

/**
 * @param {HTMLVideoElement} video
 * @param {string} text the script
 * @param {() => boolean} wanted whether it still is, once JASSUB is loaded
 * @param {() => number} delay ms by which texts come later
 * @returns {Promise<{drawing: Drawing, canvas: HTMLCanvasElement}|null>} null: not wanted any more
 */
export async function draw(video, text, wanted, delay) {
  const {default: JASSUB} = await import('../third_party/jassub-2.5.16/jassub.js');
  if (!wanted()) return null;
  const at = (/** @type {string} */ name) => new URL(`../third_party/jassub-2.5.16/${name}`, import.meta.url).href;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, {className: 'script', slot: 'media'});
  canvas.setAttribute('aria-hidden', 'true');
  video.after(canvas);
  /** @type {Drawing} */
  const drawing = new JASSUB({
    video, canvas, subContent: text, timeOffset: -delay() / 1000, queryFonts: false,
    workerUrl: at('worker.js'), wasmUrl: at('jassub.wasm'), modernWasmUrl: at('jassub.wasm'),
    // Loaded before the first drawing: what a late font misses stays missing while the film stands.
    fonts: [at('default.woff2')], defaultFont: 'liberation sans',
  });
  return {drawing, canvas};
}

/** Rejects when it does not begin. @param {Drawing} drawing */
export async function begun(drawing) {
  const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('JASSUB does not begin')), PATIENCE); });
  await Promise.race([drawing.ready, late]);
  if (!drawing.renderer) throw new Error('JASSUB can’t begin');
}

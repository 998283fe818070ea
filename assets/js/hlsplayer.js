// Plays HLS where the browser does not by itself, through hls.js, which is loaded when it is first needed.
// Where the film stands is the sync engine's alone, so that hls.js loses what would move the element: its gap
// controller. What remains is rare (a first segment that begins after the position asked for), and to the engine a
// position to be corrected like any other.

/** Errors that come within this time after a repair are still those that led to it, ms. */
const REPAIRING = 2000;
/** How long an answer may take to begin: films that upload or are being converted take their time, ms. */
const PATIENCE = 60_000;

/**
 * @typedef {object} HlsEvents
 * @property {(status: number) => void} unreachable something could not be had; 0: no answer at all
 * @property {() => void} broken the browser can't make a film of what came
 * @property {() => void} listed the sound tracks are known
 * @property {() => void} loaded something came
 */

export class HlsPlayer {
  #video;
  #url;
  #on;
  /** @type {any} hls.js */
  #hls;
  #over = false;
  #recovered = -Infinity;

  /**
   * @param {HTMLVideoElement} video
   * @param {string} url of the master playlist
   * @param {() => number} position where the film will be needed first, s
   * @param {HlsEvents} on
   */
  constructor(video, url, position, on) {
    this.#video = video;
    this.#url = url;
    this.#on = on;
    this.#open(position);
  }

  /** Loads on after something was unreachable. */
  again() {
    if (!this.#hls) {
      this.#open(() => this.#video.currentTime);
    } else if (this.#hls.levels.length === 0) {
      this.#hls.loadSource(this.#url);
    } else {
      this.#hls.startLoad();
    }
  }

  /**
   * Repairs the element once after an error of its own.
   * @returns {boolean} whether it tries, or is at it
   */
  recover() {
    if (performance.now() - this.#recovered < REPAIRING) return true;
    if (this.#recovered > 0 || !this.#hls) return false;
    this.#recovered = performance.now();
    this.#hls.recoverMediaError();
    return true;
  }

  /** @returns {string[]} the addresses of the sound tracks, in the playlist's order; '' within the picture's segments */
  sounds() {
    return (this.#hls?.audioTracks ?? []).map((/** @type {{url?: string}} */ {url}) => url ?? '');
  }

  /** Which of sounds() is heard, -1 = unknown. @returns {number} */
  get sound() {
    return this.#hls?.audioTrack ?? -1;
  }

  /** @param {number} index in sounds() */
  hear(index) {
    if (this.#hls && this.#hls.audioTrack !== index) this.#hls.audioTrack = index;
  }

  close() {
    this.#over = true;
    this.#hls?.destroy();
  }

  /** @param {() => number} position */
  async #open(position) {
    /** @type {any} */
    let module;
    try {
      module = await import('../third_party/hls.js-1.7.4/hls.min.mjs');
    } catch {
      if (!this.#over) this.#on.unreachable(0);
      return;
    }
    if (this.#over) return;
    const Hls = module.default;
    const hls = new Hls(configuration(position()));
    hls.streamController.seekToStartPos = () => {}; // startPosition says what to load first; the engine moves the element
    this.#hls = hls;
    hls.on(Hls.Events.ERROR, (/** @type {string} */ _, /** @type {any} */ error) => this.#failed(Hls, error));
    hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, () => this.#on.listed());
    hls.on(Hls.Events.FRAG_LOADED, () => this.#on.loaded());
    hls.loadSource(this.#url);
    hls.attachMedia(this.#video);
  }

  /** @param {any} Hls @param {any} error */
  #failed(Hls, {fatal, type, response}) {
    if (!fatal || this.#over) return;
    if (type === Hls.ErrorTypes.NETWORK_ERROR) {
      this.#on.unreachable(response?.code ?? 0);
    } else if (type !== Hls.ErrorTypes.MEDIA_ERROR || !this.recover()) {
      this.#on.broken();
    }
  }
}

/**
 * @param {number} startPosition s
 */
function configuration(startPosition) {
  const policy = {
    maxTimeToFirstByteMs: PATIENCE, maxLoadTimeMs: 2 * PATIENCE,
    timeoutRetry: {maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0},
    errorRetry: {maxNumRetry: 1, retryDelayMs: 300, maxRetryDelayMs: 300}, // and then source.js
  };
  const policies = ['manifestLoadPolicy', 'playlistLoadPolicy', 'fragLoadPolicy'];
  // Parts that Goblet does itself, or that would move the element.
  const parts = ['gapController', 'subtitleTrackController', 'subtitleStreamController', 'timelineController', 'emeController',
    'cmcdController', 'contentSteeringController', 'iframeController', 'interstitialsController'];
  return {
    startPosition,
    maxBufferLength: 30, maxMaxBufferLength: 60, backBufferLength: 30, // s
    enableWorker: false, // fragmented MP4 is passed on as it is: nothing to work for
    lowLatencyMode: false, enableDateRangeMetadataCues: false, enableEmsgMetadataCues: false, enableID3MetadataCues: false,
    ...Object.fromEntries(policies.map((name) => [name, {default: policy}])),
    ...Object.fromEntries(parts.map((name) => [name, undefined])),
  };
}

// Loads the film into the element in a form that this browser plays, and keeps it loaded: new versions, network
// failures, forms that turn out not to play. Where it stands is the engine's business.

import {Failures, foreign} from './formlist.js';
import {candidates, isHls} from './forms.js';
import {HlsPlayer} from './hlsplayer.js';
import {offer} from './offer.js';
import {Verification} from './verify.js';
import {mark, said, t} from './words.js';

/** @typedef {import('./types.js').Media} Media */
/** @typedef {import('./forms.js').Form} Form */
/** @typedef {import('./forms.js').Forms} Forms */

/** Pauses before loading again, ms; the last one repeats. */
const PAUSES = [300, 1000, 2000, 4000, 8000, 15000];
/** After so many failures in a row the viewer is told, and another form tried. */
const MANY = 4;

/**
 * What became of a form that does not play: playback: it can't be decoded at all.
 * @typedef {'picture'|'sound'|'playback'} Lack
 */

/**
 * @typedef {object} SourceEvents
 * @property {() => number} position where the room is, s
 * @property {() => void} stale the server refuses this version: ask it what the room plays now
 * @property {(message: string) => void} failure what the viewer should know
 * @property {(forms: Forms, form: Form|undefined) => void} form what plays now, and of what it was chosen
 * @property {(form: string, lack: Lack) => void} lacks a form did not play here
 */

export class Source {
  #video;
  #on;
  #verification;
  /** @type {Media|undefined} */
  #media;
  /** @type {Forms|undefined} */
  #forms;
  /** @type {import('./forms.js').Capabilities|undefined} */
  #can;
  /** @type {Failures|undefined} */
  #failed;
  /** @type {Form|undefined} */
  #form;
  /** @type {HlsPlayer|undefined} */
  #hls;
  #wishes = {smaller: false, otherSound: false};
  #failures = 0;
  #timer = 0;
  #told = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {SourceEvents} on
   */
  constructor(video, on) {
    this.#video = video;
    this.#on = on;
    this.#verification = new Verification(video, (what) => this.#lacks(what));
    video.addEventListener('error', () => this.#broken());
    video.addEventListener('loadeddata', () => { this.#failures = 0; });
    window.addEventListener('online', () => {
      if (this.#failures > 0) this.#again(0);
    });
  }

  /**
   * Loads a film, unless it is loaded already.
   * @param {Media|undefined} media
   * @returns {boolean} whether the element starts over
   */
  show(media) {
    if (media?.url === this.#media?.url && media?.version === this.#media?.version) return false;
    if (this.#form || !media) this.#unload(); // else what the page has opened may be what will be chosen
    this.#media = media;
    this.#forms = undefined;
    this.#failed = media && new Failures(media);
    this.#failures = 0;
    this.#told = false;
    if (media) this.#ask(media);
    return true;
  }

  /** Takes what the viewer wants, and changes the form if another one is better now. @param {{smaller?: boolean, otherSound?: boolean}} wishes */
  wish(wishes) {
    this.#wishes = {...this.#wishes, ...wishes};
    if (this.#form) this.#choose();
  }

  /** The form that plays. */
  get form() {
    return this.#form;
  }

  /** hls.js, if it plays. */
  get hls() {
    return this.#hls;
  }

  /** @param {Media} media */
  async #ask(media) {
    const {forms, can, status} = await offer(this.#video, media);
    if (media !== this.#media) return;
    if (!forms) return this.#unreachable(status);
    this.#can = can;
    this.#failures = 0;
    this.#forms = forms;
    this.#choose();
  }

  /** Plays the best form that has not failed, unless it plays already. */
  #choose() {
    if (!this.#forms || !this.#can || !this.#failed) return;
    const [form] = candidates(this.#forms.forms, this.#can, {failed: this.#failed.names, ...this.#wishes});
    if (form && form === this.#form) return;
    const opened = !this.#form && form && this.#opened(form);
    if (!opened) this.#unload();
    this.#failures = 0;
    this.#form = form;
    if (form) this.#load(form);
    this.#on.form(this.#forms, form); // may wish for another
    if (!form) {
      this.#failed.forget();
      this.#tell(this.#forms.missing || t('This browser can’t play this film. Another browser may.'));
    }
  }

  /** @param {Form} form */
  #load(form) {
    this.#verification.expect({picture: !!form.video, sound: !!form.audio?.length});
    if (isHls(form) && this.#can?.hls === 'source') {
      this.#hls = new HlsPlayer(this.#video, form.url, this.#on.position, {
        unreachable: (status) => this.#unreachable(status),
        broken: () => this.#lacks('playback'),
        loaded: () => { this.#failures = 0; },
        listed: () => this.#on.form(/** @type {Forms} */ (this.#forms), form),
      });
    } else if (!this.#opened(form)) {
      this.#video.src = form.url;
      this.#video.load();
    }
  }

  /** Whether the page has the element load a form already, from wherever on. @param {Form} form */
  #opened({url}) {
    return this.#video.getAttribute('src')?.split('#')[0] === url && !this.#video.error;
  }

  #unload() {
    clearTimeout(this.#timer);
    this.#verification.stop();
    this.#hls?.close();
    this.#hls = undefined;
    this.#form = undefined;
    if (!this.#video.hasAttribute('src')) return;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  /** The element has an error. */
  async #broken() {
    const form = this.#form;
    const {error} = this.#video;
    if (!form || !error || error.code === MediaError.MEDIA_ERR_ABORTED) return;
    if (this.#hls) {
      if (!this.#hls.recover()) this.#lacks('playback');
      return;
    }
    const status = foreign(form) ? 0 : await probe(form.url);
    if (form !== this.#form) return;
    const bytes = status >= 200 && status < 300 && error.code !== MediaError.MEDIA_ERR_NETWORK;
    // The bytes come, and the browser can't make a film of them. Once it may be a flaw of the connection.
    if (bytes && this.#failures > 0) return this.#lacks('playback');
    this.#unreachable(status);
  }

  /** Something can't be had. @param {number} status 0: no answer at all */
  #unreachable(status) {
    this.#failures++;
    const away = !!this.#media && foreign(this.#media);
    if (status >= 400 && status < 500 && !away) this.#on.stale();
    if (this.#failures === MANY) {
      if (this.#form && status >= 500 && this.#next('playback', false)) return;
      this.#tell(away ? elsewhere(/** @type {Media} */ (this.#media)) : t('The film does not load. Goblet keeps trying.'));
    }
    this.#again(PAUSES[Math.min(this.#failures, PAUSES.length) - 1]);
  }

  /** @param {number} pause ms */
  #again(pause) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (!this.#media) return;
      if (!this.#forms) {
        this.#ask(this.#media);
      } else if (this.#hls) {
        this.#hls.again();
      } else if (this.#form) {
        this.#video.src = this.#form.url;
        this.#video.load();
      }
    }, pause);
  }

  /** The form does not play here: the next one does, or the viewer is told. @param {Lack} what */
  #lacks(what) {
    const form = this.#form;
    if (!form || !this.#failed) return;
    if (this.#next(what, true)) {
      this.#on.failure(t('{problem} Goblet goes on with another form of it.', {problem: said(says[what])}));
    } else if (what === 'playback') {
      this.#on.lacks(form.name, what);
      this.#failed.add(form.name, true);
      this.#choose();
    } else {
      // Half of the film is better than none.
      this.#on.lacks(form.name, what);
      this.#tell([said(says[what]), this.#forms?.missing].filter(Boolean).join(' '));
    }
  }

  /**
   * @param {Lack} what
   * @param {boolean} lasting whether it is the browser's fault and not the server's
   * @returns {boolean} whether there is another form, which plays now
   */
  #next(what, lasting) {
    const form = this.#form;
    if (!form || !this.#failed || !this.#forms || !this.#can) return false;
    const failed = [...this.#failed.names, form.name];
    if (candidates(this.#forms.forms, this.#can, {...this.#wishes, failed}).length === 0) return false;
    this.#on.lacks(form.name, what);
    this.#failed.add(form.name, lasting);
    this.#choose();
    return true;
  }

  /** @param {string} message told once a film */
  #tell(message) {
    if (!this.#told) this.#on.failure(message);
    this.#told = true;
  }
}

/** @type {Record<Lack, string>} */
const says = {
  picture: mark('This browser shows no picture of this film as it is.'),
  sound: mark('This browser plays no sound of this film as it is.'),
  playback: mark('This browser can’t play this film as it is.'),
};

/** @param {Media} media */
function elsewhere({url}) {
  const {host} = new URL(url, location.href);
  return t('The film at {host} does not load. That site may be down, its film in a format that this browser can’t play, or it lets no page of other sites play it (for HLS it has to send CORS headers).', {host});
}

/**
 * The status with which the film is served; 0 when the server can't be reached.
 * @param {string} url
 */
async function probe(url) {
  try {
    return (await fetch(url, {method: 'HEAD', cache: 'no-store'})).status;
  } catch {
    return 0;
  }
}

// The subtitles of the film: made known to the player, the room's choice and the viewer's obeyed, moved in time.

import {Script} from './ass.js';
import {base} from './base.js';
import {chosen, preference, recall, recallDelay, remember, rememberDelay} from './subtitlechoice.js';
import {applyLook, recallLook, rememberLook} from './subtitlelook.js';
import {Cues, empty} from './cues.js';
import {t} from './words.js';

/** @typedef {import('./subtitlechoice.js').Subtitle} Subtitle */
/** @typedef {import('./types.js').Tracks} Tracks */

/** When to ask again for what was not complete, ms. */
const AGAIN = 5000;
/** How far delays go, ms. */
const FARTHEST = 600_000;

/**
 * @typedef {object} SubtitleEvents
 * @property {() => void} changed the list, the choice or the delay
 * @property {(message: string) => void} failed
 */

export class Subtitles {
  #video;
  #on;
  #script;
  #cues = new Cues();
  #media = '';
  #version = '';
  /** @type {Subtitle[]} */
  #list = [];
  /** @type {Map<string, HTMLTrackElement>} by id */
  #tracks = new Map();
  /** @type {Tracks} */
  #rooms = {audio: 0, subtitle: '', delay: 0};
  #mine = recall();
  #delay = 0;
  #look = recallLook();
  #shown = '';
  #settled = false;
  #plain = false;
  #timer = 0;
  #listTimer = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {SubtitleEvents} on
   */
  constructor(video, on) {
    this.#video = video;
    this.#on = on;
    this.#script = new Script(video);
    applyLook(video, this.#look);
    video.textTracks.addEventListener('change', () => this.#picked());
    // Outside of the page there is no canvas: plain text is shown there.
    for (const [event, outside] of Object.entries({
      webkitbeginfullscreen: true, enterpictureinpicture: true, webkitendfullscreen: false, leavepictureinpicture: false,
    })) video.addEventListener(event, () => this.#outside(outside));
  }

  /**
   * Offers the subtitles of a film, unless it is the one whose are offered.
   * @param {import('./types.js').Media|undefined} media
   */
  show(media) {
    const {id = '', version = ''} = media ?? {};
    if (id === this.#media && version === this.#version) return;
    this.#media = id;
    this.#version = version;
    this.#delay = recallDelay(id);
    this.#offer([]);
    return this.refresh();
  }

  /** Looks for subtitles that came or went. */
  async refresh() {
    clearTimeout(this.#listTimer);
    const media = this.#media;
    if (!media) return;
    const {subtitles, partial} = await fetchList(media);
    if (media !== this.#media) return; // another film meanwhile
    if (partial) this.#listTimer = window.setTimeout(() => this.refresh(), 2 * AGAIN);
    await this.#offer(subtitles);
  }

  /** Takes what was chosen for everyone. @param {Tracks} tracks */
  follow(tracks) {
    const before = this.#rooms;
    this.#rooms = tracks;
    if (before.subtitle === tracks.subtitle && before.delay === tracks.delay) return;
    this.#choose();
    this.#move();
    this.#on.changed();
  }

  /** What the viewer wants: an id, '' for none, null to follow the room. @param {string|null} id */
  prefer(id) {
    this.#mine = id === null ? null : preference(this.#list, id);
    remember(this.#mine);
    this.#choose();
    this.#on.changed();
  }

  /** Moves the subtitles for this viewer alone. @param {number} delay ms, in all */
  delay(delay) {
    this.#delay = Math.max(-FARTHEST, Math.min(FARTHEST, delay));
    rememberDelay(this.#media, this.#delay);
    this.#move();
    this.#on.changed();
  }

  /** @param {import('./subtitlelook.js').Look} look */
  look(look) {
    const redraw = look.authored !== this.#look.authored;
    this.#look = look;
    rememberLook(look);
    applyLook(this.#video, look);
    if (redraw) this.#load();
    this.#move();
  }

  /** What is offered and chosen. Delays in ms; shown and rooms are ids, '' = none. */
  status() {
    return {
      media: this.#media, list: this.#list, shown: this.#shown, rooms: this.#rooms.subtitle, follows: this.#mine === null,
      delay: this.#delay, roomsDelay: this.#rooms.delay, look: this.#look,
    };
  }

  /** @param {Subtitle[]} list */
  async #offer(list) {
    this.#list = list;
    const able = new Map(list.filter(({url}) => url).map((subtitle) => [subtitle.id, subtitle]));
    for (const [id, track] of this.#tracks) {
      if (able.has(id)) continue;
      track.remove();
      this.#tracks.delete(id);
    }
    const added = Array.from(able.values()).filter(({id}) => !this.#tracks.has(id));
    for (const {id, label, language} of added) {
      const track = document.createElement('track');
      Object.assign(track, {kind: 'subtitles', label, srclang: language || 'und'});
      track.addEventListener('load', () => this.#move());
      this.#tracks.set(id, track);
      this.#video.append(track);
    }
    // Browsers pick tracks by themselves soon after they were added: the choice comes after that.
    this.#settled &&= added.length === 0;
    if (!this.#settled) await new Promise((done) => setTimeout(done));
    this.#settled = true;
    this.#choose();
    this.#modes();
    this.#on.changed();
  }

  #choose() {
    const id = chosen(this.#list, this.#mine, this.#rooms.subtitle);
    if (id === this.#shown || !this.#settled) return;
    this.#shown = id;
    this.#modes();
    this.#load();
  }

  #modes() {
    for (const [id, {track}] of this.#tracks) {
      const mode = id === this.#shown ? 'showing' : 'disabled';
      if (track.mode !== mode) track.mode = mode;
    }
  }

  /** The player's menu, or the browser's own, changed what is shown. */
  #picked() {
    if (!this.#settled || this.#tracks.size === 0) return;
    const on = Array.from(this.#tracks).filter(([, {track}]) => track.mode === 'showing').map(([id]) => id);
    if (on.length > 1 && on.includes(this.#shown)) return this.#modes(); // browsers add what is in their own language
    if ((on[0] ?? '') !== this.#shown) this.prefer(on[0] ?? '');
  }

  /** @param {boolean} outside whether the film is shown outside of the page */
  #outside(outside) {
    if (this.#plain === outside) return;
    this.#plain = outside;
    this.#load();
  }

  /** Gets the texts of what is shown. */
  async #load() {
    clearTimeout(this.#timer);
    const id = this.#shown;
    const subtitle = this.#list.find((one) => one.id === id);
    const drawn = !!subtitle?.ass && this.#look.authored && !this.#plain && Script.possible();
    if (!drawn) this.#script.hide();
    if (!subtitle) return;
    let answer = await fetchText((drawn && subtitle.ass) || subtitle.url);
    if (id !== this.#shown) return;
    if (answer.error) return this.#on.failed(answer.error);
    if (drawn) {
      try {
        this.#clear(id);
        this.#script.delay(this.#whole());
        await this.#script.show(answer.text);
      } catch (error) {
        console.warn('ASS is shown as plain text:', error);
        answer = await fetchText(subtitle.url);
        if (id === this.#shown) this.#fill(id, answer.text);
      }
    } else {
      this.#fill(id, answer.text);
    }
    this.#move();
    if (answer.partial && id === this.#shown) this.#timer = window.setTimeout(() => this.#load(), AGAIN);
  }

  /** @param {string} id @param {string} text WebVTT */
  #fill(id, text) {
    const track = this.#tracks.get(id);
    if (!track || track.dataset.text === String(text.length)) return;
    this.#clear(id);
    track.dataset.text = String(text.length);
    const url = URL.createObjectURL(new Blob([text], {type: 'text/vtt'}));
    const done = () => URL.revokeObjectURL(url);
    track.addEventListener('load', done, {once: true});
    track.addEventListener('error', done, {once: true});
    track.src = url;
  }

  /** @param {string} id */
  #clear(id) {
    const track = this.#tracks.get(id);
    if (!track) return;
    delete track.dataset.text;
    empty(track.track);
  }

  #whole() {
    return this.#rooms.delay + this.#delay;
  }

  #move() {
    this.#cues.move(this.#tracks.get(this.#shown)?.track, this.#whole(), this.#look.place);
    this.#script.delay(this.#whole());
  }
}

/**
 * @param {string} media
 * @returns {Promise<{subtitles: Subtitle[], partial?: boolean}>} none when they can't be had: the film plays without
 */
async function fetchList(media) {
  try {
    const answer = await fetch(`${base}/media/${encodeURIComponent(media)}/subtitles`);
    return answer.ok ? await answer.json() : {subtitles: []};
  } catch {
    return {subtitles: [], partial: true};
  }
}

/** @param {string} url */
async function fetchText(url) {
  try {
    const answer = await fetch(url);
    const text = await answer.text();
    return answer.ok ? {text, partial: answer.headers.has('Goblet-Partial'), error: ''} : {text: '', partial: false, error: text.trim()};
  } catch {
    return {text: '', partial: false, error: t('The subtitles can’t be loaded now.')};
  }
}

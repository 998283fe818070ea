// The sound tracks of the film: everyone hears the room's choice, unless the viewer made another one.

import {Menu} from './menu.js';
import {t} from './words.js';

/** @typedef {import('./forms.js').Sound} Sound */

/**
 * The film's own choice: the track that it marks, else the first.
 * @param {Sound[]} tracks
 * @returns {number} id, 0 = none
 */
export function own(tracks) {
  return (tracks.find((track) => track.default) ?? tracks[0])?.id ?? 0;
}

/**
 * @param {Sound[]} tracks
 * @param {number} room id that was chosen for everyone, 0 = none
 * @param {string} personal language or label that this viewer chose, '' = none
 * @returns {number} id of the track to be heard, 0 = none
 */
export function wanted(tracks, room, personal) {
  const mine = tracks.find((track) => personal && personal === nameOf(track));
  const ours = tracks.find(({id}) => id === room);
  return (mine ?? ours)?.id ?? own(tracks);
}

/** What a choice is kept as: tracks of another release have other ids. @param {Sound} track */
function nameOf({language, label}) {
  return language || label;
}

/**
 * The place of a track among addresses of renditions, ".../hls/a2-aac/index.m3u8" being track 2's.
 * @param {string[]} urls
 * @param {Sound[]} tracks
 * @param {number} id
 */
export function renditionOf(urls, tracks, id) {
  const named = urls.findIndex((url) => new RegExp(`/a${id}(-[a-z0-9]+)?/[^/]*$`).test(url));
  return named >= 0 ? named : tracks.findIndex((track) => track.id === id);
}

export class Sounds {
  #video;
  #source;
  #menu;
  #share;
  #film = '';
  /** @type {Sound[]} */
  #tracks = [];
  #room = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./source.js').Source} source
   * @param {{menu: HTMLElement, button: HTMLElement}} elements
   * @param {(id: number) => Promise<boolean>} share chooses a track for everyone; whether the room took it
   */
  constructor(video, source, {menu, button}, share) {
    this.#video = video;
    this.#source = source;
    this.#share = share;
    this.#menu = new Menu(menu, button, (value) => this.#take(value));
    /** @type {any} */ (video).audioTracks?.addEventListener?.('addtrack', () => this.#apply());
    video.addEventListener('loadedmetadata', () => this.#apply());
  }

  /**
   * What the film offers. May come again for the same film.
   * @param {string} film its id
   * @param {Sound[]} tracks
   */
  offer(film, tracks) {
    this.#film = film;
    this.#tracks = tracks;
    this.#apply();
  }

  /** What was chosen for everyone. @param {number} id 0 = the film's own choice */
  follow(id) {
    if (id === this.#room) return;
    this.#room = id;
    this.#apply();
  }

  /** The id of the track that is to be heard. */
  get heard() {
    return wanted(this.#tracks, this.#room, recall(this.#film));
  }

  /** @param {string} value */
  async #take(value) {
    if (value === 'everyone') {
      const film = this.#film;
      // From now on the room's choice is also this viewer's.
      if (await this.#share(this.heard)) keep(film, '');
      return;
    }
    const track = this.#tracks.find(({id}) => String(id) === value);
    keep(this.#film, track ? nameOf(track) : '');
    this.#apply();
  }

  #apply() {
    const heard = this.heard;
    const several = this.#tracks.length > 1;
    const choices = this.#tracks.map(({id, label}) => ({value: String(id), text: label, checked: id === heard}));
    const shared = wanted(this.#tracks, this.#room, '') === heard;
    this.#menu.show(several ? [...choices, ...(shared ? [] : [{value: 'everyone', text: t('Choose for everyone')}])] : []);
    if (!several) return;
    this.#source.wish({otherSound: heard !== own(this.#tracks)});
    this.#hear(heard);
  }

  /** @param {number} id */
  #hear(id) {
    const {hls} = this.#source;
    if (hls) {
      const index = renditionOf(hls.sounds(), this.#tracks, id);
      if (index >= 0 && index < hls.sounds().length) hls.hear(index);
      return;
    }
    const native = /** @type {{enabled: boolean}[]} */ (Array.from(/** @type {any} */ (this.#video).audioTracks ?? []));
    const index = this.#tracks.findIndex((track) => track.id === id);
    if (native.length !== this.#tracks.length || native[index]?.enabled) return;
    native.forEach((track, i) => { track.enabled = i === index; });
  }
}

/** @param {string} film */
const key = (film) => `goblet:sound:${film}`;

/** @param {string} film @param {string} name '' = none of the viewer's own */
function keep(film, name) {
  try {
    if (name) {
      localStorage.setItem(key(film), name);
    } else {
      localStorage.removeItem(key(film));
    }
  } catch { /* storage is forbidden: the room's choice holds */ }
}

/** @param {string} film */
function recall(film) {
  try {
    return localStorage.getItem(key(film)) ?? '';
  } catch {
    return '';
  }
}

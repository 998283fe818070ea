// What belongs to the film beside picture and sound: its chapters and small pictures for the time range, and a
// line that says why it is not played as it is.

import {Pictures} from './pictures.js';
import {t} from './words.js';

/** @typedef {import('./forms.js').Forms} Forms */

/**
 * Chapters as WebVTT; each ends where the next one begins.
 * @param {{start: number, title: string}[]} chapters
 * @param {number} duration s
 */
export function chaptersVtt(chapters, duration) {
  const cues = chapters.map(({start, title}, i) => {
    const end = chapters[i + 1]?.start ?? Math.max(duration, start + 1);
    // A cue ends at an empty line, and its text may hold no arrow and no tags.
    const text = title.replace(/\s+/g, ' ').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').trim();
    return end > start ? `${vttTime(start)} --> ${vttTime(end)}\n${text || t('Chapter {n}', {n: i + 1})}\n` : '';
  });
  return ['WEBVTT\n', ...cues.filter(Boolean)].join('\n');
}

/** @param {number} seconds */
function vttTime(seconds) {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

export class FilmTracks {
  #video;
  #pictures;
  #note;
  #film = '';
  #blob = '';

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLElement} note
   */
  constructor(video, note) {
    this.#video = video;
    this.#pictures = new Pictures(video);
    this.#note = note;
  }

  /**
   * @param {import('./types.js').Media} media
   * @param {Forms} forms
   * @param {import('./forms.js').Form|undefined} form what plays
   */
  show(media, forms, form) {
    this.#note.textContent = (form ? form.note : forms.missing) ?? '';
    this.#note.hidden = !this.#note.textContent;
    const film = `${media.id} ${media.version}`;
    if (film === this.#film) return;
    this.clear();
    this.#film = film;
    if (forms.chapters?.length) {
      this.#blob = URL.createObjectURL(new Blob([chaptersVtt(forms.chapters, media.duration)], {type: 'text/vtt'}));
      this.#add('chapters', t('Chapters'), this.#blob);
    }
    this.#pictures.show(forms);
  }

  /** No film, or another one. */
  clear() {
    this.#film = '';
    for (const track of this.#video.querySelectorAll('track[kind=chapters]')) track.remove();
    this.#pictures.clear();
    if (this.#blob) URL.revokeObjectURL(this.#blob);
    this.#blob = '';
  }

  /** @param {'chapters'} kind @param {string} label @param {string} src */
  #add(kind, label, src) {
    const track = document.createElement('track');
    // media-chrome looks for tracks that are default; of those browsers load them by themselves.
    Object.assign(track, {kind, label, src, default: true});
    this.#video.append(track);
  }
}

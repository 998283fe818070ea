// What a viewer chooses of the film that is on, its picture, sound and subtitles, and what is shown with it: makes their
// parts and wires them.

import {FilmTracks} from './filmtracks.js';
import {whenOpened} from './later.js';
import {Quality} from './quality.js';
import {Sounds} from './sounds.js';
import {Subtitles} from './subtitles.js';
import {offerToast} from './toasts.js';
import {t} from './words.js';

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** @param {string} name */
const menu = (name) => ({menu: byId(`${name}-menu`), button: byId(`${name}-button`)});

/**
 * @param {object} page
 * @param {HTMLVideoElement} page.video
 * @param {import('./source.js').Source} page.source
 * @param {HTMLElement} page.toasts
 * @param {(text: string, error?: boolean) => void} page.toast
 * @param {() => boolean} page.stalls whether the film should be running now, and does not
 * @param {(fields: Record<string, string|number>) => Promise<boolean>} page.everyone chooses for the room; whether it took that
 * @param {(files: File[]) => void} page.add subtitles
 */
export function startTracks({video, source, toasts, toast, stalls, everyone, add}) {
  const failed = (/** @type {string} */ problem) => toast(problem, true);
  const subtitles = new Subtitles(video, {changed: () => dialog.part?.show(), failed});
  /** @type {{part: import('./subtitledialog.js').SubtitleDialog|undefined}} */
  const dialog = whenOpened(/** @type {HTMLDialogElement} */ (byId('subtitles')), async () => {
    const {SubtitleDialog} = await import('./subtitledialog.js');
    return new SubtitleDialog(subtitles, {everyone, add, failed});
  });
  const film = new FilmTracks(video, byId('film-form'));
  const sounds = new Sounds(video, source, menu('sound'), (id) => everyone({audio: id}));
  const quality = new Quality(video, source, menu('quality'), {
    stalls,
    offer: (take) => offerToast(toasts, t('The film stalls again and again here.'), t('Play a smaller picture'), take),
  });

  return {
    subtitles, sounds, quality,

    /**
     * What a film offers.
     * @param {import('./types.js').Media} media
     * @param {import('./forms.js').Forms} forms
     * @param {import('./forms.js').Form|undefined} form what plays
     */
    offer: (media, forms, form) => {
      film.show(media, forms, form);
      quality.show(forms.forms);
      sounds.offer(media.id, forms.tracks ?? []);
    },

    /** Which film is on, and the room's choice. @param {import('./roomstate.js').RoomState} room */
    follow: ({media, tracks}) => {
      sounds.follow(tracks?.audio ?? 0);
      subtitles.show(media);
      subtitles.follow(tracks);
    },
  };
}

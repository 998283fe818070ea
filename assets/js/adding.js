// What viewers add to the room: films and subtitles, chosen in a card or dropped anywhere on the page.

import {startDrop} from './filedrop.js';
import {UNREACHABLE} from './reach.js';
import {isSubtitle} from './subtitlechoice.js';
import {offerToast} from './toasts.js';
import {startUploads} from './uploadcard.js';
import {said, t} from './words.js';

/**
 * @typedef {object} Page
 * @property {HTMLElement} toasts
 * @property {(text: string, error?: boolean) => void} toast
 * @property {import('./subtitles.js').Subtitles} subtitles
 * @property {() => boolean} joined
 * @property {(right: import('./rights.js').Right) => string} refused why this viewer may not do something, '' when it may
 * @property {() => boolean} mayUpload
 * @property {() => string|undefined} playing the film that is on
 * @property {(media: string) => void} watch puts a film on
 * @property {(media: string) => void} queue
 * @property {() => void} listed a film more is in the library
 * @property {() => void} show where films are added
 */

/** @param {Page} page */
export function startAdding({toasts, toast, subtitles, joined, refused, mayUpload, playing, watch, queue, listed, show}) {
  const mayLoad = () => refused('load') === '';
  const uploads = startUploads({
    mayWatch: (media) => mayLoad() && media !== playing(),
    watch,
    failed: (text) => toast(text, true),
    ready: (media, title) => {
      if (mayLoad()) {
        offerToast(toasts, t('{title} can be watched now, while it uploads.', {title}), t('Watch now'), () => watch(media), {others: [[t('Queue'), () => queue(media)]]});
      } else {
        toast(t('{title} can be watched now. The host can put it on.', {title}));
      }
      listed();
    },
  });

  /** @param {File[]} files of which the last one is shown, to everyone if the dialog says so, else to this viewer */
  async function addSubtitles(files) {
    const everyone = /** @type {HTMLInputElement} */ (document.getElementById('subtitles-show')).checked;
    const part = await import('./subtitlefiles.js').catch(() => null); // of no use before somebody adds one
    if (part) await part.addSubtitleFiles(files, everyone, {subtitles, toast, why: refused('control')});
    else toast(said(UNREACHABLE), true);
  }

  startDrop(/** @type {HTMLElement} */ (document.getElementById('drop-target')), joined, (files) => {
    const subtitleFiles = files.filter(isSubtitle);
    const films = files.filter((file) => !isSubtitle(file));
    if (subtitleFiles.length > 0) addSubtitles(subtitleFiles);
    if (films.length === 0) return;
    show();
    if (!uploads) toast(t('This Goblet takes no films from the page.'), true);
    else if (mayUpload()) uploads.take(films);
    else toast(t('Only the host and co-hosts add films here.'), true);
  });
  return {addSubtitles, refresh: () => uploads?.refresh()};
}

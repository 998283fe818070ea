// The subtitles that lie beside the film: made known to the player, and the viewer's choice kept.

/** Remembers the language (or else the label) of the subtitles that this viewer had on; '' = none. */
const CHOICE = 'goblet:subtitles';

/**
 * @typedef {object} Subtitle
 * @property {string} label
 * @property {string} language BCP 47, '' = unknown
 * @property {string} url WebVTT
 */

/**
 * Which of the subtitles the viewer wants: the one chosen last, by language, else by label.
 * @param {Subtitle[]} list
 * @param {string} choice
 * @returns {number} index, -1 = none
 */
export function chosen(list, choice) {
  if (!choice) return -1;
  const same = list.findIndex(({language}) => language === choice);
  return same >= 0 ? same : list.findIndex(({label}) => label === choice);
}

export class Subtitles {
  #video;
  #film = '';

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
    video.textTracks.addEventListener('change', () => this.#remember());
  }

  /**
   * Offers the subtitles of a film, unless it is the one whose are offered.
   * @param {import('./types.js').Media|undefined} media
   */
  async show(media) {
    const film = media ? `${media.id} ${media.version}` : '';
    if (film === this.#film) return;
    this.#film = film;
    for (const track of this.#video.querySelectorAll('track[kind=subtitles]')) track.remove();
    if (!media) return;
    const list = await fetchList(media.id);
    if (film !== this.#film) return; // another film meanwhile
    const tracks = list.map(({label, language, url}) => {
      const track = document.createElement('track');
      Object.assign(track, {kind: 'subtitles', label, srclang: language || 'und', src: url});
      this.#video.append(track);
      return track.track;
    });
    // Browsers pick tracks by themselves soon after they were added: the viewer's choice comes after that.
    await new Promise((done) => setTimeout(done));
    const wanted = chosen(list, recall());
    tracks.forEach((track, i) => { track.mode = i === wanted ? 'showing' : 'disabled'; });
  }

  #remember() {
    const tracks = Array.from(this.#video.textTracks).filter(({kind}) => kind === 'subtitles');
    if (tracks.length === 0) return; // the film goes, the choice stays
    const on = tracks.find(({mode}) => mode === 'showing');
    try {
      localStorage.setItem(CHOICE, on ? (on.language === 'und' ? on.label : on.language) : '');
    } catch { /* storage is forbidden: it holds for this film */ }
  }
}

/**
 * @param {string} media
 * @returns {Promise<Subtitle[]>} none when they can't be had: the film plays without
 */
async function fetchList(media) {
  try {
    const answer = await fetch(`/media/${encodeURIComponent(media)}/subtitles`);
    return answer.ok ? (await answer.json()).subtitles : [];
  } catch {
    return [];
  }
}

function recall() {
  try {
    return localStorage.getItem(CHOICE) ?? '';
  } catch {
    return '';
  }
}

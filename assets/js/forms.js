// Which form of a film this browser plays. Pure: what the server offers and what the browser can come in, an order
// goes out. All forms show the same frame at the same time, so viewers of one room may play different ones.

/**
 * The picture of a form, or one of its sound tracks, as browsers are asked about it.
 * @typedef {object} Track
 * @property {string} type MIME type with codecs
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [framerate]
 * @property {number} [bitrate] bit/s
 */

/**
 * @typedef {object} Form
 * @property {string} name direct copy sound full low
 * @property {string} url
 * @property {string} type MIME type of what is at url
 * @property {Track|null} [video] none: the film has no picture, or nobody knows
 * @property {Track[]|null} [audio] none: the film has no sound, or nobody knows
 * @property {number} [start] s: the element shows there what other forms show at 0
 * @property {string} [note] why it is not the film as it is
 */

/**
 * A sound track of the film.
 * @typedef {{id: number, label: string, language: string, default?: boolean, channels?: number}} Sound
 */

/**
 * What the server says of a version of a film, GET /media/{media}/{version}/forms.
 * @typedef {object} Forms
 * @property {Form[]} forms best first; none: missing says why
 * @property {string} [missing] a sentence
 * @property {Sound[]|null} [tracks]
 * @property {{start: number, title: string}[]|null} [chapters]
 * @property {string} [thumbnails] WebVTT
 * @property {string} [poster]
 */

/**
 * What a browser can.
 * @typedef {object} Capabilities
 * @property {(type: string) => boolean} file whether the element plays this type
 * @property {(type: string) => boolean} stream whether a media source takes this type
 * @property {'native'|'source'|''} hls how it plays HLS: by itself, through a media source, or not
 * @property {Set<string>} undecodable names of forms whose picture it says it can't decode
 */

/**
 * @typedef {object} Wishes
 * @property {string[]} failed names of forms that did not play here
 * @property {boolean} [smaller] for a slow line
 * @property {boolean} [otherSound] a sound track that is not the film's own choice
 */

export const HLS = 'application/vnd.apple.mpegurl';

/** @param {{type: string}} form */
export const isHls = ({type}) => /^application\/(vnd\.apple\.|x-)mpegurl/i.test(type);

/**
 * The forms to be played, the first first; the next ones when it turns out not to play.
 * @param {Form[]} forms as the server offers them
 * @param {Capabilities} can
 * @param {Wishes} wishes
 * @returns {Form[]}
 */
export function candidates(forms, can, {failed, smaller = false, otherSound = false}) {
  const playable = forms.filter((form) => !failed.includes(form.name) && plays(form, can));
  // The smaller picture is for who asks for it, and for who has nothing else. One file has one sound track to play.
  const rank = (/** @type {Form} */ form) => {
    if (form.name === 'low') return smaller ? -1 : 2;
    return otherSound && !isHls(form) ? 1 : 0;
  };
  return playable.sort((a, b) => rank(a) - rank(b));
}

/**
 * @param {Form} form
 * @param {Capabilities} can
 */
function plays(form, can) {
  if (can.undecodable.has(form.name)) return false;
  const tracks = [...(form.video ? [form.video] : []), ...(form.audio ?? [])];
  if (!isHls(form)) return container(form.type, can) && tracks.every(({type}) => can.file(type));
  if (can.hls === '') return false;
  return tracks.every(({type}) => (can.hls === 'native' ? can.file(type) : can.stream(type)));
}

/**
 * Whether the element reads such files, whatever is in them.
 * @param {string} type
 * @param {Capabilities} can
 */
function container(type, can) {
  const [bare] = type.split(';');
  // Chromium plays QuickTime as MP4, and denies it.
  return can.file(bare) || (bare === 'video/quicktime' && can.file('video/mp4'));
}

/**
 * A film at an address of another site, of which this server knows nothing.
 * @param {{url: string, type: string}} media
 * @returns {Forms}
 */
export function formsOfLink({url, type}) {
  const hls = isHls({type}) || /\.m3u8$/i.test(new URL(url, 'http://-').pathname);
  return {forms: [{name: hls ? 'copy' : 'direct', url, type: hls ? HLS : 'video/mp4'}]};
}

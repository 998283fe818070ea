// What there is of a film to choose from, and what of it this browser can play.

import {capabilities} from './capabilities.js';
import {fetchForms, foreign} from './formlist.js';
import {formsOfLink} from './forms.js';

/**
 * @typedef {object} Offer
 * @property {number} status of the server's answer, 0: the server can't be reached
 * @property {import('./forms.js').Forms} [forms] missing without an answer
 * @property {import('./forms.js').Capabilities} [can] with the forms
 */

/**
 * @param {HTMLVideoElement} video
 * @param {import('./types.js').Media} media
 * @returns {Promise<Offer>}
 */
export async function offer(video, media) {
  const {forms, status} = await formsOf(media);
  return forms ? {status, forms, can: await capabilities(video, forms.forms)} : {status};
}

/** @param {import('./types.js').Media} media */
async function formsOf(media) {
  const forms = media.forms ?? (foreign(media) ? formsOfLink(media) : undefined);
  return forms ? {forms, status: 200} : fetchForms(media);
}

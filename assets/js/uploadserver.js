// The server's side of uploads, as docs/protocol.md has it: one function a request.

import {base} from './base.js';
import {t} from './words.js';

/**
 * @typedef {object} UploadState
 * @property {string} id
 * @property {string} name
 * @property {number} size
 * @property {number} have bytes that have arrived
 * @property {{offset: number, length: number}|null} next
 * @property {boolean} [wanted] somebody waits for what is next
 * @property {boolean} done all bytes are there
 * @property {boolean} verified and they are ours
 * @property {string} media id of the film, '' while it can't be watched
 * @property {string} [title]
 * @property {string} [problem]
 */

/** @typedef {UploadState & {wrong: number[], missing: number[], unchecked: number}} CheckState */

/** An answer that is no success. status 0: none came. */
export class Refusal extends Error {
  /** @param {number} status @param {string} text a sentence */
  constructor(status, text) {
    super(text);
    this.status = status;
  }

  /** Whether it is of use to try again later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @param {string} method
 * @param {string} url
 * @param {BodyInit|undefined} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(method, url, body, signal) {
  let response;
  try {
    response = await fetch(url, {method, body, signal, headers: {Accept: 'application/json'}, cache: 'no-store'});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(0, t('Goblet can’t be reached. The upload goes on when it can.'));
  }
  if (!response.ok) {
    const text = (await response.text().catch(() => '')).trim();
    throw new Refusal(response.status, text && !text.includes('<') ? text : foreign(response.status));
  }
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    throw new Refusal(0, t('Goblet’s answer was cut off.'));
  }
}

/** What to say of an answer that is not Goblet's own, but of a proxy in front of it. @param {number} status */
export function foreign(status) {
  if (status === 413) return t('The proxy in front of Goblet refuses files of this size. Whoever runs it can allow more.');
  return t('Goblet answered {status}.', {status});
}

/**
 * @param {string} url where uploads begin
 * @param {File} file
 * @param {string} ends
 * @returns {Promise<UploadState>}
 */
export function begin(url, file, ends) {
  return ask('POST', url, new URLSearchParams({
    name: file.name, size: String(file.size), modified: String(file.lastModified), ends,
  }));
}

/** @param {string} id @param {number} offset @param {Blob} blob @param {AbortSignal} signal @returns {Promise<UploadState>} */
export function put(id, offset, blob, signal) {
  return ask('PUT', `${base}/uploads/${id}?offset=${offset}`, blob, signal);
}

/** @param {string} id @returns {Promise<UploadState>} */
export const look = (id) => ask('GET', `${base}/uploads/${id}`, undefined);

/** @param {string} id @param {number} block @param {string[]} hashes @returns {Promise<CheckState>} */
export function check(id, block, hashes) {
  return ask('POST', `${base}/uploads/${id}/check`, new URLSearchParams({block: String(block), hashes: hashes.join(',')}));
}

/** @param {string} id */
export const cancel = (id) => ask('POST', `${base}/uploads/${id}/cancel`, undefined);

/** @param {string} media */
export const remove = (media) => ask('POST', `${base}/media/${media}/remove`, undefined);

/** Brings back what was removed a moment ago. @param {string} media */
export const restore = (media) => ask('POST', `${base}/media/${media}/restore`, undefined);

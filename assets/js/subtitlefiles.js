// Files of subtitles that a viewer gives to the film.

import {base} from './base.js';
import {foreign} from './uploadserver.js';
import {t} from './words.js';

/**
 * Gives a file to the film.
 * @param {string} media
 * @param {File} file
 * @param {boolean} show for everyone, at once
 * @returns {Promise<{id: string, problem: string}>} its id, or what went wrong
 */
export async function addSubtitle(media, file, show) {
  const body = new FormData();
  body.set('file', file);
  if (show) body.set('show', '1');
  const {answer, problem} = await post(`${base}/media/${encodeURIComponent(media)}/subtitles`, body);
  return {id: problem ? '' : (await answer?.json())?.id, problem};
}

/**
 * Gives files to the film, of which the last one is shown.
 * @param {File[]} files
 * @param {boolean} everyone else it is shown to this viewer
 * @param {object} page
 * @param {import('./subtitles.js').Subtitles} page.subtitles
 * @param {(text: string, error?: boolean) => void} page.toast
 * @param {string} page.why it can't be shown to everyone, '' when it can
 */
export async function addSubtitleFiles(files, everyone, {subtitles, toast, why}) {
  const {media} = subtitles.status();
  if (everyone && why) toast(why, true);
  everyone &&= !why;
  for (const [i, file] of files.entries()) {
    const last = i === files.length - 1;
    const {id, problem} = await addSubtitle(media, file, everyone && last);
    if (problem) toast(`${file.name}: ${problem}`, true);
    if (!id || !last) continue;
    await subtitles.refresh();
    subtitles.prefer(everyone ? null : id);
  }
}

/**
 * @param {string} media
 * @param {string} id
 * @returns {Promise<string>} what went wrong, '' = nothing
 */
export async function removeSubtitle(media, id) {
  return (await post(`${base}/media/${encodeURIComponent(media)}/subtitles/${encodeURIComponent(id)}/remove`)).problem;
}

/** @param {string} url @param {FormData} [body] */
async function post(url, body) {
  try {
    const answer = await fetch(url, {method: 'POST', body});
    if (answer.ok) return {answer, problem: ''};
    const text = (await answer.text()).trim();
    return {answer, problem: text && !text.includes('<') ? text : foreign(answer.status)};
  } catch {
    return {problem: t('Goblet can’t be reached. Try again when the connection is back.')};
  }
}

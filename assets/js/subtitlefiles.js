// Files of subtitles that a viewer gives to the film: dropped on the page or picked in the dialog.

const ENDINGS = /\.(srt|vtt|ass|ssa|sub)$/i;

/** Whether a file is taken for subtitles. @param {{name: string}} file */
export function isSubtitle({name}) {
  return ENDINGS.test(name);
}

/**
 * Takes the files of subtitles among those that are dropped on the page. The others are somebody else's.
 * @param {() => boolean} open whether files can be taken now
 * @param {(files: File[]) => void} take
 */
export function startSubtitleDrop(open, take) {
  const ours = (/** @type {DragEvent} */ event) => open() && !!event.dataTransfer?.types.includes('Files');
  window.addEventListener('dragover', (event) => {
    if (ours(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    if (!ours(event)) return;
    event.preventDefault(); // or the browser leaves the room to show the file
    const files = Array.from(event.dataTransfer?.files ?? []).filter(isSubtitle);
    if (files.length > 0) take(files);
  });
}

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
  const {answer, problem} = await post(`/media/${encodeURIComponent(media)}/subtitles`, body);
  return {id: problem ? '' : (await answer?.json())?.id, problem};
}

/**
 * @param {string} media
 * @param {string} id
 * @returns {Promise<string>} what went wrong, '' = nothing
 */
export async function removeSubtitle(media, id) {
  return (await post(`/media/${encodeURIComponent(media)}/subtitles/${encodeURIComponent(id)}/remove`)).problem;
}

/** @param {string} url @param {FormData} [body] */
async function post(url, body) {
  try {
    const answer = await fetch(url, {method: 'POST', body});
    return {answer, problem: answer.ok ? '' : (await answer.text()).trim() || `Goblet answered ${answer.status}.`};
  } catch {
    return {problem: 'Goblet can’t be reached. Try again when the connection is back.'};
  }
}

// Files that are dropped anywhere on the page.

/**
 * @param {HTMLElement} target shown while files are over the page
 * @param {() => boolean} open whether files can be taken now
 * @param {(files: File[]) => void} take
 */
export function startDrop(target, open, take) {
  let depth = 0; // dragenter and dragleave come for every element that is crossed
  const show = (/** @type {number} */ now) => {
    depth = Math.max(0, now);
    target.hidden = depth === 0;
  };
  const ours = (/** @type {DragEvent} */ event) => open() && !!event.dataTransfer?.types.includes('Files');

  window.addEventListener('dragenter', (event) => {
    if (!ours(event)) return;
    event.preventDefault();
    show(depth + 1);
  });
  window.addEventListener('dragleave', (event) => {
    if (ours(event)) show(depth - 1);
  });
  window.addEventListener('dragover', (event) => {
    if (!ours(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  window.addEventListener('drop', (event) => {
    if (!ours(event)) return;
    event.preventDefault(); // or the browser leaves the room to play the file
    show(0);
    take(Array.from(event.dataTransfer?.files ?? []));
  });
}

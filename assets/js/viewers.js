// Who is here: marks the viewer's own row and what only the host may do. The list itself is the server's HTML.

/**
 * @param {HTMLElement} main carries data-viewer; gets data-is-host
 * @param {string} host viewer id
 */
export function markViewers(main, host) {
  const me = main.dataset.viewer ?? '';
  main.toggleAttribute('data-is-host', me !== '' && host === me);
  for (const row of main.querySelectorAll('#viewers [data-viewer]')) {
    row.toggleAttribute('data-me', row.getAttribute('data-viewer') === me);
  }
  main.querySelector('#own-row')?.toggleAttribute('hidden', main.querySelector('#viewers [data-me], #viewers:empty') !== null);
}

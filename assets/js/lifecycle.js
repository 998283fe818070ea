// When a page is back: from another tab, from a lock screen, from the back-forward cache, from being frozen.

/** @param {() => void} act may be called more than once for one return */
export function onReturn(act) {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) act();
  });
  document.addEventListener('resume', () => act());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) act();
  });
}

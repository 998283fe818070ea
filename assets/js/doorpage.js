// The page at a room's door of who waits to be let in: asks what has become of it, and goes on when it is decided.

/** Between questions that were not answered, ms. */
const PAUSE = 2000;
/** An answer that takes longer is given up, ms: the server waits for 25 s at most. */
const PATIENCE = 35_000;

const wait = document.getElementById('door-wait');
if (wait) watch(wait.dataset.knock ?? '', wait.dataset.name ?? '');

/** @param {string} url @param {string} name */
async function watch(url, name) {
  const lost = document.getElementById('door-lost');
  for (;;) {
    const answer = await ask(url);
    if (lost) lost.hidden = answer !== '';
    if (answer === '') {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    } else if (answer === 'none') {
      await again(url, name); // the server was restarted, or this page slept
    } else if (answer !== 'wait') {
      return location.reload();
    }
  }
}

/** @param {string} url @returns {Promise<string>} wait, in, away, none; refused: the page says why; '' = no answer */
async function ask(url) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  try {
    const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}wait=25`, {cache: 'no-store', headers: {Accept: 'application/json'}, signal: give.signal});
    if (response.ok) return (await response.json()).knock;
    return response.status >= 500 || response.status === 429 ? '' : 'refused';
  } catch {
    return '';
  } finally {
    clearTimeout(timer);
  }
}

/** Asks once more. @param {string} url @param {string} name */
async function again(url, name) {
  await fetch(url, {method: 'POST', body: new URLSearchParams({name}), redirect: 'manual'}).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}

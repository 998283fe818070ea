// Media keys, headphones and lock screens: what they ask is intent like any other.

/**
 * @param {import('./intents.js').Intents} intents
 * @param {() => boolean} joined before joining, nothing is the viewer's to press
 */
export function startMediaSession(intents, joined) {
  const session = navigator.mediaSession;
  if (!session) return;
  /** @type {Record<string, (details: MediaSessionActionDetails) => void>} */
  const actions = {
    play: () => intents.play(),
    pause: () => intents.pause(),
    stop: () => intents.pause(),
    seekbackward: (details) => intents.step(-(details.seekOffset ?? 10)),
    seekforward: (details) => intents.step(details.seekOffset ?? 10),
    seekto: (details) => intents.seek(details.seekTime ?? NaN),
  };
  for (const [name, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(/** @type {MediaSessionAction} */ (name), (details) => {
        if (joined()) act(details);
      });
    } catch { /* this browser does not know that key */ }
  }
}

/**
 * Says what plays, for lock screens and media keys.
 * @param {string} title
 */
export function showTitle(title) {
  if (navigator.mediaSession && 'MediaMetadata' in window) {
    navigator.mediaSession.metadata = new MediaMetadata({title, artist: 'Goblet'});
  }
}

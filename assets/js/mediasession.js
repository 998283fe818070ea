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
 * @param {string} [poster] address of a picture
 */
export function showTitle(title, poster) {
  const session = navigator.mediaSession;
  if (!session || !('MediaMetadata' in window)) return;
  if (session.metadata?.title === title && (!poster || session.metadata.artwork[0]?.src === new URL(poster, location.href).href)) return;
  session.metadata = new MediaMetadata({title, artist: 'Goblet', artwork: poster ? [{src: poster}] : []});
}

/**
 * Keeps lock screens up to date on where the film is.
 * @param {HTMLVideoElement} video
 */
export function followPosition(video) {
  const session = navigator.mediaSession;
  if (!session?.setPositionState) return;
  const tell = () => {
    const {duration, currentTime} = video;
    if (Number.isFinite(duration) && duration > 0) {
      session.setPositionState({duration, position: Math.min(Math.max(0, currentTime), duration), playbackRate: video.playbackRate || 1});
    } else {
      session.setPositionState();
    }
  };
  for (const event of ['durationchange', 'seeked', 'playing', 'pause', 'emptied']) video.addEventListener(event, tell);
}

// Where the dialog of the connection has its facts from.

import {engineName} from './meter.js';

/**
 * @param {object} page
 * @param {import('./viewing.js').Viewing} page.viewing
 * @param {import('./stream.js').Stream} page.stream
 * @param {import('./clock.js').Clock} page.clock
 * @param {import('./gate.js').Gate} page.gate
 * @param {import('./driftlog.js').DriftLog} page.drifts
 * @param {HTMLVideoElement} page.video
 * @param {import('./viewerstatus.js').ViewerStatus} page.viewerStatus
 * @returns {{sources: import('./connectionfacts.js').Sources, learned?: Record<string, number>}}
 */
export function connectionSources({viewing, stream, clock, gate, drifts, video, viewerStatus}) {
  const {state, drift, rate, buffer, form, learned} = viewing.status();
  const now = performance.now();
  const quality = video.getVideoPlaybackQuality?.();
  return {
    sources: {
      line: stream.status(), connected: stream.connected, now: Date.now(),
      clock: {delay: clock.delay(), uncertainty: clock.uncertainty(), known: clock.known(), fast: Date.now() - clock.at(now)},
      player: {
        state: gate.joined ? state : 'away', drift: drifts.median(now) ?? drift, rate, buffer, form, width: video.videoWidth, height: video.videoHeight,
        dropped: quality?.droppedVideoFrames, frames: quality?.totalVideoFrames, engine: engineName(navigator.userAgent),
      },
      room: viewerStatus.standing,
    },
    learned,
  };
}

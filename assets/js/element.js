// Small things to do with a media element.

/**
 * Whether the film is loaded at a position and some way on.
 * @param {HTMLVideoElement} video
 * @param {number} position s
 */
export function buffered(video, position) {
  const {buffered: ranges} = video;
  for (let i = 0; i < ranges.length; i++) {
    if (position >= ranges.start(i) && position < ranges.end(i) - 0.2) return true;
  }
  return false;
}

/**
 * How much of the film is loaded from where the element is.
 * @param {HTMLVideoElement} video
 * @returns {number} s
 */
export function ahead(video) {
  const {buffered: ranges, currentTime} = video;
  for (let i = 0; i < ranges.length; i++) {
    if (currentTime >= ranges.start(i) - 0.1 && currentTime < ranges.end(i)) return ranges.end(i) - currentTime;
  }
  return 0;
}

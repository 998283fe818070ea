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
  const range = around(video);
  return range ? range.end - video.currentTime : 0;
}

/**
 * The loaded film around where it stands, s; null: there is none.
 * @param {HTMLMediaElement} video
 */
export function around({buffered: ranges, currentTime}) {
  for (let i = 0; i < ranges.length; i++) {
    const [start, end] = [ranges.start(i), ranges.end(i)];
    if (currentTime >= start - 0.1 && currentTime < end) return {start, end};
  }
  return null;
}

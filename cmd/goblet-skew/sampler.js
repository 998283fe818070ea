// Runs in every page that is measured, before the page's own scripts. It notes where the film is, by this page's
// performance.now(), and what keys and the player did when; the program fetches it in bulk.
(() => {
  if (window !== window.top) return
  const PERIOD = 25 // ms between samples
  const BELIEF = 10 // samples between two looks at what the page itself believes
  const firefox = /Firefox\//.test(navigator.userAgent)
  const samples = [], marks = [], beliefs = []
  let video = null, frame = null, last = performance.now(), count = 0

  const watch = () => {
    video = document.getElementById('video')
    if (!video || !firefox) return
    // Firefox moves currentTime in steps of a frame: there the frame on show and when it was due say more.
    const each = (_, {mediaTime, expectedDisplayTime}) => {
      frame = {mediaTime, due: expectedDisplayTime}
      video.requestVideoFrameCallback(each)
    }
    video.requestVideoFrameCallback(each)
    for (const type of ['seeking', 'pause', 'emptied']) video.addEventListener(type, () => { frame = null })
  }

  const sample = () => {
    const now = performance.now()
    const late = Math.max(0, now - last - PERIOD)
    last = now
    if (!video) watch()
    if (!video) return
    const {currentTime, paused, seeking, readyState, ended, playbackRate} = video
    const fresh = frame && !paused && !seeking && now - frame.due < 400
    const position = fresh ? frame.mediaTime + (now - frame.due) / 1000 * playbackRate : currentTime
    samples.push([now, position, (paused ? 1 : 0) | (seeking ? 2 : 0) | (readyState < 3 ? 4 : 0) | (ended ? 8 : 0), playbackRate, late])
    if (count++ % BELIEF || !window.goblet) return
    const {drift, playback, known} = window.goblet.status()
    beliefs.push([now, drift, playback.position, playback.at, playback.rate, playback.paused ? 1 : 0, known ? 1 : 0])
  }
  setInterval(sample, PERIOD)

  // The browser's own stamp says when it happened; handlers may get to know later.
  const mark = event => marks.push([event.type, event.timeStamp])
  for (const type of ['keydown', 'play', 'playing', 'pause', 'seeking', 'seeked', 'waiting', 'ratechange']) {
    document.addEventListener(type, mark, true)
  }
  window.gobletSkew = {take: () => ({samples: samples.splice(0), marks: marks.splice(0), beliefs: beliefs.splice(0)})}
})()

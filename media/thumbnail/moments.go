package thumbnail

import (
	"math"
	"slices"

	"goblet/media/container"
)

const (
	most     = 360 // pictures of a film
	least    = 5   // seconds from one to the next
	width    = 160 // pixels
	posterW  = 640
	maxRatio = 4.0 // of width and height, the wider and the higher
)

// step returns how far pictures lie apart in a film of a duration, in seconds.
func step(duration float64) float64 { return max(least, duration/most) }

// moment is a keyframe and the time from which on its picture is shown.
type moment struct {
	pts  int64   // of the keyframe, in ticks of its track
	from float64 // seconds
}

// moments chooses about one keyframe a step: the last one before the middle of
// each, and each keyframe once.
func moments(keyframes []int64, timescale uint32, duration float64) []moment {
	if len(keyframes) == 0 || timescale == 0 {
		return nil
	}
	scale := float64(timescale)
	if duration <= 0 || math.IsInf(duration, 0) || math.IsNaN(duration) {
		duration = float64(keyframes[len(keyframes)-1])/scale + least
	}
	apart := step(duration)
	var chosen []moment
	for i := range int(min(most, math.Ceil(duration/apart))) {
		from := float64(i) * apart
		middle := int64((from + apart/2) * scale)
		n, exact := slices.BinarySearch(keyframes, middle)
		if !exact && n > 0 {
			n--
		}
		pts := keyframes[min(n, len(keyframes)-1)]
		if len(chosen) == 0 || chosen[len(chosen)-1].pts < pts {
			chosen = append(chosen, moment{pts, from})
		}
	}
	return chosen
}

// posterMoments returns keyframes of which one may do for a poster: about a
// tenth into the film, where titles are over and little is given away.
func posterMoments(keyframes []int64, timescale uint32, duration float64) []int64 {
	var some []int64
	for _, part := range []float64{0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5} {
		n, exact := slices.BinarySearch(keyframes, int64(part*duration*float64(timescale)))
		if !exact && n > 0 {
			n--
		}
		if n < len(keyframes) && !slices.Contains(some, keyframes[n]) {
			some = append(some, keyframes[n])
		}
	}
	return some
}

// height returns the even height of a picture of a track that is w wide.
func height(t container.Track, w int) int {
	ratio := 16.0 / 9
	if t.Width > 0 && t.Height > 0 {
		ratio = min(maxRatio, max(1/maxRatio, float64(t.Width)/float64(t.Height)))
	}
	return max(2, 2*int(math.Round(float64(w)/ratio/2)))
}

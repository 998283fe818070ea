package container

import "math"

// clock turns a file's timestamps of a track, which are rounded (mostly to
// milliseconds), into ticks on the film's timeline. Where frames come at a
// steady rate it finds the times that they had before they were rounded. The
// result depends on the timestamp alone, never on where reading began.
type clock struct {
	scale     int64 // nanoseconds of the file's ticks
	start     int64 // nanoseconds of the film's 0, and of the track's delay
	timescale int64 // ticks a second

	frame  int64 // ticks of a frame, 0 when the rate is not steady
	anchor int64 // nanoseconds of the frame that the others are counted from
}

// pts returns the ticks of a timestamp in nanoseconds.
func (c *clock) pts(t int64) int64 {
	plain := ticksOf(t-c.start, c.timescale)
	if c.frame == 0 {
		return plain
	}
	// Both timestamps were rounded or cut off, so that their distance is wrong
	// by up to one tick of the file.
	slack := ticksOf(c.scale, c.timescale)*9/8 + 1
	if c.frame < 3*slack {
		return plain
	}
	distance := ticksOf(t-c.anchor, c.timescale)
	whole := floorDiv(distance+c.frame/2, c.frame) * c.frame
	if off := distance - whole; off > slack || off < -slack {
		return plain
	}
	return ticksOf(c.anchor-c.start, c.timescale) + whole
}

// ticksOf converts nanoseconds, rounding.
func ticksOf(ns, timescale int64) int64 {
	seconds := floorDiv(ns, 1e9)
	return seconds*timescale + ((ns-seconds*1e9)*timescale+5e8)/1e9
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// videoTimescale is MPEG's clock, of which the frames of most rates have a whole
// number of ticks.
const videoTimescale = 90_000

// videoClock returns ticks a second and a frame, and frames a second, of a frame
// duration in nanoseconds. A frame has 0 ticks when the duration is no known
// rate's.
func videoClock(frame int64) (timescale, ticks int64, rate float64) {
	if frame <= 0 {
		return videoTimescale, 0, 0
	}
	for _, unit := range []int64{1000, 1001} {
		rate := math.Round(float64(unit) * 1e9 / float64(frame) / 1000) // frames in unit ms
		if rate < 1 || rate > 1000 {
			continue
		}
		exact := float64(unit) * 1e6 / rate
		if math.Abs(exact-float64(frame)) > 600 { // nanoseconds, for files that say microseconds
			continue
		}
		timescale := int64(videoTimescale)
		for k := int64(1); k <= 16; k++ {
			if t := timescale * k; t*unit%(int64(rate)*1000) == 0 {
				return t, t * unit / (int64(rate) * 1000), rate * 1000 / float64(unit)
			}
		}
	}
	return videoTimescale, 0, 1e9 / float64(frame)
}

package transcode

import (
	"slices"
	"strings"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
)

// Conversion is how far a rendition has come.
type Conversion struct {
	Rendition hls.Rendition
	Track     container.Track // of the film
	Done      time.Duration   // of the film that is converted
	Duration  time.Duration   // of the film
	Speed     float64         // seconds of film a second, 0: not known yet
}

// Left is about how long the rest takes, 0 when that is not known.
func (c Conversion) Left() time.Duration {
	if c.Speed <= 0 {
		return 0
	}
	return time.Duration(float64(c.Duration-c.Done) / c.Speed)
}

// Progress returns the conversions of a film that are running, by hls.Source's key.
func (t *Transcoder) Progress(key string) []Conversion {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []Conversion
	for _, x := range t.renditions {
		if x.job.source.Key == key && len(x.runs) > 0 {
			all = append(all, t.conversion(x))
		}
	}
	slices.SortFunc(all, func(a, b Conversion) int { return strings.Compare(a.Rendition.String(), b.Rendition.String()) })
	return all
}

// conversion is how far a rendition has come. mu is held.
func (t *Transcoder) conversion(x *rendition) Conversion {
	c := Conversion{Rendition: x.job.rendition, Track: x.job.track, Duration: length(x.job.source.Film.Duration)}
	there := 0
	for n := range x.job.count {
		if t.store.has(x.job.file(n)) {
			there++
		}
	}
	// The last segment is longer or shorter than the others.
	if c.Done = min(time.Duration(there)*Grid*time.Second, c.Duration); there == x.job.count {
		c.Done = c.Duration
	}
	for _, r := range x.runs {
		if took := time.Since(r.began) - r.held; took > 0 {
			c.Speed = max(c.Speed, float64((r.next-r.start)*Grid)/took.Seconds())
		}
	}
	return c
}

func length(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

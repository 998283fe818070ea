package hls

import (
	"bytes"

	"goblet/media/container"
)

// IsSilence reports whether a frame was put where a track has none.
func IsSilence(t *container.Track, data []byte) bool {
	q, _ := silence(t, 1)
	return q != nil && bytes.Equal(q, data)
}

package transcode

import (
	"context"
	"io"

	"goblet/media/container"
)

// feed writes the track's samples to ffmpeg, from where decoding can begin for
// segment from to the end, with times later by the leeway. The end of ffmpeg
// ends it without an error.
func (j *job) feed(ctx context.Context, r io.ReaderAt, from int, w io.Writer) error {
	position := int64(from*Grid) * int64(j.track.Timescale)
	if !j.video() {
		// The decoder, too, needs a little before the first frame that is kept.
		position = max(0, position-int64(j.track.Timescale)/2)
	}
	shift := leeway * int64(j.track.Timescale)
	mux, err := container.NewMuxer(w, j.track)
	if err != nil {
		return j.unfed(err)
	}
	for s, err := range j.source.Film.Samples(r, j.track.ID, position) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.PTS += shift
		s.DTS += shift
		if err := mux.Write(j.track.ID, s); err != nil {
			return j.unfed(err)
		}
	}
	return j.unfed(mux.Close())
}

// unfed tells a film that cannot be handed on from an ffmpeg that has ended.
func (j *job) unfed(err error) error {
	if closed(err) {
		return nil
	}
	return err
}

package transcode

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"
)

// emit is handed what is converted, in order: the initialization segment as
// number initialization, then segments. It returns an error to end the
// conversion, and may wait to hold it up.
type emit func(number int, data []byte) error

const initialization = -1

// errEnd: the output is over before the last segment.
var errEnd = errors.New("ffmpeg ended early")

// errOutput: ffmpeg wrote something else than it was asked for.
var errOutput = errors.New("ffmpeg answered something unexpected")

// cutVideo reads what videoOutput makes ffmpeg write and emits it. Cells without
// a frame, as a film with long pauses may have, become empty segments.
func cutVideo(from, count int, duration float64, r io.Reader, out emit) error {
	c := videoCutter{next: from, count: count, end: int64(duration * videoTimescale), out: out}
	in := bufio.NewReaderSize(r, 1<<16)
	for at := uint64(0); c.next < c.count; {
		box, err := mp4.DecodeBox(at, in)
		if errors.Is(err, io.EOF) {
			return cmp.Or(c.flush(), errEnd)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errOutput, err)
		}
		at += box.Size()
		if err := c.box(box); err != nil {
			return err
		}
	}
	return nil
}

// fill emits empty segments to the end, for cells after the film's last frame.
func fill(from, count int, out emit) error {
	return (&videoCutter{next: from, count: count, out: out}).upTo(count)
}

type videoCutter struct {
	next, count int // segments
	end         int64
	out         emit
	head        bytes.Buffer // of the initialization segment
	trex        *mp4.TrexBox
	moof        *mp4.MoofBox
	samples     []mp4.FullSample // of the segment that is not whole yet
	pts         []int64          // theirs
}

// cell is the length of a segment in ticks.
const cell = Grid * videoTimescale

func (c *videoCutter) box(box mp4.Box) error {
	switch b := box.(type) {
	case *mp4.FtypBox:
		return b.Encode(&c.head)
	case *mp4.MoovBox:
		if b.Mvex == nil || b.Mvex.Trex == nil {
			return errOutput
		}
		c.trex = b.Mvex.Trex
		if err := b.Encode(&c.head); err != nil {
			return err
		}
		return c.out(initialization, bytes.Clone(c.head.Bytes()))
	case *mp4.MoofBox:
		c.moof = b
	case *mp4.MdatBox:
		if c.moof == nil || c.trex == nil {
			return errOutput
		}
		return c.fragment(&mp4.Fragment{Moof: c.moof, Mdat: b, Children: []mp4.Box{c.moof, b}})
	}
	return nil
}

// fragment takes what ffmpeg wrote from one keyframe to the next.
func (c *videoCutter) fragment(f *mp4.Fragment) error {
	if f.Moof.Traf == nil || f.Moof.Traf.Tfdt == nil {
		return errOutput
	}
	samples, err := f.GetFullSamples(c.trex)
	if err != nil || len(samples) == 0 {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	pts, length := make([]int64, len(samples)), int64(0)
	for i, s := range samples {
		pts[i] = int64(s.DecodeTime) + int64(s.CompositionTimeOffset) - leeway*videoTimescale
		length += int64(s.Dur)
	}
	number := int(pts[0] / cell)
	if len(c.pts) > 0 && number != int(c.pts[0]/cell) {
		if err := c.flush(); err != nil {
			return err
		}
	}
	if pts[0] < 0 || number < c.next || number >= c.count {
		return nil // before what is wanted
	}
	c.samples, c.pts = append(c.samples, samples...), append(c.pts, pts...)
	// After a pause of more than a cell ffmpeg makes keyframes of some frames in
	// succession, one for each beginning that it has missed.
	if pts[0]+length < int64(number+1)*cell-videoTimescale/2 {
		return nil
	}
	return c.flush()
}

// flush emits the segment of the frames that were taken.
func (c *videoCutter) flush() error {
	if len(c.pts) == 0 {
		return nil
	}
	number := int(c.pts[0] / cell)
	if err := c.upTo(number); err != nil {
		return err
	}
	start := int64(number) * cell
	data, err := segment(number, c.samples, c.pts, start, min(start+cell, max(c.end, start+1)))
	if err != nil {
		return err
	}
	c.samples, c.pts, c.next = nil, nil, number+1
	return c.out(number, data)
}

// upTo emits empty segments up to one.
func (c *videoCutter) upTo(number int) error {
	for ; c.next < number; c.next++ {
		start := int64(c.next) * Grid * videoTimescale
		data, err := segment(c.next, nil, nil, start, start)
		if err != nil {
			return err
		}
		if err := c.out(c.next, data); err != nil {
			return err
		}
	}
	return nil
}

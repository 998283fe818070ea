package hls

import (
	"bytes"
	"encoding/binary"

	"github.com/Eyevinn/mp4ff/mp4"

	"goblet/media/container"
)

// stored returns a track with the size that its picture has before it is turned.
func stored(t *container.Track) *container.Track {
	s := *t
	if t.Rotation == 90 || t.Rotation == 270 {
		s.Width, s.Height = t.Height, t.Width
	}
	return &s
}

// turn says in the track header how far a picture is turned to be shown, which
// the header of mp4ff can't say.
func turn(trak *mp4.TrakBox, t *container.Track) error {
	const (
		one = 1 << 16 // in the matrix's fixed point
		at  = 8 + 40  // of the matrix in a box of version 0 (ISO/IEC 14496-12, 8.3.2)
	)
	width, height := int32(trak.Tkhd.Width), int32(trak.Tkhd.Height)
	var a, b, c, d, x, y int32
	switch t.Rotation {
	case 90:
		b, c, x = one, -one, height
	case 180:
		a, d, x, y = -one, -one, width, height
	case 270:
		b, c, y = -one, one, width
	default:
		return nil
	}
	var header bytes.Buffer
	if err := trak.Tkhd.Encode(&header); err != nil {
		return err
	}
	box := header.Bytes()
	for i, v := range []int32{a, b, 0, c, d, 0, x, y, 1 << 30} {
		binary.BigEndian.PutUint32(box[at+4*i:], uint32(v))
	}
	trak.Children[0] = rawBox("tkhd", box[8:])
	return nil
}

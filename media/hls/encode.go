package hls

import (
	"bytes"
	"fmt"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"
)

// encode writes frames as segment n: one movie fragment and its data.
func encode(n int, frames []frame) ([]byte, error) {
	fragment, err := mp4.CreateFragment(uint32(n)+1, trackID)
	if err != nil {
		return nil, err
	}
	moof, mdat := fragment.Moof, fragment.Mdat
	run := moof.Traf.Trun
	run.Samples = make([]mp4.Sample, len(frames))
	mdat.DataParts = make([][]byte, len(frames))
	for i, f := range frames {
		run.Samples[i] = mp4.NewSample(flags(f.Sync), uint32(min(f.duration, math.MaxUint32)), uint32(len(f.Data)), int32(f.pts-f.dts))
		mdat.DataParts[i] = f.Data
	}
	if len(frames) > 0 {
		moof.Traf.Tfdt.SetBaseMediaDecodeTime(uint64(frames[0].dts))
	}
	segment := mp4.NewMediaSegmentWithoutStyp()
	segment.AddFragment(fragment)
	size := segment.Size()
	if size > math.MaxInt32 { // the offset of the data is one of 32 bits
		return nil, fmt.Errorf("%w: a segment has %d bytes", ErrUncut, size)
	}
	var b bytes.Buffer
	b.Grow(int(size))
	if err := segment.Encode(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// flags says whether decoding can begin at a frame.
func flags(sync bool) uint32 {
	if sync {
		return mp4.SyncSampleFlags
	}
	return mp4.SampleFlags{SampleDependsOn: 1, SampleIsNonSync: true}.Encode()
}

package transcode

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/aac"
	"github.com/Eyevinn/mp4ff/mp4"
)

// audioInit returns the initialization segment of converted sound, which is
// always the same.
func audioInit() ([]byte, error) {
	init := mp4.CreateEmptyInit()
	init.AddEmptyTrack(audioRate, "audio", "und")
	if err := init.Moov.Trak.SetAACDescriptor(aac.AAClc, audioRate); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := init.Encode(&out)
	return out.Bytes(), err
}

// cutAudio reads what audioOutput makes ffmpeg write and emits it.
func cutAudio(from, count int, duration float64, r io.Reader, out emit) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for range preroll + 1 { // and the encoder's own delay
		if _, err := readFrame(in); err != nil {
			return fmt.Errorf("%w: %w", errOutput, err)
		}
	}
	for n := from; n < count; n++ {
		first, last := firstFrame(n), lastFrame(n, count, duration)
		samples, pts := make([]mp4.FullSample, 0, last-first), make([]int64, 0, last-first)
		for frame := first; frame < last; frame++ {
			data, err := readFrame(in)
			if err != nil {
				return fmt.Errorf("%w: %w", errOutput, err)
			}
			samples = append(samples, mp4.FullSample{Sample: mp4.Sample{Flags: mp4.SyncSampleFlags}, Data: data})
			pts = append(pts, int64(frame)*audioFrame)
		}
		data, err := segment(n, samples, pts, int64(first)*audioFrame, int64(last)*audioFrame)
		if err != nil {
			return err
		}
		if err := out(n, data); err != nil {
			return err
		}
	}
	return nil
}

// lastFrame returns the number of the frame after a segment's last.
func lastFrame(segment, count int, duration float64) int {
	if segment+1 < count {
		return firstFrame(segment + 1)
	}
	return endFrame(duration)
}

// readFrame reads one frame of AAC in ADTS (ISO/IEC 13818-7, 6.2) and returns it
// without its header.
func readFrame(r *bufio.Reader) ([]byte, error) {
	header, err := r.Peek(7)
	if err != nil {
		return nil, err
	}
	if header[0] != 0xFF || header[1]&0xF6 != 0xF0 {
		return nil, errors.New("no frame of AAC")
	}
	size := int(header[3]&3)<<11 | int(header[4])<<3 | int(header[5])>>5
	head := 7
	if header[1]&1 == 0 {
		head = 9 // with a checksum
	}
	if size <= head {
		return nil, errors.New("an empty frame of AAC")
	}
	frame := make([]byte, size)
	if _, err := io.ReadFull(r, frame); err != nil {
		return nil, err
	}
	return frame[head:], nil
}

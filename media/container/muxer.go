package container

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Times in files that a Muxer writes.
const (
	muxScale   = 100_000       // nanoseconds a tick
	muxDelay   = 1_000_000_000 // nanoseconds by which blocks are late, so that samples can come before 0
	muxCluster = 1_000_000_000 // nanoseconds of a cluster, of at most 32767 ticks
)

// Muxer writes a Matroska file that can be read while it is written: sizes are
// unknown, and there is no index. It keeps the samples' times, those before 0
// too: each track says how late its blocks are (CodecDelay).
type Muxer struct {
	w       io.Writer
	tracks  map[int]*Track
	cluster int64 // time of the current one in ticks, -1 before the first
	buf     bytes.Buffer
}

// NewMuxer writes the head of a file of tracks, which keep their IDs. The error
// is w's, or tells of a track that Matroska has no name for.
func NewMuxer(w io.Writer, tracks ...Track) (*Muxer, error) {
	m := &Muxer{w: w, tracks: make(map[int]*Track), cluster: -1}
	m.buf.Write(ebmlElement(idEBML,
		ebmlElement(0x4286, []byte{1}), ebmlElement(0x42F7, []byte{1}), // version, read version
		ebmlElement(0x42F2, []byte{4}), ebmlElement(0x42F3, []byte{8}), // longest ID, longest size
		ebmlElement(idDocType, []byte("matroska")),
		ebmlElement(0x4287, []byte{4}), ebmlElement(0x4285, []byte{2}))) // version, read version
	m.buf.Write(ebmlUnknown(idSegment))
	m.buf.Write(ebmlElement(idInfo,
		ebmlNumber(idTimestampScale, muxScale),
		ebmlElement(idMuxingApp, []byte("goblet")), ebmlElement(idWritingApp, []byte("goblet"))))
	var entries [][]byte
	for _, t := range tracks {
		e, err := muxEntry(t)
		if err != nil {
			return nil, err
		}
		m.tracks[t.ID] = &t
		entries = append(entries, e)
	}
	m.buf.Write(ebmlElement(idTracks, entries...))
	return m, m.flush()
}

// Write writes a sample of a track. Samples of a track come in decoding order,
// and those of all tracks roughly in the order of their times.
func (m *Muxer) Write(track int, s Sample) error {
	t := m.tracks[track]
	if t == nil {
		return fmt.Errorf("the file has no track %d", track)
	}
	time := muxTicks(nanosecondsOf(s.PTS, t.Timescale) + muxDelay)
	if time < 0 {
		return nil // more than a second before the film
	}
	begin := m.cluster < 0 || t.Kind == Video && s.Sync && time > m.cluster
	if distance := time - m.cluster; begin || distance > muxCluster/muxScale || distance < math.MinInt16 {
		m.cluster = time
		m.buf.Write(ebmlUnknown(idCluster))
		m.buf.Write(ebmlNumber(idTimestamp, uint64(time)))
	}
	head := ebmlSize(uint64(track))
	head = binary.BigEndian.AppendUint16(head, uint16(time-m.cluster))
	discard := t.discard(s)
	if t.Kind != Subtitle && discard == 0 {
		flags := byte(0)
		if s.Sync {
			flags = 0x80
		}
		m.buf.Write(ebmlHead(idSimpleBlock, len(head)+1+len(s.Data)))
		m.buf.Write(append(head, flags))
		return m.flush(s.Data)
	}
	group := [][]byte{ebmlElement(idBlock, append(head, 0), s.Data)}
	if t.Kind == Subtitle {
		group = append(group, ebmlNumber(idBlockDuration, uint64(muxTicks(nanosecondsOf(s.Duration, t.Timescale)))))
	} else {
		group = append(group, ebmlElement(idDiscardPadding, binary.BigEndian.AppendUint64(nil, uint64(discard))))
	}
	return m.flush(ebmlElement(idBlockGroup, group...))
}

// discard returns the nanoseconds at the end of a frame of sound that are not to
// be heard, when the sample is shorter than its codec's frame. Only of codecs
// whose sound is cut to the sample, since others' durations are often rounded.
func (t *Track) discard(s Sample) int64 {
	if t.Codec != Opus && t.Codec != MP3 || s.Duration <= 0 || t.SampleRate == 0 {
		return 0
	}
	whole := int64(frameSamples(t.Codec, t.Config, s.Data)) * int64(t.Timescale) / int64(t.SampleRate)
	return nanosecondsOf(max(0, whole-s.Duration), t.Timescale)
}

// Close ends the file. The writer stays open.
func (m *Muxer) Close() error { return m.flush() }

// flush writes what is ready, and then more.
func (m *Muxer) flush(more ...[]byte) error {
	_, err := m.w.Write(m.buf.Bytes())
	m.buf.Reset()
	for _, b := range more {
		if err == nil {
			_, err = m.w.Write(b)
		}
	}
	return err
}

func nanosecondsOf(ticks int64, timescale uint32) int64 {
	if timescale == 0 {
		return 0
	}
	seconds := floorDiv(ticks, int64(timescale))
	return seconds*1e9 + ((ticks-seconds*int64(timescale))*1e9+int64(timescale)/2)/int64(timescale)
}

func muxTicks(ns int64) int64 { return floorDiv(ns+muxScale/2, muxScale) }

var errUnnamed = errors.New("no Matroska file can hold this codec")

// muxEntry makes the TrackEntry of a track.
func muxEntry(t Track) ([]byte, error) {
	id, private := muxCodec(t)
	if id == "" {
		return nil, fmt.Errorf("%w: %s", errUnnamed, t.Codec)
	}
	kind := map[Kind]uint64{Video: typeVideo, Audio: typeAudio, Subtitle: typeSubtitle}[t.Kind]
	fields := [][]byte{
		ebmlNumber(idTrackNumber, uint64(t.ID)),
		ebmlNumber(idTrackUID, uint64(t.ID)),
		ebmlNumber(idTrackType, kind),
		ebmlNumber(idFlagLacing, 0),
		ebmlNumber(idFlagDefault, flag(t.Default)),
		ebmlNumber(idFlagForced, flag(t.Forced)),
		ebmlElement(idCodecID, []byte(id)),
		ebmlNumber(idCodecDelay, muxDelay),
	}
	if len(private) > 0 {
		fields = append(fields, ebmlElement(idCodecPrivate, private))
	}
	if t.Title != "" {
		fields = append(fields, ebmlElement(idName, []byte(t.Title)))
	}
	if t.Language != "" {
		fields = append(fields, ebmlElement(idLanguageBCP47, []byte(t.Language)))
	}
	fields = append(fields, ebmlElement(idLanguage, []byte("und")))
	switch t.Kind {
	case Video:
		if t.FrameRate > 0 {
			fields = append(fields, ebmlNumber(idDefaultDuration, uint64(math.Round(1e9/t.FrameRate))))
		}
		fields = append(fields, ebmlElement(idVideo,
			ebmlNumber(idPixelWidth, uint64(cmp.Or(t.codedWidth, t.Width))), ebmlNumber(idPixelHeight, uint64(cmp.Or(t.codedHeight, t.Height))),
			ebmlNumber(idDisplayWidth, uint64(t.Width)), ebmlNumber(idDisplayHeight, uint64(t.Height))))
	case Audio:
		audio := [][]byte{
			ebmlElement(idSamplingFrequency, binary.BigEndian.AppendUint64(nil, math.Float64bits(float64(t.SampleRate)))),
			ebmlNumber(idChannels, uint64(t.Channels)),
		}
		if bits := pcmBits(t.Codec); bits > 0 {
			audio = append(audio, ebmlNumber(idBitDepth, bits))
		}
		fields = append(fields, ebmlElement(idAudio, audio...))
	}
	return ebmlElement(idTrackEntry, fields...), nil
}

func flag(on bool) uint64 {
	if on {
		return 1
	}
	return 0
}

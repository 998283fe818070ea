package hls

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Master is a form of a film: a picture and the sounds to choose from, each a
// rendition with a playlist of its own.
type Master struct {
	Picture *Stream // nil: a film without
	Sounds  []Stream
}

// Stream is what a master playlist says about a rendition.
type Stream struct {
	URI       string
	Codecs    string  // RFC 6381
	Bandwidth float64 // bits a second in the segment that needs most
	Average   float64 // bits a second

	Width, Height int     // of a picture
	FrameRate     float64 // of a picture, 0 when unknown

	Name     string // of a sound, for people
	Language string // of a sound, BCP 47, "" when unknown
	Default  bool   // of a sound
	Channels int    // of a sound
}

// soundGroup is the name of the group that all sounds are in.
const soundGroup = "sound"

// Encode returns the master playlist.
func (m Master) Encode() []byte {
	var b strings.Builder
	b.WriteString("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	if m.Picture == nil {
		for _, s := range m.Sounds[:min(1, len(m.Sounds))] {
			m.variant(&b, s, nil, "")
		}
		return []byte(b.String())
	}
	if len(m.Sounds) == 0 {
		m.variant(&b, *m.Picture, nil, "")
		return []byte(b.String())
	}
	names := make(map[string]int)
	chosen := max(0, slices.IndexFunc(m.Sounds, func(s Stream) bool { return s.Default }))
	for i, s := range m.Sounds {
		s.Name = quoted(s.Name)
		if names[s.Name]++; names[s.Name] > 1 { // names are unique in a group (RFC 8216, 4.3.4.1.1)
			s.Name += " " + strconv.Itoa(names[s.Name])
		}
		s.Default = i == chosen
		sound(&b, s)
	}
	m.variant(&b, *m.Picture, m.Sounds, soundGroup)
	return []byte(b.String())
}

// sound writes a rendition of sound.
func sound(b *strings.Builder, s Stream) {
	fmt.Fprintf(b, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=%q,NAME=\"%s\"", soundGroup, s.Name)
	if s.Language != "" {
		fmt.Fprintf(b, ",LANGUAGE=\"%s\"", quoted(s.Language))
	}
	chosen := "NO"
	if s.Default {
		chosen = "YES"
	}
	fmt.Fprintf(b, ",DEFAULT=%s,AUTOSELECT=YES", chosen)
	if s.Channels > 0 {
		fmt.Fprintf(b, ",CHANNELS=\"%d\"", s.Channels)
	}
	fmt.Fprintf(b, ",URI=\"%s\"\n", quoted(s.URI))
}

// variant writes the stream that begins with main, with the most that any of the
// sounds in its group adds.
func (m Master) variant(b *strings.Builder, main Stream, sounds []Stream, group string) {
	peak, average := main.Bandwidth, main.Average
	codecs := []string{main.Codecs}
	var morePeak, more float64
	for _, s := range sounds {
		morePeak, more = max(morePeak, s.Bandwidth), max(more, s.Average)
		if !slices.Contains(codecs, s.Codecs) {
			codecs = append(codecs, s.Codecs)
		}
	}
	peak, average = peak+morePeak, average+more
	fmt.Fprintf(b, "#EXT-X-STREAM-INF:BANDWIDTH=%.0f", max(1, math.Ceil(max(peak, average))))
	if average > 0 {
		fmt.Fprintf(b, ",AVERAGE-BANDWIDTH=%.0f", math.Ceil(average))
	}
	codecs = slices.DeleteFunc(codecs, func(c string) bool { return c == "" })
	if len(codecs) > 0 {
		fmt.Fprintf(b, ",CODECS=\"%s\"", quoted(strings.Join(codecs, ",")))
	}
	if main.Width > 0 && main.Height > 0 {
		fmt.Fprintf(b, ",RESOLUTION=%dx%d", main.Width, main.Height)
	}
	if main.FrameRate > 0 {
		fmt.Fprintf(b, ",FRAME-RATE=%.3f", main.FrameRate)
	}
	if group != "" {
		fmt.Fprintf(b, ",AUDIO=%q", group)
	}
	fmt.Fprintf(b, "\n%s\n", main.URI)
}

// quoted returns text as it may stand in a quoted string: in one line and
// without quotation marks (RFC 8216, 4.2).
func quoted(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '\''
		case r < ' ':
			return ' '
		}
		return r
	}, s)
}

package subtitle

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"goblet/media/container"
)

// Track reads the samples of a film's track of subtitles.
type Track struct {
	codec  container.Codec
	scale  float64
	header string           // of ASS
	styles map[string]style // of ASS
}

// Readable reports whether a codec's subtitles are text. Those of others, as of
// DVDs and Blu-rays, are pictures, which can't be shown.
func Readable(c container.Codec) bool {
	switch c {
	case container.SubRip, container.ASS, container.WebVTT, container.MovText:
		return true
	}
	return false
}

// NewTrack returns a reader of a track; ok is false when it is not Readable.
func NewTrack(t container.Track) (track *Track, ok bool) {
	if !Readable(t.Codec) || t.Timescale == 0 {
		return nil, false
	}
	track = &Track{codec: t.Codec, scale: float64(t.Timescale)}
	if t.Codec == container.ASS {
		track.header = strings.ReplaceAll(string(bytes.ToValidUTF8(bytes.Trim(t.Config, "\x00"), []byte("\ufffd"))), "\r\n", "\n")
		s := script{styles: make(map[string]style)}
		s.read(track.header)
		track.styles = s.styles
	}
	return track, true
}

// unsaid is how long a text is shown whose sample does not say it.
const unsaid = 4 * time.Second

// Line is a sample's cue and, of ASS, the line of a script that it stands for.
type Line struct {
	Cue
	Event string
}

// Line reads a sample; ok is false when it shows nothing.
func (t *Track) Line(s container.Sample) (l Line, ok bool) {
	l.Start = t.time(s.PTS)
	l.End = t.time(s.PTS + s.Duration)
	if s.Duration <= 0 {
		l.End = l.Start + unsaid
	}
	l.Start = max(l.Start, 0)
	if l.End <= l.Start || l.End > maxMoment || len(s.Data) > MaxSize {
		return l, false
	}
	switch t.codec {
	case container.ASS:
		l.Event, l.Text, l.Settings = t.event(l.Start, l.End, s.Data)
	case container.SubRip:
		l.Text, l.Settings = srtText(plain(s.Data))
	case container.WebVTT:
		l.Text, l.Settings = vttSample(s.Data)
	case container.MovText:
		l.Text = movText(s.Data)
	}
	return l, l.Text != "" || l.Event != ""
}

func (t *Track) time(ticks int64) time.Duration {
	return time.Duration(float64(ticks) / t.scale * float64(time.Second)).Round(time.Millisecond)
}

// plain reads text that should be UTF-8.
func plain(data []byte) string {
	text := string(bytes.ToValidUTF8(bytes.TrimRight(data, "\x00"), []byte("\ufffd")))
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// event reads a sample of ASS in Matroska: the fields of an event without its
// times, behind its place in the file.
func (t *Track) event(start, end time.Duration, data []byte) (event, text, settings string) {
	line := strings.Map(printable, strings.ReplaceAll(plain(data), "\n", `\N`))
	parts := strings.SplitN(line, ",", 9) // ReadOrder, Layer, Style, Name, MarginL, MarginR, MarginV, Effect, Text
	if len(parts) < 9 {
		return "", "", ""
	}
	text, settings = assText(parts[8], t.styles[styleName(strings.TrimSpace(parts[2]))])
	event = fmt.Sprintf("Dialogue: %s,%s,%s,%s", parts[1], assStamp(start), assStamp(end), strings.Join(parts[2:], ","))
	return event, text, settings
}

// assStamp writes a moment as ASS does.
func assStamp(d time.Duration) string {
	cs := (d.Milliseconds() + 5) / 10
	return fmt.Sprintf("%d:%02d:%02d.%02d", cs/360_000, cs/6000%60, cs/100%60, cs%100)
}

// Script returns the ASS file of a track's lines, "" when the track is not ASS.
func (t *Track) Script(lines []Line) string {
	if t.codec != container.ASS {
		return ""
	}
	var out strings.Builder
	out.WriteString(strings.TrimRight(t.header, "\n"))
	if !strings.Contains(strings.ToLower(t.header), "[events]") {
		out.WriteString("\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text")
	}
	out.WriteByte('\n')
	for _, l := range lines {
		out.WriteString(l.Event)
		out.WriteByte('\n')
	}
	return out.String()
}

// Cues returns the cues of a track's lines, ready for WebVTT.
func (t *Track) Cues(lines []Line) []Cue {
	cues := make([]Cue, 0, len(lines))
	for _, l := range lines {
		if l.Text != "" {
			cues = append(cues, l.Cue)
		}
	}
	if cues = Sort(cues); t.codec == container.ASS {
		cues = join(cues)
	}
	return cues
}

// vttSample reads a sample of WebVTT: the text itself in Matroska, boxes in MP4
// (ISO 14496-30), of which those named payl and sttg are of interest.
func vttSample(data []byte) (text, settings string) {
	if len(data) < 8 || !bytes.HasPrefix(data[4:], []byte("vtt")) {
		return vttText(plain(data)), ""
	}
	var texts []string
	for kind, cue := range boxes(data) {
		if kind != "vttc" {
			continue
		}
		for kind, body := range boxes(cue) {
			switch kind {
			case "payl":
				texts = append(texts, plain(body))
			case "sttg":
				settings = vttSettings(plain(body))
			}
		}
	}
	return vttText(strings.Join(texts, "\n")), settings
}

// boxes yields the kind and the body of each box in data; what is cut off ends them.
func boxes(data []byte) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for len(data) >= 8 {
			size := int64(binary.BigEndian.Uint32(data))
			if size < 8 || size > int64(len(data)) || !yield(string(data[4:8]), data[8:size]) {
				return
			}
			data = data[size:]
		}
	}
}

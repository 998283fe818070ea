package subtitle

import (
	"bytes"
	"fmt"
	"strings"
)

// Format is how a file writes its subtitles.
type Format string

// The formats.
const (
	SubRip   Format = "srt"
	VTT      Format = "vtt"
	ASS      Format = "ass" // and SSA
	MicroDVD Format = "sub"
)

// Hints are what is known of subtitles besides their bytes.
type Hints struct {
	Language  string  // BCP 47, "" = unknown
	FrameRate float64 // frames a second of the film, 0 = unknown
}

// File is subtitles that have been read.
type File struct {
	Format Format
	Text   string // the file as UTF-8
	Cues   []Cue  // sorted, at least one
}

// Parse reads subtitles. What the file is called does not matter: its content
// says what it is. The error is ErrUnreadable.
func Parse(data []byte, h Hints) (File, error) {
	if len(data) > MaxSize {
		return File{}, fmt.Errorf("%w: larger than %d MB", ErrUnreadable, MaxSize>>20)
	}
	if bytes.HasPrefix(data, []byte{0, 0, 1, 0xba}) {
		return File{}, fmt.Errorf("%w: they are pictures (VobSub)", ErrUnreadable)
	}
	text := strings.TrimPrefix(string(Decode(data, h.Language)), "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	f := File{Format: sniff(text), Text: text}
	switch f.Format {
	case VTT:
		f.Cues = parseVTT(text)
	case ASS:
		f.Cues = parseASS(text)
	case MicroDVD:
		f.Cues = parseMicroDVD(text, h.FrameRate)
	default:
		f.Cues = parseSRT(text)
	}
	if f.Cues = Sort(f.Cues); len(f.Cues) == 0 {
		return File{}, fmt.Errorf("%w: they are empty", ErrUnreadable)
	}
	return f, nil
}

// sniff tells the format by what only files of it have at their beginning.
func sniff(text string) Format {
	head := strings.TrimLeft(text[:min(len(text), 4096)], " \t\n")
	switch {
	case strings.HasPrefix(head, "WEBVTT"):
		return VTT
	case strings.HasPrefix(head, "[Script Info]"), strings.Contains(head, "\n[V4"), strings.Contains(head, "[Events]"):
		return ASS
	}
	if first, _, _ := strings.Cut(head, "\n"); frames.MatchString(first) {
		return MicroDVD
	}
	return SubRip
}

package media

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/asticode/go-astisub"
	textenc "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// WebVTT returns a film's subtitles, named as Subtitles names them, as WebVTT.
// ErrNotFound: there are none of this name; ErrSubtitles: they cannot be read.
func (l *Library) WebVTT(id, name string) ([]byte, error) {
	_, f, err := l.find(id)
	if err != nil {
		return nil, err
	}
	if f.up != nil {
		return nil, ErrNotFound
	}
	film := strings.TrimSuffix(path.Base(f.rel), path.Ext(f.rel))
	if !f.src.folder {
		film = strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	}
	if _, ok := parseSubtitleName(film, name); !ok || strings.ContainsAny(name, `/\`) {
		return nil, ErrNotFound
	}
	file, info, err := f.src.beside(f.rel, name)
	switch {
	case vanished(err):
		return nil, ErrNotFound
	case err != nil:
		return nil, err
	}
	defer file.Close()
	if info.Size() > maxSubtitles {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrSubtitles, maxSubtitles)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSubtitles))
	if err != nil {
		return nil, err
	}
	return toWebVTT(path.Ext(name), data)
}

// toWebVTT converts subtitles of the kind that ending says. Its parser is not
// ours: whatever it does with hostile input becomes an ErrSubtitles.
func toWebVTT(ending string, data []byte) (vtt []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			vtt, err = nil, fmt.Errorf("%w: %v", ErrSubtitles, p)
		}
	}()
	text, err := decodeText(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSubtitles, err)
	}
	var subs *astisub.Subtitles
	switch r := bytes.NewReader(text); strings.ToLower(ending) {
	case ".srt":
		subs, err = astisub.ReadFromSRT(r)
	case ".vtt":
		subs, err = astisub.ReadFromWebVTT(r)
	default:
		subs, err = astisub.ReadFromSSA(r)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSubtitles, err)
	}
	if len(subs.Items) == 0 {
		return nil, fmt.Errorf("%w: they are empty", ErrSubtitles)
	}
	var out bytes.Buffer
	if err := subs.WriteToWebVTT(&out); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSubtitles, err)
	}
	return out.Bytes(), nil
}

// decodeText returns text as UTF-8: by its byte order mark, as it is when it is
// valid, and else as Windows-1252, the most common of the legacy encodings.
func decodeText(data []byte) ([]byte, error) {
	var enc textenc.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:], nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case utf8.Valid(data):
		return data, nil
	default:
		enc = charmap.Windows1252
	}
	return enc.NewDecoder().Bytes(data)
}

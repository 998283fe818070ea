package subtitle

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/text/encoding/unicode"
)

// movText reads a sample of 3GPP timed text (ETSI TS 126 245): its length, the
// text as UTF-8 or with a byte order mark UTF-16, and boxes of which "styl" says
// which characters are bold, italic or underlined.
func movText(data []byte) string {
	if len(data) < 2 {
		return ""
	}
	size := int(binary.BigEndian.Uint16(data))
	data = data[2:]
	if size == 0 || size > len(data) {
		return ""
	}
	raw, rest := data[:size], data[size:]
	if bytes.HasPrefix(raw, []byte("\xfe\xff")) || bytes.HasPrefix(raw, []byte("\xff\xfe")) {
		if decoded, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(raw); err == nil {
			raw = decoded
		}
	}
	letters := []rune(plain(raw))
	faces := make([]byte, len(letters))
	for kind, body := range boxes(rest) {
		if kind == "styl" {
			applyFaces(faces, body)
		}
	}
	var p payload
	was := byte(0)
	for i := 0; i < len(letters); {
		j := i
		for j < len(letters) && faces[j] == faces[i] {
			j++
		}
		if faces[i] != was {
			for bit, tag := range faceTags {
				p.end(tag)
				if faces[i]&(1<<bit) != 0 {
					p.start(tag, "")
				}
			}
			was = faces[i]
		}
		p.text(string(letters[i:j]))
		i = j
	}
	return p.String()
}

// faceTags are the tags of the bits of a style's face.
var faceTags = [...]string{"b", "i", "u"}

// applyFaces notes which characters have which face: records of 12 bytes behind
// their number, each with the first character, the one behind the last, a font,
// the face, a size and a colour.
func applyFaces(faces, styl []byte) {
	if len(styl) < 2 {
		return
	}
	for styl = styl[2:]; len(styl) >= 12; styl = styl[12:] {
		first, end := int(binary.BigEndian.Uint16(styl)), int(binary.BigEndian.Uint16(styl[2:]))
		for i := first; i < min(end, len(faces)); i++ {
			faces[i] = styl[6] & 7
		}
	}
}

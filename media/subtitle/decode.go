package subtitle

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns text as UTF-8: by its byte order mark, as it is when it is
// UTF-8, and else in the encoding in which it looks most like a language.
// language (BCP 47, "" = unknown) is what is known of it. Bytes that mean
// nothing become U+FFFD.
func Decode(data []byte, language string) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		return bytes.ToValidUTF8(rest, []byte("\ufffd"))
	}
	var from encoding.Encoding
	if order, ok := utf16(data); ok {
		from = unicode.UTF16(order, unicode.UseBOM)
	} else if mostlyUTF8(data) {
		return bytes.ToValidUTF8(data, []byte("\ufffd"))
	} else {
		from = guess(data, language)
	}
	text, err := from.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	return text
}

// utf16 reports whether data is UTF-16: its mark says so, or every other byte is
// zero in the numbers and line ends that all subtitles have.
func utf16(data []byte) (order unicode.Endianness, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.BigEndian, true
	}
	sample := data[:min(len(data), evidence)&^1]
	var zero [2]int
	for i, b := range sample {
		if b == 0 {
			zero[i%2]++
		}
	}
	few, many := len(sample)/100, len(sample)/10
	switch {
	case zero[1] > many && zero[0] <= few:
		return unicode.LittleEndian, true
	case zero[0] > many && zero[1] <= few:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// mostlyUTF8 reports whether data is UTF-8, but for a few broken characters.
func mostlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return !bytes.ContainsRune(data, 0x1b) // ISO-2022 is ASCII with escapes
	}
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > 20*bad
}

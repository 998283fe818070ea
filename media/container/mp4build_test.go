package container

import (
	"bytes"
	"encoding/binary"
)

// atom makes an MP4 box.
func atom(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, kind...), body...)
}

// n32 makes big-endian numbers of 32 bits, n16 of 16.
func n32(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func n16(values ...uint16) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

var mp4ftyp = atom("ftyp", []byte("isom"), n32(0x200), []byte("isomavc1"))

// madeTrack is a track of a film that a test makes up.
type madeTrack struct {
	id, scale, duration uint32
	handler, codec      string
	language            uint16
	tables              [][]byte // of the stbl, besides the stsd
	more                [][]byte // of the trak
}

func (t madeTrack) trak() []byte {
	handler, codec := cmpOr(t.handler, "vide"), cmpOr(t.codec, "vp09")
	entry := atom(codec, make([]byte, 78))
	if handler == "soun" {
		entry = atom(codec, make([]byte, 8), n16(0, 0, 0, 0, 2, 16, 0, 0), n32(48000<<16))
	}
	matrix := n32(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)
	tkhd := atom("tkhd", n32(7, 0, 0, t.id, 0, t.duration), make([]byte, 16), matrix, n32(640<<16, 360<<16))
	mdhd := atom("mdhd", n32(0, 0, 0, t.scale, t.duration), n16(t.language, 0))
	hdlr := atom("hdlr", n32(0, 0), []byte(handler), make([]byte, 13))
	stbl := atom("stbl", append([][]byte{atom("stsd", n32(0, 1), entry)}, t.tables...)...)
	return atom("trak", append([][]byte{tkhd, atom("mdia", mdhd, hdlr, atom("minf", stbl))}, t.more...)...)
}

func cmpOr(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// madeFilm makes a film of a moov with tracks and of an mdat before it, of which
// the data begin at 24+8 bytes.
func madeFilm(data []byte, parts ...[]byte) []byte {
	mvhd := atom("mvhd", n32(0, 0, 0, 1000, 0), make([]byte, 80))
	return bytes.Join([][]byte{mp4ftyp, atom("mdat", data), atom("moov", append([][]byte{mvhd}, parts...)...)}, nil)
}

const madeData = 24 + 8

// Tables of an stbl.
func stts(runs ...uint32) []byte { return atom("stts", n32(0, uint32(len(runs)/2)), n32(runs...)) }
func ctts(runs ...uint32) []byte { return atom("ctts", n32(0, uint32(len(runs)/2)), n32(runs...)) }
func stsc(runs ...uint32) []byte { return atom("stsc", n32(0, uint32(len(runs)/3)), n32(runs...)) }
func stco(at ...uint32) []byte   { return atom("stco", n32(0, uint32(len(at))), n32(at...)) }
func stss(n ...uint32) []byte    { return atom("stss", n32(0, uint32(len(n))), n32(n...)) }
func stsz(sizes ...uint32) []byte {
	return atom("stsz", n32(0, 0, uint32(len(sizes))), n32(sizes...))
}
func stszOf(size, count uint32) []byte { return atom("stsz", n32(0, size, count)) }

package container

import (
	"encoding/binary"
	"math/bits"
)

// ebmlElement encodes an element whose body is made of parts.
func ebmlElement(id uint32, parts ...[]byte) []byte {
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	b := ebmlHead(id, length)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// ebmlHead encodes the head of an element whose body has a length in bytes.
func ebmlHead(id uint32, length int) []byte { return append(ebmlID(id), ebmlSize(uint64(length))...) }

// ebmlUnknown encodes the head of an element that lasts until another of its level.
func ebmlUnknown(id uint32) []byte {
	return append(ebmlID(id), 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
}

// ebmlNumber encodes an element that is an unsigned number.
func ebmlNumber(id uint32, v uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, v)
	return ebmlElement(id, b[min(bits.LeadingZeros64(v)/8, 7):])
}

func ebmlID(id uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, id)
	return b[bits.LeadingZeros32(id)/8:]
}

// ebmlSize encodes a variable-size integer in as few bytes as can be.
func ebmlSize(v uint64) []byte {
	n := 1
	for n < 8 && v >= 1<<(7*n)-1 {
		n++
	}
	b := binary.BigEndian.AppendUint64(nil, v|1<<(7*n))
	return b[8-n:]
}

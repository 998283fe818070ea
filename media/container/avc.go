package container

import "encoding/binary"

// NAL unit types of H.264 (Rec. ITU-T H.264, table 7-1).
const (
	nalSlice = 1
	nalIDR   = 5
)

// startsWithIDR reports whether a sample of H.264, of NAL units after lengths
// of so many bytes, is an IDR picture. It is not known when data, which may be
// the sample's beginning only, ends before the first slice.
func startsWithIDR(data []byte, length int) (idr, known bool) {
	for len(data) > length {
		var size [4]byte
		copy(size[4-length:], data[:length])
		data = data[length:]
		switch kind := data[0] & 31; {
		case kind == nalIDR:
			return true, true
		case kind >= nalSlice && kind < nalIDR:
			return false, true
		}
		n := binary.BigEndian.Uint32(size[:])
		if uint64(n) >= uint64(len(data)) {
			break
		}
		data = data[n:]
	}
	return false, false
}

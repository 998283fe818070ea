package container

// randomAccess reports whether a picture of NAL units, each after its length of
// so many bytes, is one at which decoding can begin: IDR of H.264, IRAP of HEVC.
// data may be the picture's beginning; known is false when it ends before the
// first slice.
func randomAccess(codec Codec, data []byte, length int) (random, known bool) {
	for len(data) > length {
		size := 0
		for _, b := range data[:length] {
			size = size<<8 | int(b)
		}
		data = data[length:]
		if codec == HEVC {
			if kind := data[0] >> 1 & 63; kind < 32 { // slices (H.265, table 7-1)
				return kind >= 16 && kind <= 23, true
			}
		} else if kind := data[0] & 31; kind >= 1 && kind <= 5 { // slices (H.264, table 7-1)
			return kind == 5, true
		}
		if size < 0 || size >= len(data) {
			break
		}
		data = data[size:]
	}
	return false, false
}

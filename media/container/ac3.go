package container

// ac3Header is what the start of an AC-3 or E-AC-3 frame says (ETSI TS 102 366).
type ac3Header struct {
	enhanced  bool
	dependent bool
	size      int // bytes
	rateCode  uint32
	rate      int // Hz
	samples   int
	bitRate   uint32 // AC-3: code of the bit rate; E-AC-3: kbit/s
	version   uint32 // bsid
	mode      uint32 // bsmod
	layout    uint32 // acmod
	lfe       uint32
	places    uint32 // chanmap of a dependent stream
}

var ac3Rates = [3]int{48000, 44100, 32000}

// ac3BitRates are the bit rates of AC-3 in kbit/s by half of frmsizecod (table 4.13).
var ac3BitRates = [19]int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640}

// parseAC3 reads the header of a frame.
func parseAC3(frame []byte) (h ac3Header, ok bool) {
	b := bitReader{b: frame}
	if len(frame) < 8 || b.uint(16) != 0x0B77 {
		return h, false
	}
	if frame[5]>>3 > 10 {
		return parseEAC3(&b)
	}
	b.uint(16) // CRC
	h.rateCode = b.uint(2)
	code := b.uint(6)
	if h.rateCode == 3 || code >= 38 {
		return h, false
	}
	h.rate, h.samples, h.bitRate = ac3Rates[h.rateCode], 1536, code>>1
	h.size = 1536 / 8 * 1000 * ac3BitRates[code>>1] / h.rate / 2 * 2
	if h.rateCode == 1 && code&1 == 1 {
		h.size += 2
	}
	h.version, h.mode, h.layout = b.uint(5), b.uint(3), b.uint(3)
	if h.layout&1 != 0 && h.layout != 1 {
		b.uint(2) // centre mix level
	}
	if h.layout&4 != 0 {
		b.uint(2) // surround mix level
	}
	if h.layout == 2 {
		b.uint(2) // Dolby Surround
	}
	h.lfe = b.uint(1)
	return h, true
}

// parseEAC3 reads the header of an E-AC-3 frame behind the sync word (annex E).
func parseEAC3(b *bitReader) (h ac3Header, ok bool) {
	h.enhanced = true
	h.dependent = b.uint(2) == 1
	b.uint(3) // substream
	h.size = 2 * (int(b.uint(11)) + 1)
	h.rateCode = b.uint(2)
	blocks := 6
	if h.rateCode == 3 {
		half := b.uint(2)
		if half == 3 {
			return h, false
		}
		h.rate = ac3Rates[half] / 2
	} else {
		h.rate = ac3Rates[h.rateCode]
		blocks = []int{1, 2, 3, 6}[b.uint(2)]
	}
	h.samples = 256 * blocks
	h.bitRate = uint32(h.size * 8 * h.rate / h.samples / 1000)
	h.layout, h.lfe, h.version = b.uint(3), b.uint(1), b.uint(5)
	programmes := 1
	if h.layout == 0 { // two of mono
		programmes = 2
	}
	for range programmes {
		b.uint(5) // dialogue level
		if b.uint(1) == 1 {
			b.uint(8) // compression
		}
	}
	if h.dependent && b.uint(1) == 1 {
		h.places = b.uint(16)
	}
	return h, !b.short
}

// ac3Samples counts the samples of all frames in a block, of the main stream.
func ac3Samples(b []byte) int {
	samples := 0
	for {
		h, ok := parseAC3(b)
		if !ok {
			return samples
		}
		if !h.dependent {
			samples += h.samples
		}
		if h.size <= 0 || h.size >= len(b) {
			return samples
		}
		b = b[h.size:]
	}
}

// ac3Config returns the dac3 or dec3 record (ETSI TS 102 366, annex F) of the
// stream of which a block is one, nil when it is none.
func ac3Config(b []byte) []byte {
	h, ok := parseAC3(b)
	if !ok || h.dependent {
		return nil
	}
	if !h.enhanced {
		v := h.rateCode<<22 | h.version<<17 | h.mode<<14 | h.layout<<11 | h.lfe<<10 | h.bitRate<<5
		return []byte{byte(v >> 16), byte(v >> 8), byte(v)}
	}
	rate, dependents, places := h.bitRate, uint32(0), uint32(0)
	for rest := b; h.size > 0 && h.size < len(rest); {
		rest = rest[h.size:]
		if h, ok = parseAC3(rest); !ok || !h.dependent {
			break
		}
		dependents++
		rate += h.bitRate
		places |= placesOf(h.places)
	}
	h, _ = parseAC3(b)
	record := []byte{
		byte(rate >> 5), byte(rate << 3), // and one independent stream
		byte(h.rateCode<<6 | h.version<<1),
		byte(h.mode<<4 | h.layout<<1 | h.lfe),
		byte(min(dependents, 15) << 1),
	}
	if dependents > 0 {
		record[4] |= byte(places >> 8 & 1)
		record = append(record, byte(places))
	}
	return record
}

// placesOf converts the chanmap of a dependent stream (E.1.3.1.8) into chan_loc
// (F.6.2.13).
func placesOf(chanmap uint32) (location uint32) {
	for bit, place := range [16]int{5: 0, 6: 1, 7: 2, 8: 3, 9: 4, 10: 5, 11: 6, 12: 7, 14: 8} {
		if used := bit >= 5 && bit <= 12 || bit == 14; used && chanmap>>(15-bit)&1 == 1 {
			location |= 1 << place
		}
	}
	return location
}

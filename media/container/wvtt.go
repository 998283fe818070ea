package container

import "bytes"

// cueText takes the text out of a sample of WebVTT in MP4 (ISO/IEC 14496-30,
// section 7.4), so that it is like one in Matroska: the text alone, of several
// cues below each other, nothing where nothing is shown.
func cueText(sample []byte) []byte {
	var cues [][]byte
	for kind, cue := range boxesIn(sample) {
		if kind == "vttc" {
			cues = append(cues, inBox(cue, "payl"))
		}
	}
	return bytes.Join(cues, []byte("\n"))
}

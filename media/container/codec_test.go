package container

import (
	"encoding/hex"
	"strings"
	"testing"
)

func TestCodecsAreNamedForBrowsersAndForPeople(t *testing.T) {
	tests := []struct {
		track        Track
		config       string // hex
		codecs, name string
	}{
		{Track{Codec: H264}, "01640020ffe10019", "avc1.640020", "H.264"},
		{Track{Codec: H264}, "0142c01e", "avc1.42C01E", "H.264"},
		{Track{Codec: H264}, "016e0028", "avc1.6E0028", "H.264 10-bit"},
		{Track{Codec: H264}, "01", "", "H.264"},
		{Track{Codec: H264}, "", "", "H.264"},

		{Track{Codec: HEVC}, "0101600000009000000000005df000fcfdf8f800000f", "hvc1.1.6.L93.90", "HEVC"},
		{Track{Codec: HEVC}, "0122200000009000000000003cf000fcfdfafa00000f", "hvc1.2.4.H60.90", "HEVC 10-bit"},
		{Track{Codec: HEVC}, "01420000000100000000000078f000fcfdf8f8", "hvc1.A2.80000000.L120", "HEVC"},
		{Track{Codec: HEVC}, "0104080000009d08000000007bf000fcfdfcfc", "hvc1.4.10.L123.9D.8", "HEVC 12-bit"},
		{Track{Codec: HEVC}, "010160000000", "", "HEVC"},

		{Track{Codec: AV1}, "81050c00", "av01.0.05M.08", "AV1"},
		{Track{Codec: AV1}, "81084c00", "av01.0.08M.10", "AV1 10-bit"},
		{Track{Codec: AV1}, "8153e000", "av01.2.19H.12", "AV1 12-bit"},
		{Track{Codec: AV1}, "81", "", "AV1"},

		{Track{Codec: VP9}, "01000000001e820202020000", "vp09.00.30.08", "VP9"},
		{Track{Codec: VP9}, "001f800202020000", "vp09.00.31.08", "VP9"},
		{Track{Codec: VP9}, "0229a00909000000", "vp09.02.41.10", "VP9 10-bit"},
		{Track{Codec: VP9, Width: 320, Height: 180, FrameRate: 25}, "", "vp09.00.11.08", "VP9"},
		{Track{Codec: VP9, Width: 1920, Height: 1080, FrameRate: 60}, "", "vp09.00.41.08", "VP9"},
		{Track{Codec: VP9, Width: 1920, Height: 1080}, "", "vp09.00.40.08", "VP9"},
		{Track{Codec: VP9, Width: 7680, Height: 4320, FrameRate: 120}, "", "vp09.00.62.08", "VP9"},
		{Track{Codec: VP8}, "", "vp8", "VP8"},

		{Track{Codec: AAC}, "1190", "mp4a.40.2", "AAC"},
		{Track{Codec: AAC}, "2b118800", "mp4a.40.5", "AAC"},
		{Track{Codec: AAC}, "eb8a0800", "mp4a.40.29", "AAC"},
		{Track{Codec: AAC}, "f94640", "mp4a.40.42", "AAC"},
		{Track{Codec: AAC}, "0000", "", "AAC"},
		{Track{Codec: AAC}, "12", "", "AAC"},
		{Track{Codec: Opus}, "", "opus", "Opus"},
		{Track{Codec: FLAC}, "", "flac", "FLAC"},
		{Track{Codec: Vorbis}, "", "vorbis", "Vorbis"},
		{Track{Codec: MP3}, "", "mp3", "MP3"},
		{Track{Codec: AC3}, "", "ac-3", "AC-3"},
		{Track{Codec: EAC3}, "", "ec-3", "E-AC-3"},
		{Track{Codec: DTS}, "", "dtsc", "DTS"},

		{Track{Codec: TrueHD}, "", "", "TrueHD"},
		{Track{Codec: MPEG4}, "", "", "MPEG-4 (Xvid, DivX)"},
		{Track{Codec: SubRip}, "", "", "SubRip"},
		{Track{Codec: "A_REAL/COOK"}, "", "", "A_REAL/COOK"},
		{Track{}, "", "", "an unknown codec"},
	}
	for _, test := range tests {
		test.track.Config = unhex(t, test.config)
		if got := codecString(test.track); got != test.codecs {
			t.Errorf("codecString of %s %s is %q, want %q", test.track.Codec, test.config, got, test.codecs)
		}
		if got := test.track.CodecName(); got != test.name {
			t.Errorf("the name of %s %s is %q, want %q", test.track.Codec, test.config, got, test.name)
		}
	}
}

func FuzzNoConfigBreaksTheNames(f *testing.F) {
	f.Add("hevc", []byte{1, 0x22, 0x20, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 0x3c})
	f.Add("vp9", []byte{1, 0, 0, 0, 0})
	f.Add("aac", []byte{0xff, 0xff})
	f.Fuzz(func(t *testing.T, codec string, config []byte) {
		track := Track{Codec: Codec(codec), Config: config}
		_ = codecString(track)
		if track.CodecName() == "" {
			t.Error("no name")
		}
	})
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

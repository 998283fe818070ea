package container

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMuxedFilmsFromMP4(t *testing.T) {
	dir := t.TempDir()
	for name, args := range map[string][]string{
		"end.mp4":        slices.Concat(mkvX264, []string{"-c:a", "aac"}),
		"fragmented.mp4": slices.Concat(mkvX264, []string{"-c:a", "flac", "-strict", "-2", "-movflags", "frag_keyframe+empty_moov"}),
		"hevc.mp4":       {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-c:a", "ac3"},
		"mpeg4.mp4":      {"-c:v", "mpeg4", "-bf", "2", "-c:a", "libmp3lame"},
		"vp9.mp4":        slices.Concat(mkvVP9, []string{"-c:a", "libopus"}),
	} {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, mp4Picture, mp4Sound, args, []string{name})
			film, content := openFile(t, filepath.Join(dir, name))
			decodesAlike(t, film, content, filepath.Join(dir, name))
		})
	}
}

func TestMuxedSamplesKeepTheirTimes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.srt"), []byte("1\n00:00:01,000 --> 00:00:02,500\nOne\n\n2\n00:00:03,000 --> 00:00:03,500\nTwo\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, []string{"-i", "s.srt", "-map", "0", "-map", "1", "-map", "2"}, mkvX264, []string{"-c:a", "aac", "-c:s", "srt", "film.mkv"})
	film, content := openFile(t, filepath.Join(dir, "film.mkv"))
	for _, from := range []float64{0, 2.5} {
		var muxed bytes.Buffer
		if err := film.Remux(&muxed, content, from, 1, 2, 3); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "muxed.mkv")
		if err := os.WriteFile(file, muxed.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		p := mp4ffprobe(t, file)
		begin := from // of the picture, which decides where the others begin
		for i, track := range film.Tracks {
			packets := p.of(i)
			samples := since0(t, film, content, track.ID, int64(math.Round(begin*float64(track.Timescale))))
			if from == 0 {
				samples = all(t, film, content, track.ID)
			}
			if track.Kind == Video {
				begin = float64(samples[0].PTS) / float64(track.Timescale)
			}
			if track.Kind == Subtitle {
				samples, packets = samples[len(samples)-1:], packets[len(packets)-1:]
			}
			if len(packets) != len(samples) {
				t.Fatalf("from %v s on: %d packets of %s, want %d", from, len(packets), track.Kind, len(samples))
			}
			for k, packet := range packets {
				want := float64(samples[k].PTS) / float64(track.Timescale)
				if at := float64(packet.PTS) * muxScale / 1e9; math.Abs(at-want) > 0.0001 {
					t.Fatalf("from %v s on: %s %d is at %v s, want %v", from, track.Kind, k, at, want)
				}
			}
		}
	}
}

// decodesAlike checks that ffmpeg decodes the same frames of a film that was
// muxed, read from a pipe, as of the file.
func decodesAlike(t *testing.T, film *Film, content *bytes.Reader, file string) {
	var ids []int
	for _, track := range film.Tracks {
		ids = append(ids, track.ID)
	}
	var muxed bytes.Buffer
	if err := film.Remux(&muxed, content, 0, ids...); err != nil {
		t.Fatal(err)
	}
	readsAlike(t, film, content, muxed.Bytes())
	for _, track := range film.Tracks {
		kind := "0:" + string(track.Kind[0])
		want, got := decoded(t, file, kind, nil), decoded(t, "pipe:", kind, muxed.Bytes())
		if film.Format == MP4 && track.Kind == Audio { // whose edit lists cut sound at both ends
			want = strings.Join(strings.SplitAfter(want, "\n")[1:50], "")
		}
		if !strings.Contains(got, want) || strings.Count(want, "\n") < 49 {
			t.Errorf("%s (%s) decodes to other frames: %d, want %d", track.Kind, track.Codec, strings.Count(got, "\n"), strings.Count(want, "\n"))
		}
	}
}

// readsAlike checks that a film that was muxed, where no size is known and no
// index is, holds the samples of the source.
func readsAlike(t *testing.T, film *Film, content *bytes.Reader, muxed []byte) {
	again, r := openBytes(t, muxed)
	if math.Abs(again.Duration-film.Duration) > 0.1 {
		t.Errorf("the muxed film lasts %v s, want %v", again.Duration, film.Duration)
	}
	shift := math.NaN() // of a film that does not begin with a picture
	for _, track := range film.Tracks {
		want, got := all(t, film, content, track.ID), all(t, again, r, track.ID)
		scale := float64(again.Track(track.ID).Timescale)
		if len(got) != len(want) || len(again.Keyframes(track.ID)) != len(film.Keyframes(track.ID)) && track.Kind == Video {
			t.Fatalf("the muxed film has %d samples of %s, want %d; %d keyframes", len(got), track.Kind, len(want), len(again.Keyframes(track.ID)))
		}
		for i, s := range got {
			off := float64(s.PTS)/scale - float64(want[i].PTS)/float64(track.Timescale)
			if math.IsNaN(shift) {
				shift = off
			}
			if !bytes.Equal(s.Data, want[i].Data) || s.Sync != want[i].Sync || math.Abs(off-shift) > 0.0002 || math.Abs(shift) > 0.1 {
				t.Fatalf("sample %d of %s is %v s late, or differs: %v", i, track.Kind, off, s.Sync)
			}
		}
	}
}

// decoded returns the sizes and hashes of the frames that ffmpeg decodes.
func decoded(t *testing.T, input, stream string, stdin []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-i", input, "-map", stream, "-f", "framemd5", "-")
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var frames strings.Builder
	for line := range strings.Lines(string(out)) {
		if fields := strings.Split(line, ","); !strings.HasPrefix(line, "#") && len(fields) == 6 {
			frames.WriteString(fields[4] + fields[5])
		}
	}
	return frames.String()
}

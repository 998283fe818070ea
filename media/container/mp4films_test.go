package container

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Arguments of ffmpeg for a short picture and sound.
var (
	mp4Picture = []string{"-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=6"}
	mp4Sound   = []string{"-f", "lavfi", "-i", "sine=r=48000:d=6"}
	mp4H264    = []string{"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac", "-b:a", "48k"}
)

// mp4ffmpeg runs ffmpeg in a folder.
func mp4ffmpeg(t testing.TB, dir string, args ...[]string) {
	t.Helper()
	all := []string{"-v", "error", "-nostdin", "-y"}
	for _, some := range args {
		all = append(all, some...)
	}
	cmd := exec.CommandContext(t.Context(), "ffmpeg", all...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s: %v\n%s", strings.Join(all, " "), err, out)
	}
}

// probedPacket is a packet as ffprobe shows it.
type probedPacket struct {
	StreamIndex int    `json:"stream_index"`
	PTS         int64  `json:"pts"`
	DTS         int64  `json:"dts"`
	Duration    int64  `json:"duration"`
	Size        string `json:"size"`
	Flags       string `json:"flags"`
	Hash        string `json:"data_hash"`
}

type probedStream struct {
	Index     int    `json:"index"`
	ID        string `json:"id"`
	CodecType string `json:"codec_type"`
	CodecName string `json:"codec_name"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Channels  int    `json:"channels"`
	Rate      string `json:"sample_rate"`
}

// probed is what ffprobe shows of a film, and its packets by number of the track.
type probed struct {
	Streams []probedStream `json:"streams"`
	Packets []probedPacket `json:"packets"`
}

func (p probed) of(index int) (some []probedPacket) {
	for _, packet := range p.Packets {
		if packet.StreamIndex == index {
			some = append(some, packet)
		}
	}
	return some
}

func mp4ffprobe(t testing.TB, file string) (p probed) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "json",
		"-show_packets", "-show_streams", "-show_data_hash", "md5", file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ffprobe %s: %v", file, err)
	}
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// openFile opens a film that lies in a file.
func openFile(t testing.TB, file string) (*Film, *bytes.Reader) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(file), err)
	}
	return film, bytes.NewReader(content)
}

// compareWithFFprobe checks that all samples of a film are those that ffprobe
// shows, its times being later by the film's start. Only the flags of IDR
// pictures may be less than ffprobe's.
func compareWithFFprobe(t *testing.T, file string) *Film {
	t.Helper()
	film, content := openFile(t, file)
	p := mp4ffprobe(t, file)
	seen := 0
	for _, stream := range p.Streams {
		id, _ := strconv.ParseInt(stream.ID, 0, 64)
		track := film.Track(int(id))
		if track == nil {
			continue
		}
		seen++
		want := p.of(stream.Index)
		shift := int64(film.Start*float64(track.Timescale) + 0.5)
		if film.Start < 0 {
			shift = int64(film.Start*float64(track.Timescale) - 0.5)
		}
		i := 0
		for s, err := range film.Samples(content, track.ID, -1<<40) {
			if err != nil {
				t.Fatal(err)
			}
			if i == len(want) {
				t.Errorf("track %d has more samples than the %d of ffprobe", track.ID, i)
				break
			}
			w := want[i]
			hash := md5.Sum(s.Data)
			if off := s.PTS + shift - w.PTS; off < -1 || off > 1 || s.PTS-s.DTS != w.PTS-w.DTS || strconv.Itoa(len(s.Data)) != w.Size || "MD5:"+hex.EncodeToString(hash[:]) != w.Hash {
				t.Fatalf("track %d (%s), sample %d = %d/%d of %d bytes, start %v; ffprobe: %+v", track.ID, track.Codec, i, s.PTS, s.DTS, len(s.Data), film.Start, w)
			}
			if i+1 < len(want) && s.Duration != want[i+1].DTS-w.DTS {
				t.Errorf("track %d, sample %d lasts %d; the next one of ffprobe comes after %d", track.ID, i, s.Duration, want[i+1].DTS-w.DTS)
			}
			if key := strings.HasPrefix(w.Flags, "K"); s.Sync != key {
				t.Errorf("track %d, sample %d: sync is %v; ffprobe: %v", track.ID, i, s.Sync, key)
			}
			i++
		}
		if i != len(want) {
			t.Errorf("track %d has %d samples; ffprobe: %d", track.ID, i, len(want))
		}
	}
	if seen != len(film.Tracks) || seen == 0 {
		t.Errorf("%d tracks, of which ffprobe knows %d", len(film.Tracks), seen)
	}
	return film
}

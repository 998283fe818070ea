package hls

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parse reads a media playlist: the target duration and the durations in
// microseconds by segment.
func parse(t *testing.T, playlist []byte) (target int64, durations []int64) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(playlist)), "\n")
	if lines[0] != "#EXTM3U" || lines[len(lines)-1] != "#EXT-X-ENDLIST" {
		t.Errorf("begins with %q and ends with %q", lines[0], lines[len(lines)-1])
	}
	for _, want := range []string{"#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS", `#EXT-X-MAP:URI="init.mp4"`, "#EXT-X-VERSION:7"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s", want)
		}
	}
	for i, line := range lines {
		if v, ok := strings.CutPrefix(line, "#EXT-X-TARGETDURATION:"); ok {
			target, _ = strconv.ParseInt(v, 10, 64)
		}
		if v, ok := strings.CutPrefix(line, "#EXTINF:"); ok {
			seconds, err := strconv.ParseFloat(strings.TrimSuffix(v, ","), 64)
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("%d.m4s", len(durations)); lines[i+1] != want {
				t.Errorf("segment %d is %q", len(durations), lines[i+1])
			}
			durations = append(durations, int64(math.Round(seconds*1e6)))
		}
	}
	return target, durations
}

func TestTheDurationsOfAPlaylistAddUpToTheFilm(t *testing.T) {
	third := []float64{0}
	for i := range 3000 {
		third = append(third, float64(i+1)*20.0/3)
	}
	for _, bounds := range [][]float64{
		{0, 6, 12, 13.5},
		{0, 0.04},
		{0, 6.00600600600, 12.012012012, 18.018018018},
		{0, 10.4999999, 20.999999},
		third,
	} {
		target, durations := parse(t, Playlist(bounds))
		if len(durations) != len(bounds)-1 {
			t.Fatalf("%d segments between %d bounds", len(durations), len(bounds))
		}
		var sum int64
		for i, d := range durations {
			sum += d
			if math.Abs(float64(sum)/1e6-bounds[i+1]) > 1e-6 {
				t.Fatalf("segment %d ends at %d µs instead of %f s", i, sum, bounds[i+1])
			}
			if int64(math.Round(float64(d)/1e6)) > target {
				t.Errorf("segment %d of %d µs is longer than the target of %d s", i, d, target)
			}
		}
	}
}

func TestAMasterPlaylistSaysWhatThePlayersChooseBy(t *testing.T) {
	picture := &Stream{URI: "v1/index.m3u8", Codecs: "avc1.640028", Bandwidth: 4e6, Average: 2e6, Width: 1920, Height: 1080, FrameRate: 24000.0 / 1001}
	sounds := []Stream{
		{URI: "a2/index.m3u8", Codecs: "mp4a.40.2", Bandwidth: 2e5, Average: 1.5e5, Name: "English", Language: "en", Channels: 6},
		{URI: "a3/index.m3u8", Codecs: "opus", Bandwidth: 1e5, Average: 1e5, Name: "He said \"no\"\n", Language: "de", Default: true, Channels: 2},
		{URI: "a4/index.m3u8", Codecs: "mp4a.40.2", Name: "English"},
	}
	for _, test := range []struct {
		master Master
		want   string
	}{
		{Master{picture, sounds}, `
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="6",URI="a2/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="He said 'no' ",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a3/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English 2",DEFAULT=NO,AUTOSELECT=YES,URI="a4/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=4200000,AVERAGE-BANDWIDTH=2150000,CODECS="avc1.640028,mp4a.40.2,opus",RESOLUTION=1920x1080,FRAME-RATE=23.976,AUDIO="sound"
v1/index.m3u8
`},
		{Master{picture, nil}, `
#EXT-X-STREAM-INF:BANDWIDTH=4000000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.640028",RESOLUTION=1920x1080,FRAME-RATE=23.976
v1/index.m3u8
`},
		{Master{nil, sounds[:1]}, `
#EXT-X-STREAM-INF:BANDWIDTH=200000,AVERAGE-BANDWIDTH=150000,CODECS="mp4a.40.2"
a2/index.m3u8
`},
		{Master{&Stream{URI: "v1/index.m3u8"}, nil}, `
#EXT-X-STREAM-INF:BANDWIDTH=1
v1/index.m3u8
`},
	} {
		want := "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS" + test.want
		if got := string(test.master.Encode()); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
}

package transcode

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"goblet/media/container"
)

func TestFFprobeTellsOfFilmsThatWeDoNotReadOurselves(t *testing.T) {
	for name, want := range map[string]struct {
		format       string
		video, audio container.Codec
	}{
		"xvid.avi": {"avi", "mpeg4", "mp3"},
		"dvb.ts":   {"mpegts", "mpeg2video", "mp2"},
	} {
		f := sourceOf(t, tools(t), film(t, name)).Film
		if string(f.Format) != want.format || f.Duration < 19 || f.Duration > 21 || len(f.Tracks) != 2 {
			t.Fatalf("%s: %+v", name, f)
		}
		picture, sound := f.Of(container.Video)[0], f.Of(container.Audio)[0]
		if picture.Codec != want.video || picture.Width != 320 || picture.Height != 180 || picture.FrameRate != 25 {
			t.Errorf("%s: %+v", name, picture)
		}
		if sound.Codec != want.audio || sound.Channels == 0 || sound.SampleRate != 48000 {
			t.Errorf("%s: %+v", name, sound)
		}
	}
}

func TestNothingThatNamesOtherFilesIsFollowed(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(folder, "secret.ts")
	data, err := os.ReadFile(film(t, "dvb.ts"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secret, data, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		if c, err := listener.Accept(); err == nil {
			t.Errorf("somebody has connected from %v", c.RemoteAddr())
		}
	}()
	url := "http://" + listener.Addr().String() + "/secret.ts"
	for name, text := range map[string]string{
		"hls of a file":       "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"hls of a path":       "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + secret + "\n#EXT-X-ENDLIST\n",
		"hls of the password": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nconcat:file:///etc/passwd|file:///etc/passwd\n#EXT-X-ENDLIST\n",
		"hls of an address":   "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + url + "\n#EXT-X-ENDLIST\n",
		"concat":              "ffconcat version 1.0\nfile '" + secret + "'\n",
		"sdp":                 "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
		"dash":                `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1"><BaseURL>` + url + `</BaseURL></Representation></AdaptationSet></Period></MPD>`,
		"subtitles":           "1\n00:00:00,000 --> 00:00:01,000\nhello\n",
		"nothing":             "",
		"noise":               "\x00\x01\x02not a film at all",
	} {
		for _, ending := range []string{".avi", ".ts", ".mpg"} {
			path := filepath.Join(folder, name+ending)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if film, err := tools(t).Probe(t.Context(), f); !errors.Is(err, container.ErrNotFilm) {
				t.Errorf("%s%s: %+v, %v", name, ending, film, err)
			}
			f.Close()
		}
	}
}

func TestWithoutFFprobeASentenceSaysWhatToDo(t *testing.T) {
	if _, err := (*Tools)(nil).Probe(t.Context(), nil); !errors.Is(err, ErrNoFFmpeg) {
		t.Errorf("got %v", err)
	}
}

func FuzzProbe(f *testing.F) {
	f.Add([]byte(`{"format":{"format_name":"avi","duration":"20.0"},"streams":[{"index":0,"codec_type":"video","codec_name":"mpeg4","width":320,"height":180,"sample_aspect_ratio":"4:3","avg_frame_rate":"25/1"}],"chapters":[{"start_time":"1"}]}`))
	f.Add([]byte(`{"format":{"format_name":"mpegts","duration":"-1","start_time":"1e300"},"streams":[{"index":-5,"codec_type":"audio","codec_name":"x","sample_rate":"NaN","channels":-1}]}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		film, err := parseProbe(answer)
		if err != nil {
			return
		}
		if film.Duration < 0 || film.Duration > maxDuration || len(film.Tracks) > maxTracks {
			t.Errorf("%+v", film)
		}
		for _, track := range film.Tracks {
			if track.ID < 1 || track.Width < 0 || track.Width > 10*maxSide || track.Height > maxSide || !(track.FrameRate >= 0) {
				t.Errorf("%+v", track)
			}
			if w, h := sizes["h264"].fit(track.Width, track.Height); w < 2 || h < 2 || w > 1920 || h > 1920 {
				t.Errorf("%d×%d becomes %s", track.Width, track.Height, fmt.Sprint(w, h))
			}
		}
	})
}

func TestAProbeThatNobodyWaitsForSaysNothingOfTheFilm(t *testing.T) {
	file, err := os.Open(film(t, "xvid.avi"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tools(t).Probe(ctx, file); !errors.Is(err, context.Canceled) || errors.Is(err, container.ErrNotFilm) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

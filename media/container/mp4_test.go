package container

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMP4SamplesAreThoseOfFFprobe(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"end.mp4"})
	for name, args := range map[string][]string{
		"end.mp4":        nil,
		"faststart.mp4":  {"-movflags", "+faststart"},
		"fragmented.mp4": {"-movflags", "frag_keyframe+empty_moov"},
		"hybrid.mp4":     {"-movflags", "frag_keyframe"},
		"separate.mp4":   {"-movflags", "frag_keyframe+empty_moov+separate_moof+default_base_moof"},
		"delayed.mp4":    {"-movflags", "frag_keyframe+delay_moov"},
		"negative.mp4":   {"-movflags", "negative_cts_offsets"},
		"dash.mp4":       {"-movflags", "+dash+global_sidx", "-frag_duration", "1000000"},
		"noedits.mp4":    {"-use_editlist", "0"},
		"late.mp4":       {"-output_ts_offset", "10"},
		"latefrag.mp4":   {"-output_ts_offset", "10", "-movflags", "frag_keyframe+empty_moov"},
		"coarse.mp4":     {"-video_track_timescale", "1000"},
		"quicktime.mov":  {},
	} {
		t.Run(name, func(t *testing.T) {
			if args != nil {
				mp4ffmpeg(t, dir, []string{"-i", "end.mp4", "-c", "copy"}, args, []string{name})
			}
			film := compareWithFFprobe(t, filepath.Join(dir, name))
			if film.Duration < 5.95 || film.Duration > 6.85 {
				t.Errorf("the film lasts %v s", film.Duration)
			}
			video := film.Of(Video)[0]
			if keys := film.Keyframes(video.ID); len(keys) != 6 || !slices.IsSorted(keys) {
				t.Errorf("keyframes at %v", keys)
			}
			if video.FrameRate < 24.9 || video.FrameRate > 25.1 || video.Width != 160 || video.Height != 90 {
				t.Errorf("the picture is %+v", video)
			}
		})
	}
}

func TestMP4CodecsAreRecognised(t *testing.T) {
	dir := t.TempDir()
	x264 := []string{"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "25"}
	for name, c := range map[string]struct {
		args     []string
		video    Codec
		audio    Codec
		codecs   string // of the sound
		config   int    // bytes of the sound's, -1: some
		channels int
		delay    int64
	}{
		"opus.mp4":  {[]string{"-c:a", "libopus"}, H264, Opus, "opus", 11, 1, 312},
		"flac.mp4":  {[]string{"-c:a", "flac", "-strict", "-2"}, H264, FLAC, "flac", 42, 1, 0},
		"mp3.mp4":   {[]string{"-c:a", "libmp3lame"}, H264, MP3, "mp3", 0, 2, 1105},
		"mp3.mov":   {[]string{"-c:a", "libmp3lame"}, H264, MP3, "mp3", 0, 1, 1105},
		"aac.mov":   {[]string{"-c:a", "aac", "-ac", "6"}, H264, AAC, "mp4a.40.2", 5, 6, 1024},
		"ac3.mp4":   {[]string{"-c:a", "ac3", "-ac", "6"}, H264, AC3, "ac-3", 3, 6, 256},
		"ac3.mov":   {[]string{"-c:a", "ac3"}, H264, AC3, "ac-3", 3, 1, 256},
		"eac3.mp4":  {[]string{"-c:a", "eac3", "-ac", "6"}, H264, EAC3, "ec-3", 5, 6, 256},
		"dts.mp4":   {[]string{"-c:a", "dca", "-strict", "-2"}, H264, DTS, "dtsc", -1, 2, 0},
		"alac.mp4":  {[]string{"-c:a", "alac"}, H264, "alac", "", -1, 1, 0},
		"vp9.mp4":   {[]string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"}, VP9, Opus, "opus", 11, 1, 312},
		"mpeg4.mp4": {[]string{"-c:v", "mpeg4", "-c:a", "aac"}, MPEG4, AAC, "mp4a.40.2", 5, 1, 1024},
		"hevc.mp4":  {[]string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:open-gop=1:keyint=25", "-tag:v", "hvc1", "-c:a", "aac"}, HEVC, AAC, "mp4a.40.2", 5, 1, 1024},
		"hev1.mov":  {[]string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hev1", "-c:a", "aac"}, HEVC, AAC, "mp4a.40.2", 5, 1, 1024},
	} {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, mp4Picture, mp4Sound, x264, []string{"-t", "2"}, c.args, []string{name})
			film := compareWithFFprobe(t, filepath.Join(dir, name))
			video, audio := film.Of(Video)[0], film.Of(Audio)[0]
			if video.Codec != c.video || video.Codec != MPEG4 && video.Codecs == "" {
				t.Errorf("the picture is %s (%q), want %s", video.Codec, video.Codecs, c.video)
			}
			if audio.Codec != c.audio || audio.Codecs != c.codecs || audio.Channels != c.channels || audio.SampleRate != 48000 || audio.Delay != c.delay {
				t.Errorf("the sound is %+v, want %+v", audio, c)
			}
			if c.config >= 0 && len(audio.Config) != c.config {
				t.Errorf("the sound's Config is % x", audio.Config)
			}
		})
	}
}

func TestPicturesAndSoundThatBeginAtDifferentTimesStayTogether(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"end.mp4"})
	both := []string{"-itsoffset", "1.5", "-i", "end.mp4", "-i", "end.mp4", "-c", "copy"}
	for name, c := range map[string]struct {
		args         []string
		video, audio float64 // seconds of the first picture and of the first sound that is heard
	}{
		"late video.mp4": {slices.Concat(both, []string{"-map", "0:v", "-map", "1:a"}), 1.5, 0},
		"late audio.mp4": {slices.Concat(both, []string{"-map", "1:v", "-map", "0:a"}), 0, 1.5 - 1024./48000},
	} {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, c.args, []string{name})
			film := compareWithFFprobe(t, filepath.Join(dir, name))
			content, err := os.Open(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			defer content.Close()
			for _, track := range film.Tracks {
				want := c.video
				if track.Kind == Audio {
					want = c.audio
				}
				for s, err := range film.Samples(content, track.ID, 0) {
					if err != nil {
						t.Fatal(err)
					}
					if at := float64(s.PTS+track.Delay) / float64(track.Timescale); math.Abs(at-want) > 0.03 {
						t.Errorf("%s begins at %v s, want %v", track.Kind, at, want)
					}
					break
				}
			}
		})
	}
}

func TestAFilmCutBetweenKeyframesHasItsLeadInBeforeZero(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"-g", "50", "end.mp4"})
	mp4ffmpeg(t, dir, []string{"-ss", "3.3", "-i", "end.mp4", "-c", "copy", "cut.mp4"})
	film, content := openFile(t, filepath.Join(dir, "cut.mp4"))
	video := film.Of(Video)[0]
	keys := film.Keyframes(video.ID)
	if len(keys) == 0 || math.Abs(float64(keys[0])/float64(video.Timescale)+1.3) > 0.05 {
		t.Fatalf("keyframes at %v", keys)
	}
	if delay := film.Of(Audio)[0].Delay; delay != 0 {
		t.Errorf("the sound that was cut off counts as priming: %d", delay)
	}
	if math.Abs(film.Duration-2.7) > 0.1 || film.Start != 0 {
		t.Errorf("it lasts %v s from %v s", film.Duration, film.Start)
	}
	for s, err := range film.Samples(content, video.ID, 0) {
		if err != nil || s.PTS != keys[0] || !s.Sync {
			t.Errorf("decoding for 0 s begins at %d (%v), want %d", s.PTS, err, keys[0])
		}
		break
	}
}

func TestOnlyIDRPicturesOfOpenGOPsAreKeyframes(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"-x264-params", "open-gop=1:keyint=25:bframes=3", "open.mp4"})
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"-x264-params", "open-gop=1:keyint=25:bframes=3", "-movflags", "frag_keyframe+empty_moov", "fragments.mp4"})
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"-bf", "0", "-intra-refresh", "1", "refresh.mp4"})
	for _, name := range []string{"open.mp4", "fragments.mp4"} {
		film, content := openFile(t, filepath.Join(dir, name))
		video := film.Of(Video)[0]
		if keys := film.Keyframes(video.ID); len(keys) != 1 || keys[0] > int64(video.Timescale) || !video.OpenGOP {
			t.Errorf("%s: keyframes at %v, want one; open GOPs: %v", name, keys, video.OpenGOP)
		}
		syncs := 0
		for s := range film.Samples(content, video.ID, math.MaxInt32) {
			if s.Sync {
				syncs++
			}
		}
		if syncs != 1 {
			t.Errorf("%s: %d samples are sync", name, syncs)
		}
	}
	film, _ := openFile(t, filepath.Join(dir, "refresh.mp4"))
	if keys := film.Keyframes(1); len(keys) == 0 || len(keys) > 2 {
		t.Errorf("with periodic intra refresh: keyframes at %v", keys)
	}
}

func TestMP4TracksAreNamed(t *testing.T) {
	dir := t.TempDir()
	subtitles := filepath.Join(dir, "s.srt")
	if err := os.WriteFile(subtitles, []byte("1\n00:00:01,000 --> 00:00:02,000\nGrüße\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"named.mp4", "named.mov"} { // the texts of QuickTime cannot be forced
		mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4Sound, []string{"-i", subtitles, "-map", "0", "-map", "1", "-map", "2", "-map", "3"}, mp4H264,
			[]string{"-c:s", "mov_text", "-metadata:s:a:0", "language=ger", "-metadata:s:a:0", "title=Kommentar", "-metadata:s:a:1", "language=eng",
				"-metadata:s:s:0", "language=fra", "-disposition:s:0", "forced", "-disposition:a:1", "0", name})
		film, content := openFile(t, filepath.Join(dir, name))
		if len(film.Tracks) != 4 {
			t.Fatalf("%s: %d tracks", name, len(film.Tracks))
		}
		german, english, french := film.Tracks[1], film.Tracks[2], film.Tracks[3]
		if german.Language != "de" || german.Title != "Kommentar" || !german.Default {
			t.Errorf("%s: %+v", name, german)
		}
		if english.Language != "en" || english.Title != "" || english.Default {
			t.Errorf("%s: %+v", name, english)
		}
		if french.Language != "fr" || french.Kind != Subtitle || french.Codec != MovText || french.Forced != (name == "named.mp4") {
			t.Errorf("%s: %+v", name, french)
		}
		found := false
		for s := range film.Samples(content, french.ID, 0) {
			found = found || strings.Contains(string(s.Data), "Grüße") && s.PTS == int64(french.Timescale)
		}
		if !found {
			t.Errorf("%s: the subtitle is not at 1 s", name)
		}
	}
}

func TestMP4ChaptersAreThoseOfNeroAndOfQuickTime(t *testing.T) {
	dir := t.TempDir()
	const chapters = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2500\ntitle=Eins\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2500\nEND=6000\ntitle=Zwölf\n"
	if err := os.WriteFile(filepath.Join(dir, "chapters"), []byte(chapters), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"both.mp4":      {},
		"quicktime.mp4": {"-movflags", "+disable_chpl"},
		"quicktime.mov": {},
	} {
		mp4ffmpeg(t, dir, mp4Picture, mp4Sound, []string{"-i", "chapters", "-map", "0", "-map", "1", "-map_chapters", "2"}, mp4H264, args, []string{name})
		film, _ := openFile(t, filepath.Join(dir, name))
		if want := []Chapter{{0, "Eins"}, {2.5, "Zwölf"}}; !slices.Equal(film.Chapters, want) || len(film.Tracks) != 2 {
			t.Errorf("%s: chapters %v, %d tracks", name, film.Chapters, len(film.Tracks))
		}
	}
}

func TestRealFilmsReadAsFFprobeReadsThem(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/Eyevinn/mp4ff").Output()
	if err != nil {
		t.Fatal(err)
	}
	testdata := filepath.Join(strings.TrimSpace(string(out)), "mp4", "testdata")
	for _, name := range []string{"bbb_prog_10s.mp4", "prog_8s.mp4", "prog_8s_dec_dashinit.mp4", "bbb5s_aac_sidx.mp4", "ed_hevc.mp4", "cbcsdec.mp4"} {
		t.Run(name, func(t *testing.T) { compareWithFFprobe(t, filepath.Join(testdata, name)) })
	}
	compareWithFFprobe(t, filepath.Join("..", "sample", "big-buck-bunny.mp4"))
}

package container

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// mkvFilm is a film in Matroska: what ffmpeg makes of a short picture and sound
// with some arguments, and what is to be found in it.
type mkvFilm struct {
	args           []string
	video, audio   Codec
	codecs, sounds string
	config         int // bytes of the sound's, -1: some
}

var (
	mkvX264 = []string{"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "25"}
	mkvVP9  = []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25"}
)

// mkvFilms are the films by name.
func mkvFilms() map[string]mkvFilm {
	with := func(args []string, more ...string) []string { return slices.Concat(args, more) }
	const avc = "avc1.64000B"
	return map[string]mkvFilm{
		"bframes.mkv":  {with(mkvX264, "-c:a", "aac"), H264, AAC, avc, "mp4a.40.2", 5},
		"longgop.mkv":  {with(mkvX264, "-g", "1000", "-sc_threshold", "0", "-c:a", "aac"), H264, AAC, avc, "mp4a.40.2", 5},
		"opengop.mkv":  {with(mkvX264, "-x264-params", "open-gop=1:keyint=24:bframes=3", "-c:a", "aac"), H264, AAC, avc, "mp4a.40.2", 5},
		"ntsc.mkv":     {with(mkvX264, "-r", "24000/1001", "-g", "24", "-c:a", "aac", "-ar", "44100"), H264, AAC, "avc1.64000A", "mp4a.40.2", 5},
		"surround.mkv": {with(mkvX264, "-c:a", "ac3", "-ac", "6"), H264, AC3, avc, "ac-3", 3},
		"flac.mkv":     {with(mkvX264, "-c:a", "flac"), H264, FLAC, avc, "flac", 42},
		"dts.mkv":      {with(mkvX264, "-c:a", "dca", "-strict", "-2"), H264, DTS, avc, "dtsc", 0},
		"pcm.mkv":      {with(mkvX264, "-c:a", "pcm_s24le"), H264, "pcm_s24le", avc, "", 0},
		"live.mkv":     {with(mkvX264, "-c:a", "aac", "-live", "1"), H264, AAC, avc, "mp4a.40.2", 5},
		"small.mkv":    {with(mkvX264, "-c:a", "aac", "-cluster_time_limit", "200"), H264, AAC, avc, "mp4a.40.2", 5},
		"late.mkv":     {with(mkvX264, "-c:a", "aac", "-output_ts_offset", "10"), H264, AAC, avc, "mp4a.40.2", 5},
		"hevc.mkv":     {[]string{"-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=error:open-gop=1:keyint=25", "-c:a", "eac3"}, HEVC, EAC3, "hvc1.2.4.L30.90", "ec-3", 5},
		"vp9.webm":     {with(mkvVP9, "-c:a", "libopus"), VP9, Opus, "vp09.00.10.08", "opus", 11},
		"vp8.webm":     {[]string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libvorbis"}, VP8, Vorbis, "vp8", "vorbis", -1},
		"mpeg4.mkv":    {[]string{"-c:v", "mpeg4", "-bf", "2", "-c:a", "libmp3lame"}, MPEG4, MP3, "", "mp3", 0},
		"mpeg2.mkv":    {[]string{"-c:v", "mpeg2video", "-bf", "2", "-c:a", "mp2"}, "V_MPEG2", "A_MPEG/L2", "", "", 0},
		"sound.mka":    {[]string{"-vn", "-c:a", "libopus"}, "", Opus, "", "opus", 11},
	}
}

func TestMatroskaFilms(t *testing.T) {
	dir := t.TempDir()
	for name, want := range mkvFilms() {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, mp4Picture, mp4Sound, want.args, []string{"-fflags", "+bitexact", name})
			file := filepath.Join(dir, name)
			film, content := openFile(t, file)
			t.Run("samples are those of ffprobe", func(t *testing.T) { samplesOfFFprobe(t, film, content, file) })
			t.Run("samples do not depend on where reading began", func(t *testing.T) { samplesFromAnywhere(t, film, content) })
			t.Run("keyframes are the sync samples", func(t *testing.T) { keyframesAreSyncs(t, film, content) })
			t.Run("tracks say what a decoder needs", func(t *testing.T) { tracksAre(t, film, want) })
			t.Run("ffmpeg decodes the muxed film as the source", func(t *testing.T) { decodesAlike(t, film, content, file) })
			if open := name == "opengop.mkv"; want.video != "" && film.Of(Video)[0].OpenGOP != open {
				t.Errorf("open GOPs: %v", !open)
			}
		})
	}
}

func samplesOfFFprobe(t *testing.T, film *Film, content *bytes.Reader, file string) {
	p := mp4ffprobe(t, file)
	if len(film.Tracks) != len(p.Streams) || film.Partial {
		t.Fatalf("%d tracks, ffprobe: %d", len(film.Tracks), len(p.Streams))
	}
	if film.Duration < 5.9 || film.Duration > 6.2 {
		t.Errorf("the film lasts %v s", film.Duration)
	}
	for i, track := range film.Tracks {
		compareTrack(t, film, track, all(t, film, content, track.ID), p.of(i))
	}
}

func samplesFromAnywhere(t *testing.T, film *Film, content *bytes.Reader) {
	for _, track := range film.Tracks {
		whole := all(t, film, content, track.ID)
		for _, seconds := range []float64{0, 0.5, 1, 1.017, 2.3, 3.98, 4, 5.9, 100} {
			from := int64(seconds * float64(track.Timescale))
			first := 0
			for i, s := range whole {
				if s.Sync && s.PTS <= from {
					first = i
				}
			}
			got := since0(t, film, content, track.ID, from)
			if !reflect.DeepEqual(got, whole[first:]) {
				t.Errorf("track %d (%s): the samples from %v s on differ: %d, want %d", track.ID, track.Codec, seconds, len(got), len(whole)-first)
			}
		}
	}
}

func keyframesAreSyncs(t *testing.T, film *Film, content *bytes.Reader) {
	for _, track := range film.Of(Video) {
		var syncs []int64
		for _, s := range all(t, film, content, track.ID) {
			if s.Sync {
				syncs = append(syncs, s.PTS)
			}
		}
		if keys := film.Keyframes(track.ID); !slices.Equal(keys, syncs) {
			t.Errorf("keyframes at %v, sync samples at %v", keys, syncs)
		}
	}
}

func tracksAre(t *testing.T, film *Film, want mkvFilm) {
	for _, video := range film.Of(Video) {
		rate := 25.0
		if video.Timescale != videoTimescale {
			rate = 24000. / 1001
		}
		if video.Codec != want.video || video.Codecs != want.codecs || math.Abs(video.FrameRate-rate) > 1e-3 || video.Width != 160 || video.Height != 90 {
			t.Errorf("the picture is %+v", video)
		}
		if record := len(video.Config); (video.Codec == VP8 || video.Codec == VP9) && record != 12 {
			t.Errorf("the picture's record has %d bytes", record)
		}
	}
	audio := film.Of(Audio)[0]
	if audio.Codec != want.audio || audio.Codecs != want.sounds || want.config >= 0 && len(audio.Config) != want.config {
		t.Errorf("the sound is %+v", audio)
	}
	if (film.Format == WebM) != (want.video == VP8 || want.video == VP9) {
		t.Errorf("the format is %s", film.Format)
	}
}

// compareTrack checks samples against packets, whose times are in milliseconds.
func compareTrack(t *testing.T, film *Film, track Track, samples []Sample, want []probedPacket) {
	if len(samples) != len(want) {
		t.Fatalf("track %d (%s) has %d samples; ffprobe: %d", track.ID, track.Codec, len(samples), len(want))
	}
	for i, s := range samples {
		w := want[i]
		hash := md5.Sum(s.Data)
		at := 1000 * (float64(s.PTS)/float64(track.Timescale) + film.Start)
		if math.Abs(at-float64(w.PTS)) > 1.2 || "MD5:"+hex.EncodeToString(hash[:]) != w.Hash {
			t.Fatalf("track %d (%s), sample %d is at %v ms and of %d bytes; ffprobe: %+v", track.ID, track.Codec, i, at, len(s.Data), w)
		}
		if s.Duration <= 0 || s.DTS > s.PTS || i > 0 && s.DTS <= samples[i-1].DTS {
			t.Errorf("track %d (%s), sample %d has DTS %d, PTS %d and lasts %d", track.ID, track.Codec, i, s.DTS, s.PTS, s.Duration)
		}
		if key := strings.HasPrefix(w.Flags, "K"); s.Sync != key && !track.OpenGOP {
			t.Errorf("track %d (%s), sample %d: sync is %v; ffprobe: %v", track.ID, track.Codec, i, s.Sync, key)
		}
		if i > 0 && samples[i-1].DTS+samples[i-1].Duration != s.DTS {
			t.Errorf("track %d (%s), sample %d is at %d, the one before ends at %d", track.ID, track.Codec, i, s.DTS, samples[i-1].DTS+samples[i-1].Duration)
		}
	}
}

// all reads the samples of a track.
func all(t testing.TB, film *Film, content *bytes.Reader, track int) []Sample {
	t.Helper()
	return since0(t, film, content, track, math.MinInt32)
}

func since0(t testing.TB, film *Film, content *bytes.Reader, track int, from int64) (samples []Sample) {
	t.Helper()
	for s, err := range film.Samples(content, track, from) {
		if err != nil {
			t.Fatal(err)
		}
		samples = append(samples, s)
	}
	return samples
}

func TestMatroskaTracksAndChaptersAreNamed(t *testing.T) {
	dir := t.TempDir()
	texts := map[string]string{
		"s.srt":    "1\n00:00:01,000 --> 00:00:02,500\nGrüße\n\n2\n00:00:03,000 --> 00:00:03,500\n漢字\n\n",
		"chapters": ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2500\ntitle=Eins\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2500\nEND=6000\ntitle=Zwölf\n",
	}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4Sound, []string{"-i", "s.srt", "-i", "chapters", "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "3", "-map_chapters", "4"},
		mp4H264, []string{"-bf", "0", "-c:s:0", "srt", "-c:s:1", "ass", "-metadata:s:a:0", "language=ger", "-metadata:s:a:0", "title=Kommentar", "-metadata:s:a:1", "language=eng",
			"-metadata:s:s:0", "language=fra", "-disposition:s:0", "forced", "-disposition:a:1", "0", "named.mkv"})
	film, content := openFile(t, filepath.Join(dir, "named.mkv"))
	if want := []Chapter{{0, "Eins"}, {2.5 - film.Start, "Zwölf"}}; !slices.Equal(film.Chapters, want) {
		t.Errorf("chapters %v", film.Chapters)
	}
	if len(film.Tracks) != 5 {
		t.Fatalf("%d tracks", len(film.Tracks))
	}
	german, english, french, styled := film.Tracks[1], film.Tracks[2], film.Tracks[3], film.Tracks[4]
	if german.Language != "de" || german.Title != "Kommentar" || english.Language != "en" || english.Default {
		t.Errorf("%+v\n%+v", german, english)
	}
	if french.Language != "fr" || french.Codec != SubRip || !french.Forced || styled.Codec != ASS || !bytes.HasPrefix(styled.Config, []byte("[Script Info]")) {
		t.Errorf("%+v\n%+v", french, styled)
	}
	picture := all(t, film, content, 1)[0].PTS * 1000 / videoTimescale // by which ffmpeg made room for the sound's priming
	texted := all(t, film, content, french.ID)
	if len(texted) != 2 || string(texted[0].Data) != "Grüße" || texted[0].PTS != 1000+picture || texted[0].Duration != 1500 || texted[1].PTS != 3000+picture {
		t.Errorf("%+v", texted)
	}
}

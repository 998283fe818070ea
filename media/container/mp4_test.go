package container

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestMP4SamplesAreThoseOfFFprobe(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mp4H264, []string{"end.mp4"})
	for name, args := range map[string][]string{
		"end.mp4":        nil,
		"faststart.mp4":  {"-i", "end.mp4", "-c", "copy", "-movflags", "+faststart"},
		"fragmented.mp4": {"-i", "end.mp4", "-c", "copy", "-movflags", "frag_keyframe+empty_moov"},
		"hybrid.mp4":     {"-i", "end.mp4", "-c", "copy", "-movflags", "frag_keyframe"},
		"separate.mp4":   {"-i", "end.mp4", "-c", "copy", "-movflags", "frag_keyframe+empty_moov+separate_moof+default_base_moof"},
		"delayed.mp4":    {"-i", "end.mp4", "-c", "copy", "-movflags", "frag_keyframe+delay_moov"},
		"negative.mp4":   {"-i", "end.mp4", "-c", "copy", "-movflags", "negative_cts_offsets"},
		"dash.mp4":       {"-i", "end.mp4", "-c", "copy", "-movflags", "+dash+global_sidx", "-frag_duration", "1000000"},
		"quicktime.mov":  {"-i", "end.mp4", "-c", "copy"},
	} {
		t.Run(name, func(t *testing.T) {
			if args != nil {
				mp4ffmpeg(t, dir, args, []string{name})
			}
			film := compareWithFFprobe(t, filepath.Join(dir, name))
			if film.Duration < 5.95 || film.Duration > 6.15 {
				t.Errorf("the film lasts %v s", film.Duration)
			}
			video := film.Of(Video)[0]
			if keys := film.Keyframes(video.ID); len(keys) != 6 || !slices.IsSorted(keys) {
				t.Errorf("keyframes at %v", keys)
			}
		})
	}
}

package container

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkMatroska measures opening a film of some 200 MB, with Cues and
// without, and reading its tracks.
func BenchmarkMatroska(b *testing.B) {
	dir := b.TempDir()
	mp4ffmpeg(b, dir, []string{"-f", "lavfi", "-i", "nullsrc=s=1280x720:r=25:d=2,geq=random(1)*255:128:128"}, []string{"-f", "lavfi", "-i", "anoisesrc=r=48000:d=2"},
		[]string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-b:v", "16M", "-c:a", "aac", "part.mkv"})
	for name, args := range map[string][]string{"cues.mkv": nil, "live.mkv": {"-live", "1"}} {
		mp4ffmpeg(b, dir, []string{"-stream_loop", "29", "-i", "part.mkv", "-c", "copy"}, args, []string{name})
	}
	for _, name := range []string{"cues.mkv", "live.mkv"} {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			b.Fatal(err)
		}
		film, err := Open(file, info.Size())
		if err != nil {
			b.Fatal(err)
		}
		b.Run("open "+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Open(file, info.Size()); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, track := range film.Tracks {
			b.Run("read "+string(track.Kind)+" of "+name, func(b *testing.B) {
				bytes := 0
				for b.Loop() {
					bytes = 0
					for s, err := range film.Samples(file, track.ID, -1<<40) {
						if err != nil {
							b.Fatal(err)
						}
						bytes += len(s.Data)
					}
				}
				b.SetBytes(int64(bytes))
			})
		}
	}
}

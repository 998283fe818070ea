package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"goblet/media/thumbnail"
	"goblet/media/transcode"
	"goblet/media/upload"
)

// greys is a film of 60 s whose grey tells time: 15 brighter every 5 s.
const greys = "color=black:s=16x16:r=10,geq=lum='20+15*floor(T/5)':cb=128:cr=128,scale=320:180"

// greyFilm makes a film of a minute in a folder.
func greyFilm(t *testing.T, dir, name, source string, args ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	args = append([]string{"-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-t", "60", "-g", "10", "-pix_fmt", "yuv420p"}, append(args, path)...)
	if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	return path
}

// pictured is a maker of pictures of a library, with real ffmpeg.
func pictured(t *testing.T, l *Library, folder string) *thumbnail.Maker {
	t.Helper()
	tools, err := transcode.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	x, err := transcode.New(transcode.Options{Tools: tools, Folder: t.TempDir(), SoftwareOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	m, err := thumbnail.New(thumbnail.Options{Open: l.Frames, Folder: folder, Again: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { x.Run(ctx) })
	running.Go(func() { m.Run(ctx, PictureDecoder{x}) })
	t.Cleanup(func() { end(); running.Wait() })
	return m
}

// shown is a cue of thumbnails.
type shown struct {
	from, to float64
	picture  image.Image
}

// cuesOf reads WebVTT and cuts the pictures that it names out of their sheets.
func cuesOf(t *testing.T, m *thumbnail.Maker, k thumbnail.Key, vtt []byte) (all []shown) {
	t.Helper()
	head, rest, _ := strings.Cut(string(vtt), "\n")
	if head != "WEBVTT" {
		t.Fatalf("no WebVTT: %q", vtt)
	}
	for block := range strings.SplitSeq(strings.TrimSpace(rest), "\n\n") {
		if block == "" {
			continue
		}
		var a, b [3]float64
		var n, x, y, w, h int
		var revision uint32
		if _, err := fmt.Sscanf(block, "%f:%f:%f --> %f:%f:%f\nthumbnails/%d.jpg?r=%x#xywh=%d,%d,%d,%d",
			&a[0], &a[1], &a[2], &b[0], &b[1], &b[2], &n, &revision, &x, &y, &w, &h); err != nil {
			t.Fatalf("%q: %v", block, err)
		}
		data, err := m.Sheet(k, n, revision)
		if err != nil {
			t.Fatalf("%q: %v", block, err)
		}
		sheet, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		part := image.Rect(x, y, x+w, y+h)
		if !part.In(sheet.Bounds()) {
			t.Fatalf("%v lies outside of the sheet %v", part, sheet.Bounds())
		}
		seconds := func(c [3]float64) float64 { return 3600*c[0] + 60*c[1] + c[2] }
		all = append(all, shown{seconds(a), seconds(b), sheet.(*image.YCbCr).SubImage(part)})
	}
	return all
}

// checkGreys fails the test unless each picture is of the time at which it is shown.
func checkGreys(t *testing.T, all []shown) {
	t.Helper()
	for _, c := range all {
		b := c.picture.Bounds()
		r, _, _, _ := c.picture.At(b.Min.X+b.Dx()/2, b.Min.Y+b.Dy()/2).RGBA()
		want := (20 + 15*math.Floor(c.from/5) - 16) * 255 / 219
		if math.Abs(float64(r>>8)-want) > 6 || c.to <= c.from {
			t.Errorf("from %v s to %v s grey %d is shown, want %.0f", c.from, c.to, r>>8, want)
		}
	}
}

// finished waits until all thumbnails of a film are made.
func finished(t *testing.T, m *thumbnail.Maker, k thumbnail.Key) (vtt []byte) {
	t.Helper()
	eventually(t, "all thumbnails are there", func() bool {
		var complete bool
		vtt, complete = m.VTT(k)
		return complete
	})
	return vtt
}

func TestThumbnailsShowTheirTime(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	mp4 := greyFilm(t, dir, "H264.mp4", greys, "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2")
	for name, args := range map[string][]string{
		"Matroska.mkv":   {"-c", "copy"},
		"No Cues.mkv":    {"-c", "copy", "-live", "1", "-f", "matroska"},
		"Fragmented.mp4": {"-c", "copy", "-movflags", "frag_keyframe+empty_moov"},
		"VP8.webm":       {"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "10"},
	} {
		args := append(append([]string{"-v", "error", "-i", mp4}, args...), filepath.Join(dir, name))
		if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg: %v\n%s", err, out)
		}
	}
	l := open(t, Options{Paths: []string{dir}})
	m := pictured(t, l, cache)
	for _, film := range l.List() {
		k := thumbnail.Key{ID: film.ID, Version: film.Version}
		vtt := finished(t, m, k)
		all := cuesOf(t, m, k, vtt)
		if len(all) != 12 || all[0].from != 0 || all[11].to < 59.5 {
			t.Fatalf("%s has %d thumbnails:\n%s", film.Title, len(all), vtt)
		}
		checkGreys(t, all)

		later, err := thumbnail.New(thumbnail.Options{Open: l.Frames, Folder: cache})
		if err != nil {
			t.Fatal(err)
		}
		if again, complete := later.VTT(k); !complete || !bytes.Equal(again, vtt) || len(cuesOf(t, later, k, again)) != 12 {
			t.Errorf("%s: they are not kept", film.Title)
		}
	}
}

func TestAPosterIsNotBlack(t *testing.T) {
	dir := t.TempDir()
	greyFilm(t, dir, "Mostly.Black.mp4", "testsrc2=s=320x180:r=10,drawbox=c=black:t=fill:enable='lt(t\\,7)+gt(t\\,8)'", "-c:v", "libx264", "-preset", "ultrafast")
	l := open(t, Options{Paths: []string{dir}})
	film := only(t, l)
	m := pictured(t, l, t.TempDir())
	var poster []byte
	eventually(t, "there is a poster", func() bool {
		data, final, err := m.Poster(thumbnail.Key{ID: film.ID, Version: film.Version})
		poster = data
		return err == nil && final
	})
	picture, err := jpeg.Decode(bytes.NewReader(poster))
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() != 640 || b.Dy() != 360 {
		t.Errorf("the poster is %v", b)
	}
	bright := 0
	for x := range 640 {
		if r, g, b, _ := picture.At(x, 180).RGBA(); max(r, g, b) > 0x4000 {
			bright++
		}
	}
	if bright < 100 {
		t.Error("the poster is black")
	}
}

func TestThumbnailsOfAnUploadComeAsItArrives(t *testing.T) {
	l, data := receiving(t, nil)
	name := greyFilm(t, data, "faststart.mp4", greys, "-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart", "-qp", "10")
	film := read(t, name)
	u, err := l.Begin(upload.Facts{Name: "Greys.mp4", Size: int64(len(film)), Modified: 1, Ends: "x"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	send := func(from, to int) {
		t.Helper()
		if _, err := u.Write(int64(from), bytes.NewReader(film[from:to])); err != nil {
			t.Fatal(err)
		}
	}
	send(0, len(film)/2)
	eventually(t, "it is listed", func() bool { _, err := l.Get(u.ID()); return err == nil })
	m := pictured(t, l, t.TempDir())
	k := thumbnail.Key{ID: u.ID(), Version: u.Version()}
	var some []byte
	eventually(t, "some thumbnails are there", func() bool {
		vtt, complete := m.VTT(k)
		if complete {
			t.Fatal("half of a film has all thumbnails")
		}
		some = vtt
		return bytes.Contains(vtt, []byte("xywh"))
	})
	half := cuesOf(t, m, k, some)
	if len(half) < 4 || len(half) > 8 {
		t.Errorf("half of the film has %d thumbnails of 12", len(half))
	}
	checkGreys(t, half)
	eventually(t, "there is a poster", func() bool { _, final, err := m.Poster(k); return err == nil && !final })
	send(len(film)/2, len(film))
	all := cuesOf(t, m, k, finished(t, m, k))
	if len(all) != 12 {
		t.Errorf("the whole film has %d thumbnails", len(all))
	}
	checkGreys(t, all)
	eventually(t, "the poster is final", func() bool { _, final, err := m.Poster(k); return err == nil && final })
}

func TestWithoutFFmpegThereAreQuietlyNoPictures(t *testing.T) {
	l := open(t, Options{Data: t.TempDir()})
	m, err := thumbnail.New(thumbnail.Options{Open: l.Frames, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	film := only(t, l)
	k := thumbnail.Key{ID: film.ID, Version: film.Version}
	if _, complete := m.VTT(k); complete {
		t.Error("there are none, although it is not known yet whether there is ffmpeg")
	}
	if err := m.Run(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if vtt, complete := m.VTT(k); !complete || string(vtt) != "WEBVTT\n" {
		t.Errorf("thumbnails are %q, complete %v", vtt, complete)
	}
	if _, _, err := m.Poster(k); !errors.Is(err, thumbnail.ErrNone) {
		t.Errorf("the poster: %v", err)
	}
}

func TestPicturesOfDamagedFilmsAreGivenUp(t *testing.T) {
	dir := t.TempDir()
	name := greyFilm(t, dir, "Damaged.mp4", greys, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "20", "-movflags", "+faststart")
	film := read(t, name)
	start := bytes.Index(film, []byte("mdat")) + 4
	for i := start; i < len(film); i++ {
		film[i] = byte(i * 7)
	}
	write(t, name, film)
	write(t, filepath.Join(dir, "Hollow.mp4"), filmBytes(5, "nothing"))
	l := open(t, Options{Paths: []string{dir}})
	m := pictured(t, l, t.TempDir())
	for _, film := range l.List() {
		k := thumbnail.Key{ID: film.ID, Version: film.Version}
		if vtt := finished(t, m, k); bytes.Contains(vtt, []byte("xywh")) {
			t.Errorf("%s has thumbnails", film.Title)
		}
		eventually(t, "the poster is given up", func() bool {
			_, _, err := m.Poster(k)
			return errors.Is(err, thumbnail.ErrNone)
		})
	}
}

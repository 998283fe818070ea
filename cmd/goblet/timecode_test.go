package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"goblet/browser"
)

// timecode is the time that testdata/films.sh burns into its pictures, "hh:mm:ss.mmm": where its characters stand.
const (
	timecodeX, timecodeY = 24, 12 // of the first character, pixels
	timecodeCell         = 14     // from one character to the next
	timecodeHeight       = 18
	timecodeShape        = "00:00:00.000"
)

// monospace finds the font that the timecode is written in.
var monospace = sync.OnceValues(func() (string, error) {
	for _, pattern := range []string{
		"/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/*/DejaVuSansMono.ttf",
		"/usr/share/fonts/*/*/DejaVuSansMono.ttf", "/Library/Fonts/DejaVuSansMono.ttf",
	} {
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			return found[0], nil
		}
	}
	return "", errors.New("the font DejaVu Sans Mono is missing: go tool task setup installs it")
})

// digits are pictures in which all digits of the timecode are 0, 1, ... 9.
var digits = sync.OnceValues(func() ([10]image.Image, error) {
	var all [10]image.Image
	font, err := monospace()
	if err != nil {
		return all, err
	}
	for d := range all {
		text := fmt.Sprintf(`%[1]d%[1]d\:%[1]d%[1]d\:%[1]d%[1]d.%[1]d%[1]d%[1]d`, d)
		out, err := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i",
			"color=gray:s=320x180:r=1,drawtext=fontfile="+font+":text='"+text+"':fontsize=24:x=24:y=10:box=1",
			"-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-").Output()
		if err != nil {
			return all, fmt.Errorf("ffmpeg: %w", err)
		}
		if all[d], err = png.Decode(bytes.NewReader(out)); err != nil {
			return all, err
		}
	}
	return all, nil
})

// grey is the brightness of a pixel, 0 to 255.
func grey(i image.Image, x, y int) int {
	r, g, b, _ := i.At(x, y).RGBA()
	return int(299*r+587*g+114*b) / 1000 >> 8
}

// readTimecode reads the seconds that are burned into a picture of 320x180. ok is false when there are none.
func readTimecode(picture image.Image, digits [10]image.Image) (seconds float64, ok bool) {
	const good = 60 // mean difference of a pixel: another digit differs by far more
	var value [len(timecodeShape)]int
	for i, shape := range timecodeShape {
		if shape != '0' {
			continue
		}
		best := good
		for d, want := range digits {
			difference := 0
			for x := timecodeX + i*timecodeCell; x < timecodeX+(i+1)*timecodeCell; x++ {
				for y := timecodeY; y < timecodeY+timecodeHeight; y++ {
					difference += max(grey(picture, x, y)-grey(want, x, y), grey(want, x, y)-grey(picture, x, y))
				}
			}
			if difference /= timecodeCell * timecodeHeight; difference < best {
				best, value[i] = difference, d
			}
		}
		if best == good {
			return 0, false
		}
	}
	two := func(i int) int { return 10*value[i] + value[i+1] }
	return float64(two(0)*3600+two(3)*60+two(6)) + float64(100*value[9]+two(10))/1000, true
}

// frame is the picture that a page shows.
type frame struct {
	Time float64 // the element's, seconds
	PNG  string  // base64
}

const capture = `(() => {
	const video = document.querySelector('#video');
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [320, 180];
	canvas.getContext('2d').drawImage(video, 0, 0, 320, 180);
	return {time: video.currentTime, png: canvas.toDataURL('image/png').split(',')[1]};
})()`

// burned reads the time that the picture on show carries, and the element's own.
func (g *guest) burned() (burned, element float64, ok bool) {
	g.t.Helper()
	f := browser.Eval[frame](g.Browser, capture)
	data, err := base64.StdEncoding.DecodeString(f.PNG)
	if err != nil {
		g.t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		g.t.Fatal(err)
	}
	known, err := digits()
	if err != nil {
		g.t.Fatal(err)
	}
	burned, ok = readTimecode(picture, known)
	return burned, f.Time, ok
}

func TestTheBurnedInTimeCanBeRead(t *testing.T) {
	known, err := digits()
	if err != nil {
		t.Fatal(err)
	}
	films, err := difficultFilms()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []float64{0, 1.04, 12.36, 29.88, 17.6} {
		out, err := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-ss", strconv.FormatFloat(at, 'f', 3, 64), "-i", filepath.Join(films, "faststart.mp4"),
			"-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := readTimecode(picture, known); !ok || got != at {
			t.Errorf("at %v read %v, %v", at, got, ok)
		}
	}
}

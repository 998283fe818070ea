package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"goblet/browser"
)

// numbered makes a film of a minute in which each picture carries its own number as 12 black and white squares, most
// significant first, and sound of a kind; see readNumber. A name that ends in .mkv makes Matroska.
func numbered(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	squares := `if(lt(Y,60)*lt(X,240),255*mod(floor(N/pow(2,11-floor(X/20))),2),mod(X+Y+N*4,200))`
	all := []string{"-v", "error", "-f", "lavfi", "-i", "nullsrc=s=240x120:r=25,geq=lum='" + squares + "':cb=128:cr=128",
		"-f", "lavfi", "-i", "sine=frequency=440:r=48000", "-f", "lavfi", "-i", "sine=frequency=880:r=48000",
		"-t", "60", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50"}
	out, err := exec.Command("ffmpeg", append(append(all, args...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v: %s (go tool task setup installs it)", err, out)
	}
	return path
}

// readNumber reads the number of the picture on show; -1 = there is none.
const readNumber = `(() => {
	const video = document.querySelector('#video');
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [240, 120];
	const context = canvas.getContext('2d');
	context.drawImage(video, 0, 0, 240, 120);
	if (video.videoWidth === 0) return -1;
	let number = 0;
	for (let i = 0; i < 12; i++) number = number * 2 + (context.getImageData(i * 20 + 10, 30, 1, 1).data[0] > 128 ? 1 : 0);
	return number;
})()`

// denies is a script that makes a browser deny that it plays files of a MIME type: another form is to be played then.
func denies(kind string) string {
	return fmt.Sprintf(`HTMLMediaElement.prototype.canPlayType = (real => function (type) {
		return type.startsWith(%q) ? '' : real.call(this, type);
	})(HTMLMediaElement.prototype.canPlayType)`, kind)
}

func serveFilm(t testing.TB, path string) *program {
	t.Helper()
	return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
}

// seek posts what a drag on the time range does.
func (g *guest) seek(position float64) {
	g.t.Helper()
	browser.Eval[struct{}](g.Browser, fmt.Sprintf(`fetch(document.querySelector('#room').dataset.base + '/seek', {method: 'POST',
		body: new URLSearchParams({position: %g, action: String(Math.random()).slice(2), seen: goblet.status().seq})}).then(() => 0)`, position))
}

func (g *guest) plays(form string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`goblet.status().form === %q`, form), soon)
}

// seenAndHeard waits until picture and sound are decoded.
func (g *guest) seenAndHeard() {
	g.t.Helper()
	g.Until(`goblet.status().decoded.frames > 5 && goblet.status().decoded.sound`, soon)
}

func TestAllFormsShowTheSamePictureAtTheSamePosition(t *testing.T) {
	p := serveFilm(t, numbered(t, "Numbered.mkv", "-map", "0", "-map", "1", "-c:a", "aac"))
	a := join(t, p, browser.Options{Name: "direct"})
	b := join(t, p, browser.Options{Name: "copy", Script: denies("video/x-matroska")})
	c := join(t, p, browser.Options{Name: "fox", Engine: browser.Firefox})
	a.plays("direct")
	b.plays("copy")
	all := []*guest{a, b, c}
	for _, want := range []int{0, 175, 785, 1275, 313} {
		position := (float64(want) + 0.5) / 25 // amid a picture: at its edge browsers may round
		a.seek(position)
		for _, g := range all {
			g.at(position)
			g.paused()
			g.Until(fmt.Sprintf(`Math.abs(goblet.status().position - %g) < 0.001 && %s === %d`, position, readNumber, want), soon)
		}
	}
	a.Press("k")
	for _, g := range all {
		g.playing()
		g.inStep()
		g.seenAndHeard()
		g.clean()
	}
}

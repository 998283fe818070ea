package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"goblet/measure"
)

// curvesCommand is the argument with which the program draws what runs have written with -json.
const curvesCommand = "curves"

// The picture's measures, in its own units.
const (
	width, height = 900, 460
	left, right   = 70, 190
	top, bottom   = 40, 50
)

// curve is what one server needed at one rate.
type curve struct {
	name   string
	points []point
}

// point is one run: viewers, and ms until the last of them had an event (p99).
type point struct{ x, y float64 }

// drawCurves reads the runs in files and writes an SVG of how long events took to the last viewer, by viewers.
func drawCurves(files []string, w io.Writer) error {
	var runs []figures
	for _, file := range files {
		var f figures
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &f)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		runs = append(runs, f)
	}
	curves := curvesOf(runs)
	if len(curves) == 0 {
		return errors.New("want files that -json has written")
	}
	_, err := io.WriteString(w, svg(curves))
	return err
}

// curvesOf sorts the runs of one room by server and rate.
func curvesOf(runs []figures) (curves []curve) {
	for _, run := range runs {
		for _, s := range run.Servers {
			if run.Rooms != 1 || s.Last.P99 <= 0 {
				continue
			}
			name := fmt.Sprintf("%s, %g events/s", s.Name, run.Rate)
			if s.Name == goblet && !s.Direct {
				name = fmt.Sprintf("%s, not directly, %g events/s", s.Name, run.Rate)
			}
			i := slices.IndexFunc(curves, func(c curve) bool { return c.name == name })
			if i < 0 {
				i = len(curves)
				curves = append(curves, curve{name: name})
			}
			curves[i].points = append(curves[i].points, point{float64(run.Viewers), s.Last.P99})
		}
	}
	for _, c := range curves {
		slices.SortFunc(c.points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	}
	return curves
}

// svg draws curves between the powers of ten that hold them all; both scales are logarithmic.
func svg(curves []curve) string {
	low, high := point{math.Inf(1), math.Inf(1)}, point{}
	for _, c := range curves {
		for _, p := range c.points {
			low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	x, y := scale(low.x, high.x, left, width-right), scale(low.y, high.y, height-bottom, top)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="How long events take to the last viewer, by viewers">`+"\n%s", width, height, measure.PictureStyle)
	fmt.Fprintf(&b, `<rect class="page" width="%d" height="%d"/><text x="%d" y="22">ms from an action until the last viewer has its event (p99), by viewers in the room</text>`+"\n", width, height, left)
	for _, v := range tens(low.y, high.y) {
		fmt.Fprintf(&b, `<path class="grid" d="M%d %.1fH%d"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n", left, y(v), width-right, left-8, y(v)+4, v)
	}
	for _, v := range tens(low.x, high.x) {
		fmt.Fprintf(&b, `<path class="grid" d="M%.1f %dV%d"/><text x="%.1f" y="%d" text-anchor="middle">%g</text>`+"\n", x(v), top, height-bottom, x(v), height-bottom+20, v)
	}
	for i, c := range curves {
		pen := "M"
		var path strings.Builder
		for _, p := range c.points {
			fmt.Fprintf(&path, "%s%.1f %.1f", pen, x(p.x), y(p.y))
			pen = "L"
		}
		row := top + 20*i
		fmt.Fprintf(&b, `<path class="line c%d" d="%s"/><path class="line c%d" d="M%d %dh24"/><text x="%d" y="%d">%s</text>`+"\n",
			i%4, path.String(), i%4, width-right+10, row, width-right+40, row+4, html.EscapeString(c.name))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// scale returns where values from low to high lie between two places.
func scale(low, high, from, to float64) func(v float64) float64 {
	all := tens(low, high)
	least, most := math.Log10(all[0]), math.Log10(all[len(all)-1])
	return func(v float64) float64 { return from + (math.Log10(v)-least)/(most-least)*(to-from) }
}

// tens returns the powers of ten from the last one at or below low to the first one above or at high; at least two.
func tens(low, high float64) (all []float64) {
	first, last := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	for e := first; e <= max(last, first+1); e++ {
		all = append(all, math.Pow(10, e))
	}
	return all
}

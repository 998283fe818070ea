package main

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"goblet/measure"
)

// The picture's measures, in its own units.
const (
	width, height         = 1200, 520
	left, right           = 70, 20
	top, bottom           = 96, 64
	plotWidth             = width - left - right
	plotHeight            = height - top - bottom
	linear        float64 = 5     // ms up to which the scale is about linear; beyond it is logarithmic
	most          float64 = 10000 // ms at the edges
	dotStep               = 100   // ms between two points of a line
)

var ticks = []float64{-10000, -1000, -100, -10, 0, 10, 100, 1000, 10000}

// timeline is what the room played when, as its events said; at is in ms of the program's clock, oldest first.
type timeline []playback

// timeline makes it of what the pages were told. The server's clock is read by this program, not by them.
func (p *party) timeline() timeline {
	var all timeline
	for _, t := range p.traces {
		for _, b := range t.beliefs {
			b.room.at += p.server.offset()
			if !slices.Contains(all, b.room) {
				all = append(all, b.room)
			}
		}
	}
	slices.SortFunc(all, func(a, b playback) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	return all
}

// position returns where the room was at a moment, s.
func (t timeline) position(at float64) (float64, bool) {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].at > at {
			continue
		}
		if t[i].paused {
			return t[i].position, true
		}
		return t[i].position + (at-t[i].at)/1000*t[i].rate, true
	}
	return 0, false
}

// draw is an SVG of how far each viewer was off the room, by the server's clock, over time.
func (p *party) draw() string {
	room := p.timeline()
	end := 1.0
	for _, s := range p.spans {
		end = max(end, s.To)
	}
	x := func(at float64) float64 { return left + at/end*plotWidth }
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="How far each viewer was off the room, over time">`+"\n", width, height)
	svg.WriteString(measure.PictureStyle)
	fmt.Fprintf(&svg, `<rect class="page" width="%d" height="%d"/>`+"\n", width, height)
	p.drawPhases(&svg, x)
	for _, tick := range ticks {
		class := "grid"
		if tick == 0 {
			class = "zero"
		}
		fmt.Fprintf(&svg, `<path class="%s" d="M%d %.1fH%d"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			class, left, y(tick), width-right, left-8, y(tick)+4, tickText(tick))
	}
	fmt.Fprintf(&svg, `<text x="%d" y="24">ms ahead of the room (above) or behind it, over %.0f s; logarithmic beyond %.0f ms</text>`+"\n", left, end/1000, linear)
	for _, t := range p.traces {
		p.drawLine(&svg, t, room, x)
	}
	p.drawKey(&svg)
	svg.WriteString("</svg>\n")
	return svg.String()
}

// y places a distance of ms.
func y(off float64) float64 {
	scaled := math.Asinh(off/linear) / math.Asinh(most/linear)
	return top + plotHeight/2*(1-max(-1, min(1, scaled)))
}

func tickText(tick float64) string {
	if math.Abs(tick) >= 1000 {
		return fmt.Sprintf("%+.0f s", tick/1000)
	}
	if tick == 0 {
		return "0"
	}
	return fmt.Sprintf("%+.0f", tick)
}

// drawPhases marks when each phase was.
func (p *party) drawPhases(svg *strings.Builder, x func(float64) float64) {
	for i, s := range p.spans {
		from, to := x(s.From), x(s.To)
		if i%2 == 0 {
			fmt.Fprintf(svg, `<rect class="band" x="%.1f" y="%d" width="%.1f" height="%d"/>`+"\n", from, top, to-from, plotHeight)
		}
		fmt.Fprintf(svg, `<text transform="translate(%.1f %d) rotate(-30)">%s</text>`+"\n", (from+to)/2, top-6, html.EscapeString(s.Name))
	}
}

// viewerClass is the look of a viewer's line: that of the place which the viewer took.
func viewerClass(name string) string {
	return fmt.Sprintf("c%d", (int(name[0])-'A')%4)
}

// drawLine draws one viewer, where the player plays or stands; elsewhere there is a hole.
func (p *party) drawLine(svg *strings.Builder, t *trace, room timeline, x func(float64) float64) {
	if len(t.samples) == 0 {
		return
	}
	var path strings.Builder
	pen := "M"
	for at := t.samples[0].at; at < t.samples[len(t.samples)-1].at; at += dotStep {
		s, ok := t.at(at)
		where, known := room.position(at)
		if !ok || !known || !s.playing() && !s.standing() {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, x(at), y((s.position-where)*1000))
		pen = "L"
	}
	fmt.Fprintf(svg, `<path class="line %s" d="%s"/>`+"\n", viewerClass(t.name), path.String())
}

// drawKey names the viewers' lines.
func (p *party) drawKey(svg *strings.Builder) {
	const place = 150
	var drawn []string
	for _, t := range p.traces {
		class := viewerClass(t.name)
		if slices.Contains(drawn, class) {
			continue
		}
		at := left + place*len(drawn)
		drawn = append(drawn, class)
		fmt.Fprintf(svg, `<path class="line %s" d="M%d %dh40"/><text x="%d" y="%d">%s</text>`+"\n",
			class, at, height-24, at+48, height-20, html.EscapeString("viewer "+t.name[:1]))
	}
}

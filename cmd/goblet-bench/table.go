package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// row is one line of the table.
type row struct {
	measure string
	figure  string
	goal    string // "" = there is no budget for it
	ok      bool   // means something only beside a goal
}

// writeTable writes the rows as a Markdown table with aligned columns.
func writeTable(w io.Writer, rows []row) error {
	cells := [][]string{{"measure", "figure", "goal", "ok"}}
	for _, r := range rows {
		verdict := "yes"
		switch {
		case r.goal == "":
			r.goal, verdict = "-", "-"
		case !r.ok:
			verdict = "NO"
		}
		cells = append(cells, []string{r.measure, r.figure, r.goal, verdict})
	}
	var width [4]int
	for _, line := range cells {
		for i, cell := range line {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	var text strings.Builder
	for n, line := range cells {
		for i, cell := range line {
			fmt.Fprintf(&text, "| %-*s ", width[i], cell)
		}
		text.WriteString("|\n")
		if n == 0 {
			for _, w := range width {
				text.WriteString("|" + strings.Repeat("-", w+2))
			}
			text.WriteString("|\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// quantile returns the smallest value that at least q (0..1) of the values do not exceed; NaN of none.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, min(len(sorted)-1, int(math.Ceil(q*float64(len(sorted))))-1))]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

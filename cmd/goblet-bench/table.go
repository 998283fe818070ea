package main

import (
	"io"

	"goblet/measure"
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
	return measure.WriteTable(w, cells)
}

package measure

import (
	"fmt"
	"io"
	"strings"
)

// WriteTable writes lines of cells, the first of which is the head, as a Markdown table with aligned columns. All lines
// have as many cells as the head.
func WriteTable(w io.Writer, lines [][]string) error {
	width := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	var text strings.Builder
	for n, line := range lines {
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

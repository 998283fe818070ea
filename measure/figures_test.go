package measure_test

import (
	"math"
	"strings"
	"testing"

	"goblet/measure"
)

func TestQuantilesAreValuesThatOccurred(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	for q, want := range map[float64]float64{0: 1, .5: 3, .99: 5, 1: 5} {
		if got := measure.Quantile(values, q); got != want {
			t.Errorf("quantile %v of 1 to 5 is %v, want %v", q, got, want)
		}
	}
	if !math.IsNaN(measure.Quantile(nil, .5)) {
		t.Error("nothing has a median")
	}
}

func TestATablesColumnsAreAligned(t *testing.T) {
	var out strings.Builder
	if err := measure.WriteTable(&out, [][]string{{"a", "über"}, {"long one", "ü"}}); err != nil {
		t.Fatal(err)
	}
	want := "| a        | über |\n|----------|------|\n| long one | ü    |\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

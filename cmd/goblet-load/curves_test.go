package main

import (
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunsAreDrawnAsACurveForEachServerAndRate(t *testing.T) {
	var files []string
	for _, viewers := range []int{10_000, 100, 1000} {
		file := filepath.Join(t.TempDir(), "run.json")
		o := options{viewers: viewers, rooms: 1, script: script{rate: 10}}
		servers := []outcome{
			{name: goblet, direct: true, last: spread{p99: float64(viewers) / 50}}, {name: "floor", last: spread{p99: float64(viewers) / 40}},
		}
		if err := writeJSON(file, "a machine", o, servers); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	var out strings.Builder
	if err := drawCurves(files, &out); err != nil {
		t.Fatal(err)
	}
	paths, texts := 0, []string{}
	for d := xml.NewDecoder(strings.NewReader(out.String())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				if a.Name.Local == "d" && strings.Count(a.Value, "L") == 2 {
					paths++
				}
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
	all := strings.Join(texts, "|")
	for _, want := range []string{"Goblet, 10 events/s", "floor, 10 events/s", "|100|", "|10000|"} {
		if !strings.Contains(all, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	if paths != 2 {
		t.Errorf("%d lines of three points, want 2", paths)
	}
	if err := drawCurves(nil, io.Discard); err == nil {
		t.Error("nothing was drawn without a word")
	}
}

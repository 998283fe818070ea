package events_test

import (
	"fmt"
	"strconv"
	"testing"

	"goblet/events"
)

func TestAJournalKeepsWhatWasAddedAcrossRestarts(t *testing.T) {
	dir := t.TempDir()
	engine, err := events.Open(t.Context(), events.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	j := engine.Journal()
	if list, err := j.Newest(t.Context(), 0, 10); err != nil || len(list) != 0 {
		t.Fatalf("a new one holds %v %v", list, err)
	}
	for i := range 5 {
		if err := j.Append(t.Context(), "admin", "", []byte(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := j.Append(t.Context(), "admin", "once", []byte("5")); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Append(t.Context(), "a.b", "", nil); err == nil {
		t.Error("it takes any topic")
	}
	engine.Close()
	if engine, err = events.Open(t.Context(), events.Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	j = engine.Journal()
	newest, err := j.Newest(t.Context(), 0, 4)
	if err != nil || said(newest) != "5 4 3 2 " {
		t.Fatalf("%q %v", said(newest), err)
	}
	older, err := j.Newest(t.Context(), newest[3].Number, 4)
	if err != nil || said(older) != "1 0 " {
		t.Errorf("%q %v", said(older), err)
	}
}

func TestWhoFillsUpATopicOfAJournalTakesNothingFromOthers(t *testing.T) {
	engine, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	j := engine.Journal()
	if err := j.Append(t.Context(), "admin", "", []byte("admin")); err != nil {
		t.Fatal(err)
	}
	for i := range 1100 {
		if err := j.Append(t.Context(), "amber-otter", "", fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := j.Newest(t.Context(), 0, 2000)
	if err != nil || len(all) != 1001 || string(all[1000].Data) != "admin" || string(all[0].Data) != "1099" {
		t.Errorf("%d records, %v", len(all), err)
	}
}

func said(list []events.Record) (text string) {
	for _, r := range list {
		text += string(r.Data) + " "
	}
	return text
}

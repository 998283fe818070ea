package room_test

import (
	"errors"
	"strconv"
	"testing"

	"goblet/room"
)

// talk lets Maya say so many lines, "1" and so on, and returns their ids.
func talk(t *testing.T, r *room.Room, lines int) (ids []uint64) {
	t.Helper()
	for i := range lines {
		n := strconv.Itoa(i + 1)
		ids = append(ids, do(t, r, actor("maya", "say"+n, 1), room.Say{Text: n}))
	}
	return ids
}

func texts(lines []room.Line) (all []string) {
	for _, l := range lines {
		all = append(all, l.Text)
	}
	return all
}

func TestOlderLinesAreReadFromTheLogAsTheyAreNow(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	ids := talk(t, r, room.KeptLines+130)
	do(t, r, actor("maya", "edit", 1), room.EditLine{Line: ids[290], Text: "edited"})
	do(t, r, actor("maya", "delete", 1), room.DeleteLine{Line: ids[100]})
	for name, tt := range map[string]struct {
		before      uint64
		count       int
		first, last string
		more        bool
	}{
		"the newest":           {0, 200, "131", "330", true},
		"before those":         {ids[130], 100, "31", "130", true},
		"the oldest":           {ids[30], 30, "1", "30", false},
		"within the newest":    {ids[250], 100, "151", "250", true},
		"partly within":        {ids[150], 100, "51", "150", true},
		"before the first one": {ids[0], 0, "", "", false},
		"before an edited one": {ids[291], 100, "192", "edited", true},
		"before a deleted one": {ids[101], 100, "2", "", true},
	} {
		most := 100
		if tt.before == 0 {
			most = room.KeptLines
		}
		lines, more, err := r.Lines(t.Context(), tt.before, most)
		if err != nil || len(lines) != tt.count || more != tt.more {
			t.Errorf("%s: %d lines, more %v, %v", name, len(lines), more, err)
			continue
		}
		if all := texts(lines); tt.count > 0 && (all[0] != tt.first || all[len(all)-1] != tt.last) {
			t.Errorf("%s: from %q to %q", name, all[0], all[len(all)-1])
		}
	}
}

func TestAnOldLineIsDeletedByWhoMayAndEditedByNobody(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	ids := talk(t, r, room.KeptLines+10)
	if _, err := r.Do(t.Context(), actor("maya", "e", 1), room.EditLine{Line: ids[0], Text: "x"}); !errors.Is(err, room.ErrStale) {
		t.Errorf("an edit: %v", err)
	}
	if _, err := r.Do(t.Context(), actor("jon", "d1", 1), room.DeleteLine{Line: ids[0]}); !errors.Is(err, room.ErrForbidden) {
		t.Errorf("a guest deletes it: %v", err)
	}
	if _, err := r.Do(t.Context(), actor("jon", "d2", 1), room.DeleteLine{Line: 1}); !errors.Is(err, room.ErrStale) {
		t.Errorf("an event that is no line is deleted: %v", err)
	}
	do(t, r, actor("maya", "d3", 1), room.DeleteLine{Line: ids[0]})
	if seq := do(t, r, actor("maya", "d4", 1), room.DeleteLine{Line: ids[0]}); seq != 0 {
		t.Errorf("deleted once more, as event %d", seq)
	}
	lines, _, err := r.Lines(t.Context(), ids[1], 100)
	if err != nil || len(lines) != 1 || !lines[0].Deleted || lines[0].Text != "" || lines[0].Author.Name != "maya" {
		t.Errorf("%+v, %v", lines, err)
	}
}

func TestTheChatSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, 0)
	r := open(t, n)
	ids := talk(t, r, room.KeptLines+70)
	do(t, r, actor("maya", "delete", 1), room.DeleteLine{Line: ids[260]})
	was := r.State().Chat
	n.stop()
	r, err := start(t, dir, 0).Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	is := r.State().Chat
	if len(is.Lines) != room.KeptLines || !is.Older || !is.Lines[190].Deleted || is.Lines[0].ID != was.Lines[0].ID {
		t.Errorf("%d lines, older %v", len(is.Lines), is.Older)
	}
	if seq := do(t, r, actor("maya", "delete2", 1), room.DeleteLine{Line: ids[0]}); seq == 0 {
		t.Error("an old line can't be deleted after a restart")
	}
}

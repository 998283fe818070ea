package events

import (
	"testing"
	"time"
)

func TestPutOnlyOverWhatWasRead(t *testing.T) {
	b := open(t).Rooms()
	if data, revision, err := b.Get(t.Context(), "r"); data != nil || revision != 0 || err != nil {
		t.Errorf("absent key: %q %d %v", data, revision, err)
	}
	first, ok, err := b.Put(t.Context(), "r", 0, []byte("one"))
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, stale := range []uint64{0, first + 1} {
		if _, ok, err := b.Put(t.Context(), "r", stale, []byte("no")); ok || err != nil {
			t.Errorf("put over %d: %v %v", stale, ok, err)
		}
	}
	second, ok, err := b.Put(t.Context(), "r", first, []byte("two"))
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if data, revision, err := b.Get(t.Context(), "r"); string(data) != "two" || revision != second || err != nil {
		t.Errorf("get: %q %d %v", data, revision, err)
	}
}

func TestADeletedKeyIsAbsent(t *testing.T) {
	b := open(t).Rooms()
	first, _, err := b.Put(t.Context(), "r", 0, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is absent already
		if err := b.Delete(t.Context(), "r"); err != nil {
			t.Fatal(err)
		}
	}
	if data, revision, err := b.Get(t.Context(), "r"); data != nil || revision != 0 || err != nil {
		t.Errorf("get: %q %d %v", data, revision, err)
	}
	if _, ok, err := b.Put(t.Context(), "r", first, []byte("no")); ok || err != nil {
		t.Errorf("put over what was deleted: %v %v", ok, err)
	}
	if _, ok, err := b.Put(t.Context(), "r", 0, []byte("new")); !ok || err != nil {
		t.Errorf("put anew: %v %v", ok, err)
	}
}

func TestSetLetsTheLastWriteWin(t *testing.T) {
	b := open(t).Alive()
	for _, data := range []string{"one", "two"} {
		if err := b.Set(t.Context(), "r", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if data, _, err := b.Get(t.Context(), "r"); string(data) != "two" || err != nil {
		t.Errorf("get: %q %v", data, err)
	}
}

func TestValuesExpireWithTheirBucket(t *testing.T) {
	e := open(t)
	b, err := openBucket(t.Context(), e.js, "brief", 200*time.Millisecond, 0)
	if err != nil {
		t.Fatal(err)
	}
	first, _, err := b.Put(t.Context(), "r", 0, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the value expires", func() bool {
		data, _, err := b.Get(t.Context(), "r")
		return err == nil && data == nil
	})
	if _, ok, err := b.Put(t.Context(), "r", first, []byte("no")); ok || err != nil {
		t.Errorf("put over what has expired: %v %v", ok, err)
	}
	if _, ok, err := b.Put(t.Context(), "r", 0, []byte("new")); !ok || err != nil {
		t.Errorf("put anew: %v %v", ok, err)
	}
}

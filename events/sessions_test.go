package events

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
)

var _ scs.CtxStore = (*Sessions)(nil)

// manager is a session manager as the handlers have it.
func manager(s *Sessions) *scs.SessionManager {
	m := scs.New()
	m.Store = s
	m.HashTokenInStore = true
	m.Lifetime = time.Hour
	return m
}

// change repeats load, modify, commit until nobody was first.
func change(ctx context.Context, m *scs.SessionManager, token string, modify func(context.Context)) (string, error) {
	for {
		loaded, err := m.Load(WithRevision(ctx), token)
		if err != nil {
			return "", err
		}
		modify(loaded)
		token, _, err := m.Commit(loaded)
		if !errors.Is(err, ErrTaken) {
			return token, err
		}
	}
}

func TestConcurrentChangesOfOneSessionAreAllKept(t *testing.T) {
	m := manager(open(t).Sessions())
	token, err := change(t.Context(), m, "", func(ctx context.Context) { m.Put(ctx, "n", 0) })
	if err != nil {
		t.Fatal(err)
	}
	const requests, each = 8, 10
	var all sync.WaitGroup
	for range requests {
		all.Go(func() {
			for range each {
				_, err := change(t.Context(), m, token, func(ctx context.Context) { m.Put(ctx, "n", m.GetInt(ctx, "n")+1) })
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	ctx, err := m.Load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if n := m.GetInt(ctx, "n"); n != requests*each {
		t.Errorf("%d of %d changes kept", n, requests*each)
	}
}

func TestARenewedOrEndedSessionIsNotBroughtBack(t *testing.T) {
	m := manager(open(t).Sessions())
	token, err := change(t.Context(), m, "", func(ctx context.Context) { m.Put(ctx, "name", "Ada") })
	if err != nil {
		t.Fatal(err)
	}
	slow, err := m.Load(WithRevision(t.Context()), token)
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := change(t.Context(), m, token, func(ctx context.Context) {
		if err := m.RenewToken(ctx); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil || renewed == token {
		t.Fatalf("renewal: %v, the same token: %v", err, renewed == token)
	}
	if _, _, err := m.Commit(slow); !errors.Is(err, ErrTaken) {
		t.Errorf("commit under the old token: %v, want ErrTaken", err)
	}
	ctx, err := m.Load(t.Context(), renewed)
	if err != nil || m.GetString(ctx, "name") != "Ada" {
		t.Errorf("after the renewal: %q %v", m.GetString(ctx, "name"), err)
	}
	if err := m.Destroy(ctx); err != nil {
		t.Fatal(err)
	}
	if ctx, err = m.Load(t.Context(), renewed); err != nil || m.Exists(ctx, "name") {
		t.Errorf("the session is there after its end: %v", err)
	}
}

func TestASessionMayBeCommittedTwiceInOneRequest(t *testing.T) {
	s := open(t).Sessions()
	ctx := WithRevision(t.Context())
	for _, data := range []string{"one", "two"} {
		if err := s.CommitCtx(ctx, "token", []byte(data), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if data, found, err := s.FindCtx(ctx, "token"); string(data) != "two" || !found || err != nil {
		t.Errorf("found %q %v %v", data, found, err)
	}
}

func TestAnExpiredSessionIsNotFound(t *testing.T) {
	s := open(t).Sessions()
	now := time.Unix(1_800_000_000, 0)
	s.now = func() time.Time { return now }
	expiry := now.Add(time.Minute)
	if err := s.Commit("token", []byte("data"), expiry); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   time.Time
		want bool
	}{{expiry.Add(-1), true}, {expiry, false}, {expiry.Add(time.Hour), false}} {
		now = c.at
		if _, found, err := s.Find("token"); found != c.want || err != nil {
			t.Errorf("%v before the expiry: %v %v", expiry.Sub(c.at), found, err)
		}
	}
}

func TestMalformedTokensAreNotFound(t *testing.T) {
	s := open(t).Sessions()
	if err := s.bucket.Set(t.Context(), "short", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"", "*", ">", "a b", ".", "a\r\nb", "ä", "short"} {
		if data, found, err := s.Find(token); data != nil || found || err != nil {
			t.Errorf("%q: %q %v %v", token, data, found, err)
		}
		if err := s.Delete(token); err != nil {
			t.Errorf("delete %q: %v", token, err)
		}
	}
}

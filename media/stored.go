package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	header "mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"goblet/media/store"
	"goblet/media/upload"
)

// ErrStore: the store that films lie in does not answer, or not as it should.
var ErrStore = errors.New("the store that films lie in does not answer")

// Where films lie in a store: those that somebody put there by other means, and
// for each upload a folder of its id, with its bytes, what is known of it, and
// once it was removed a mark that stays, so that no node brings it back.
const (
	storedFilms   = "films/"
	storedUploads = "uploads/"
	storedFacts   = "/film.json"
	storedMark    = "/removed"
)

// maxFacts bounds what is known of an upload, in bytes.
const maxFacts = 64 << 10

// stored is a film in the store. Once others know it, it never changes.
type stored struct {
	object store.Info // its bytes
	about  string     // ETag of what is known of it, "" when that is in the film alone
	owner  string     // who uploaded it, "" when nobody did
	media  Media
	since  time.Time // when this node came to know of it
}

// facts are what the store keeps of an upload beside its bytes.
type facts struct {
	upload.Facts
	Object  string      `json:"object"` // key of the bytes
	Owner   string      `json:"owner"`
	Began   time.Time   `json:"began,omitzero"`
	Version string      `json:"version"`
	Kind    upload.Kind `json:"kind"`
}

// storedID is an id that package upload gives.
var storedID = regexp.MustCompile(`^[a-z2-7]{16}$`)

// objectOf is the key of an upload's bytes.
func objectOf(id, name string) string {
	ending := strings.ToLower(path.Ext(name))
	if !foreign[ending] {
		ending = ""
	}
	return storedUploads + id + "/film" + ending
}

// putFilm puts an upload's bytes into a store, then what is known of it, by which
// other nodes know that it is there.
func putFilm(ctx context.Context, s *store.Store, u *upload.Upload) (*stored, error) {
	kind, known := u.Kind()
	if !known {
		return nil, ErrUnfinished
	}
	f := facts{Facts: u.Facts(), Object: objectOf(u.ID(), u.Facts().Name), Owner: u.Owner(), Began: u.Began(), Version: u.Version(), Kind: kind}
	file, err := u.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := s.Forget(ctx, f.Object); err != nil {
		return nil, err
	}
	info, err := s.Put(ctx, f.Object, io.NewSectionReader(file, 0, f.Size), f.Size, kind.Type, disposition(f.Name))
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	about, err := s.Put(ctx, storedUploads+u.ID()+storedFacts, bytes.NewReader(data), int64(len(data)), "application/json", "")
	if err != nil {
		return nil, err
	}
	film := f.stored(u.ID(), info, about.ETag)
	film.since = time.Now()
	return film, nil
}

// readFilm reads what a store knows of an upload whose bytes are among objects.
func readFilm(ctx context.Context, s *store.Store, id, about string, objects map[string]store.Info) (*stored, error) {
	r, _, err := s.Get(ctx, storedUploads+id+storedFacts)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var f facts
	if err := json.NewDecoder(io.LimitReader(r, maxFacts)).Decode(&f); err != nil {
		return nil, fmt.Errorf("%s%s%s can't be read: %w", storedUploads, id, storedFacts, err)
	}
	info, ok := objects[f.Object]
	if !ok || info.Size != f.Size || f.Version == "" {
		return nil, fmt.Errorf("the bytes of %s%s are not what is known of it: %w", storedUploads, id, store.ErrChanged)
	}
	return f.stored(id, info, about), nil
}

func (f facts) stored(id string, info store.Info, about string) *stored {
	m := filmOf(id, f.Version, Named(f.Facts), f.Kind, f.Began)
	return &stored{object: info, about: about, owner: f.Owner, media: m}
}

// probeStored finds out what a film is that somebody put into the store.
func probeStored(ctx context.Context, b *blocks, info store.Info) (*stored, error) {
	name := path.Base(info.Key)
	r := headers{waiting{ctx, object{b, info}}}
	table, err := Prober(nil).probe(ctx, name, r, info.Size, nil)
	if err != nil {
		return nil, err
	}
	rel := strings.TrimPrefix(info.Key, storedFilms)
	return &stored{object: info, media: Media{
		ID: idOfObject(info.Key), Title: titleOf(name), Folder: folderOf(rel), Name: printable(name), Type: mimeOf(table.Format),
		Version: versionOfObject(info), Duration: table.Duration, Size: info.Size, Streams: streamsOf(table), Plain: plain(table),
		Added: info.Modified.UnixMilli(),
	}}, nil
}

// idOfObject returns the ID of a film that somebody put into the store.
func idOfObject(key string) string { return mediaID("store:" + key) }

// versionOfObject hashes what a store says of an object's bytes.
func versionOfObject(info store.Info) string {
	h := sha256.New()
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(info.Size))
	h.Write(size[:])
	io.WriteString(h, info.ETag)
	return encoding.EncodeToString(h.Sum(nil))[:12]
}

// disposition is the header that names a film to who saves it.
func disposition(name string) string {
	return header.FormatMediaType("inline", map[string]string{"filename": name})
}

// Stored reports whether a film lies in the store.
func (l *Library) Stored(id string) bool {
	_, f, err := l.find(id)
	return err == nil && l.shelf.of(id, f) != nil
}

// linkBeyond is how long after its end a link to a film is good at least: people
// pause, and browsers go on with the link that they have.
const linkBeyond = 12 * time.Hour

// Link returns an address from which browsers can read a version of a film
// themselves: of a CDN, else one that is good until well after the film's end.
// ok is false when the film is not in a store. ErrNotFound and ErrReplaced are as
// of File.
func (l *Library) Link(ctx context.Context, id, version string) (address string, ok bool, err error) {
	m, f, err := l.find(id)
	if err != nil {
		return "", false, err
	}
	if m.Version != version {
		return "", false, ErrReplaced
	}
	s := l.shelf.of(id, f)
	if s == nil {
		return "", false, nil
	}
	if l.shelf.cdn != "" {
		return l.shelf.cdn + l.shelf.store.Path(s.object.Key), true, nil
	}
	address, err = l.shelf.store.Presign(ctx, s.object.Key, linkBeyond+time.Duration(m.Duration*float64(time.Second)), http.Header{
		"Content-Type": {m.Type}, "Content-Disposition": {disposition(m.Name)},
	})
	if err != nil {
		return "", false, errors.Join(ErrStore, err)
	}
	return address, true, nil
}

package media

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"goblet/media/container"
	"goblet/media/thumbnail"
	"goblet/media/transcode"
)

// errNotArrived: bytes of an upload that are not waited for.
var errNotArrived = errors.New("these bytes have not arrived yet")

// Frames opens a version of a film for making pictures of it. It is what
// thumbnail.Options.Open wants.
func (l *Library) Frames(ctx context.Context, k thumbnail.Key) (*thumbnail.Film, error) {
	c, err := l.Content(k.ID, k.Version)
	if err != nil {
		return nil, err
	}
	const patience = 5 * time.Second // other films want pictures, too
	soon, cancel := context.WithTimeout(Patiently(ctx), patience)
	defer cancel()
	table, err := l.Film(soon, c)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	f := &thumbnail.Film{Table: table, Bytes: arrivedBytes{c, c.Reader(ctx)}, Close: c.Close}
	if file, complete := c.File(); complete {
		f.File = file
	} else if table.Partial { // by now more can be told
		if table, err := l.prober.probe(soon, c.Media.Name, f.Bytes, c.Media.Size, nil); err == nil {
			f.Table = table
		}
	}
	return f, nil
}

// arrivedBytes reads what has arrived of a film, and waits for nothing.
type arrivedBytes struct {
	c   *Content
	all io.ReaderAt
}

var _ io.ReaderAt = arrivedBytes{}

func (a arrivedBytes) ReadAt(p []byte, at int64) (int, error) {
	if !a.Has(at, min(at+int64(len(p)), a.c.Media.Size)) {
		return 0, errNotArrived
	}
	return a.all.ReadAt(p, at)
}

// Has reports whether all bytes from start to before end are there.
func (a arrivedBytes) Has(start, end int64) bool { return a.c.Has(start, end) }

// PictureDecoder lets a transcoder make the pictures of package thumbnail.
type PictureDecoder struct{ *transcode.Transcoder }

// Pictures implements thumbnail.Decoder.
func (d PictureDecoder) Pictures(ctx context.Context, track container.Track, frames iter.Seq2[container.Sample, error], width, height int) ([]thumbnail.Picture, error) {
	list, err := d.Transcoder.Pictures(ctx, track, frames, width, height)
	return thumbnails(list), err
}

// PicturesOf implements thumbnail.Decoder.
func (d PictureDecoder) PicturesOf(ctx context.Context, f *thumbnail.Film, track container.Track, every float64, width, height int) ([]thumbnail.Picture, error) {
	list, err := d.Transcoder.PicturesOf(ctx, f.File, f.Table, track, every, width, height)
	return thumbnails(list), err
}

func thumbnails(list []transcode.Picture) []thumbnail.Picture {
	all := make([]thumbnail.Picture, len(list))
	for i, p := range list {
		all[i] = thumbnail.Picture(p)
	}
	return all
}

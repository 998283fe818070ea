package media

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"

	"goblet/media/container"
	"goblet/media/hls"
)

const (
	// maxSegments bounds the bytes of segments that are kept for those who ask
	// for the same a moment later: all in a room do.
	maxSegments = 64 << 20
	// maxWaiting bounds how many segments wait at the same time for bytes of
	// uploads, each with what it has read so far.
	maxWaiting = 64
)

// Streams serves the forms of the library's films: it makes playlists and
// segments when they are asked for. All methods are safe for concurrent use.
// Their errors are those of Library.Content and Library.Film, of ctx,
// hls.ErrNoSegment for what there is not, and the converter's.
type Streams struct {
	library   *Library
	converter Converter // may be nil

	packagers *lru[filmKey, packaged]
	segments  *lru[segmentKey, []byte]
	flights   flights[segmentKey, []byte]
	building  chan struct{} // holds one for each segment that is made now
	waiting   chan struct{} // holds one for each that must wait for bytes
}

// packaged is a film that is cut by one table of contents.
type packaged struct {
	*hls.Packager
	film *container.Film
}

type segmentKey struct {
	film  filmKey
	track int
	n     int
}

// NewStreams returns the streams of a library. converter may be nil: what can't
// be copied is not offered.
func NewStreams(library *Library, converter Converter) *Streams {
	return &Streams{
		library: library, converter: converter,
		packagers: newLRU[filmKey](maxFilms, func(packaged) int { return 1 }),
		segments:  newLRU[segmentKey](maxSegments, func(b []byte) int { return len(b) }),
		building:  make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
		waiting:   make(chan struct{}, maxWaiting),
	}
}

// opened is a film whose table of contents was read.
type opened struct {
	*Content
	key    filmKey
	film   *container.Film
	reader io.ReaderAt
}

// open opens a version of a film. The caller closes it.
func (s *Streams) open(ctx context.Context, id, version string) (*opened, error) {
	content, err := s.library.Content(id, version)
	if err != nil {
		return nil, err
	}
	film, err := s.library.Film(ctx, content)
	if err != nil {
		content.Close()
		return nil, err
	}
	return &opened{content, filmKey{id, version}, film, content.Reader(ctx)}, nil
}

// source returns a film for the converter, which opens it by itself.
func (s *Streams) source(o *opened) hls.Source {
	return hls.Source{Key: o.key.id + "-" + o.key.version, Film: o.film, Open: func() (hls.Bytes, error) {
		return s.library.Content(o.key.id, o.key.version)
	}}
}

// packager returns what cuts a film into segments.
func (s *Streams) packager(o *opened) (*hls.Packager, error) {
	if p, ok := s.packagers.get(o.key); ok && p.film == o.film {
		return p.Packager, nil
	}
	p, err := hls.New(o.film, o.reader)
	if err != nil {
		return nil, err
	}
	if !o.film.Partial { // else it is cut in other places once more of it has arrived
		s.packagers.put(o.key, packaged{p, o.film})
	}
	return p, nil
}

// Forms returns the forms of a film, and its table of contents.
func (s *Streams) Forms(ctx context.Context, id, version string) (Forms, *container.Film, error) {
	o, err := s.open(ctx, id, version)
	if err != nil {
		return Forms{}, nil, err
	}
	defer o.Close()
	return FormsOf(s.source(o), s.converter), o.film, nil
}

// Master returns the master playlist of a form of a film.
func (s *Streams) Master(ctx context.Context, id, version, form string) ([]byte, error) {
	o, err := s.open(ctx, id, version)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	forms := FormsOf(s.source(o), s.converter)
	f := forms.Find(form)
	if f == nil || len(f.Renditions) == 0 {
		return nil, hls.ErrNoSegment
	}
	return masterOf(o.film, s.converter, *f, forms).Encode(), nil
}

// Playlist returns the playlist of a rendition.
func (s *Streams) Playlist(ctx context.Context, id, version, rendition string) ([]byte, error) {
	o, r, err := s.rendition(ctx, id, version, rendition)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	if r.To != hls.Copy {
		return hls.Playlist(s.converter.Bounds(o.film, r)), nil
	}
	p, err := s.packager(o)
	if err != nil {
		return nil, err
	}
	return hls.Playlist(p.Bounds()), nil
}

// Init returns the initialization segment of a rendition.
func (s *Streams) Init(ctx context.Context, id, version, rendition string) ([]byte, error) {
	o, r, err := s.rendition(ctx, id, version, rendition)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	if r.To != hls.Copy {
		return s.converter.Init(ctx, s.source(o), r)
	}
	p, err := s.packager(o)
	if err != nil {
		return nil, err
	}
	return p.Init(r.Track)
}

// Segment returns a segment of a rendition, counted from 0. It waits until all
// its bytes have arrived and were converted, at most until ctx ends.
func (s *Streams) Segment(ctx context.Context, id, version, rendition string, n int) ([]byte, error) {
	o, r, err := s.rendition(ctx, id, version, rendition)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	if r.To != hls.Copy {
		return s.converter.Segment(ctx, s.source(o), r, n)
	}
	key := segmentKey{o.key, r.Track, n}
	if data, ok := s.segments.get(key); ok {
		return data, nil
	}
	film := o.film
	return s.flights.do(ctx, key, func(ctx context.Context) ([]byte, error) {
		data, err := s.copy(ctx, key)
		if err == nil && !film.Partial { // else its end moves on
			s.segments.put(key, data)
		}
		return data, err
	})
}

// copy makes a segment of a track as it is. It opens the film by itself, since
// who asked first may leave before others do.
func (s *Streams) copy(ctx context.Context, key segmentKey) ([]byte, error) {
	o, err := s.open(ctx, key.film.id, key.film.version)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	p, err := s.packager(o)
	if err != nil {
		return nil, err
	}
	bounds := p.Bounds()
	if key.n < 0 || key.n >= len(bounds)-1 {
		return nil, hls.ErrNoSegment
	}
	slots := s.building
	if start, end := o.film.Span(bounds[key.n], bounds[key.n+1]); !o.Has(start, end) {
		slots = s.waiting // so that an upload holds up no other film
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return p.Segment(o.reader, key.track, key.n)
}

// rendition opens a film and looks a rendition up in it. The caller closes it.
func (s *Streams) rendition(ctx context.Context, id, version, name string) (*opened, hls.Rendition, error) {
	r, ok := hls.ParseRendition(name)
	if !ok {
		return nil, r, hls.ErrNoSegment
	}
	o, err := s.open(ctx, id, version)
	if err != nil {
		return nil, r, err
	}
	if err := s.offers(o.film, r); err != nil {
		o.Close()
		return nil, r, err
	}
	return o, r, nil
}

// offers returns nil when a film has a rendition.
func (s *Streams) offers(film *container.Film, r hls.Rendition) error {
	t := film.Track(r.Track)
	switch {
	case t == nil || t.Kind != r.Kind:
		return fmt.Errorf("%w: no track %d", hls.ErrNoSegment, r.Track)
	case r.To == hls.Copy && !hls.CanCopy(*t):
		return hls.ErrCodec
	case r.To != hls.Copy && (s.converter == nil || s.converter.Missing() != nil):
		return fmt.Errorf("%w: nothing can be converted", hls.ErrNoSegment)
	}
	return nil
}

// masterOf returns the master playlist of a form.
func masterOf(film *container.Film, c Converter, f Form, forms Forms) hls.Master {
	var m hls.Master
	for _, r := range f.Renditions {
		t := describe(film, c, r)
		stream := hls.Stream{
			URI: r.String() + "/index.m3u8", Codecs: t.Codecs, Average: t.Bitrate, Bandwidth: t.Bitrate * peak,
			Width: t.Width, Height: t.Height, FrameRate: t.FrameRate,
			Language: t.Language, Channels: t.Channels,
		}
		if r.Kind == container.Video {
			m.Picture = &stream
			continue
		}
		i := slices.IndexFunc(forms.Sounds, func(t container.Track) bool { return t.ID == r.Track })
		stream.Name = strconv.Itoa(r.Track)
		if i >= 0 {
			stream.Name, stream.Default = forms.Labels[i].String(), forms.Sounds[i].Default
		}
		m.Sounds = append(m.Sounds, stream)
	}
	return m
}

// peak is how many times its average a rendition may need in its worst segment.
// The playlists offer no choice by it, and to know it the film would have to be read.
const peak = 2

package thumbnail

import (
	"context"
	"hash/crc32"
	"iter"
	"maps"
	"math"
	"slices"

	"goblet/media/container"
)

// Coarse pictures come first: of a long film every so many.
const coarse = 6

// makeStrip makes some of a film's small pictures.
func (m *Maker) makeStrip(ctx context.Context, d Decoder, w *work, f *Film) (done bool, err error) {
	tracks := f.Table.Of(container.Video)
	if len(tracks) == 0 {
		return true, nil
	}
	track := tracks[0]
	if w.made == nil {
		w.made, w.absent = make(map[int64][]byte), make(map[int64]bool)
	}
	var all []moment
	if foreign(f.Table) {
		if !f.Complete() {
			return false, nil
		}
		all, err = w.scan(ctx, d, f, track)
	} else {
		all = moments(f.Table.Keyframes(track.ID), track.Timescale, f.Table.Duration)
		err = w.decode(ctx, d, f, track, all)
	}
	if err != nil {
		return false, err
	}
	if err := m.show(w, all, height(track, width), f.Table.Duration); err != nil {
		return false, err
	}
	if done = f.Complete() && w.missing(all) == nil; !done {
		return false, nil
	}
	return true, m.keep(w)
}

// missing returns the moments whose pictures are still to be made.
func (w *work) missing(all []moment) (some []moment) {
	for _, at := range all {
		if w.made[at.pts] == nil && !w.absent[at.pts] {
			some = append(some, at)
		}
	}
	return some
}

// decode makes some of the pictures that are missing.
func (w *work) decode(ctx context.Context, d Decoder, f *Film, track container.Track, all []moment) error {
	some := w.missing(all)
	if len(w.made) == 0 && len(some) > 10*coarse {
		some = everyNth(some, coarse)
	}
	times := make([]int64, len(some))
	for i, at := range some {
		times[i] = at.pts
	}
	pictures, tried, err := decode(ctx, d, f, track, times, width)
	if err != nil {
		return err
	}
	maps.Copy(w.made, pictures)
	for _, pts := range tried {
		w.absent[pts] = w.made[pts] == nil
	}
	if f.Complete() {
		for _, pts := range times {
			w.absent[pts] = w.made[pts] == nil
		}
	}
	return nil
}

func everyNth(all []moment, n int) (some []moment) {
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	return some
}

// decode makes pictures of keyframes at some times, as far as their bytes are
// there. tried are those whose bytes were.
func decode(ctx context.Context, d Decoder, f *Film, track container.Track, times []int64, w int) (pictures map[int64][]byte, tried []int64, err error) {
	frames := func(yield func(container.Sample, error) bool) {
		for _, at := range times {
			s, err := frameAt(f, track.ID, at)
			if err != nil || ctx.Err() != nil {
				continue // it may arrive, or be damaged: others are not
			}
			tried = append(tried, at)
			if !yield(s, nil) {
				return
			}
		}
	}
	next, stop := iter.Pull2(iter.Seq2[container.Sample, error](frames))
	defer stop()
	first, _, some := next()
	if !some {
		return nil, tried, ctx.Err()
	}
	list, err := d.Pictures(ctx, track, func(yield func(container.Sample, error) bool) {
		for s, some := first, true; some; s, _, some = next() {
			if !yield(s, nil) {
				return
			}
		}
	}, w, height(track, w))
	if err != nil {
		return nil, tried, err
	}
	return assign(list, tried, track.Timescale), tried, nil
}

// frameAt reads the keyframe at a time.
func frameAt(f *Film, track int, pts int64) (container.Sample, error) {
	for s, err := range f.Table.Samples(f.Bytes, track, pts) {
		return s, err
	}
	return container.Sample{}, ErrNone
}

// assign finds out which of the frames each picture is of: the nearest.
func assign(list []Picture, tried []int64, timescale uint32) map[int64][]byte {
	pictures := make(map[int64][]byte)
	for _, p := range list {
		best, distance := int64(0), math.Inf(1)
		for _, pts := range tried {
			if d := math.Abs(p.Time - float64(pts)/float64(timescale)); d < distance {
				best, distance = pts, d
			}
		}
		if pictures[best] == nil && distance < 1 {
			pictures[best] = p.JPEG
		}
	}
	return pictures
}

// foreign reports whether container.Open does not read a film.
func foreign(f *container.Film) bool {
	return f.Format != container.MP4 && f.Format != container.Matroska && f.Format != container.WebM
}

// scan makes all pictures of a film that only ffmpeg reads. Their PTS are milliseconds.
func (w *work) scan(ctx context.Context, d Decoder, f *Film, track container.Track) ([]moment, error) {
	list, err := d.PicturesOf(ctx, f, track, step(f.Table.Duration), width, height(track, width))
	if err != nil {
		return nil, err
	}
	var all []moment
	for i, p := range list[:min(len(list), most)] {
		at := moment{int64(p.Time * 1000), p.Time}
		if i == 0 {
			at.from = 0
		}
		w.made[at.pts] = p.JPEG
		all = append(all, at)
	}
	return all, nil
}

// show makes sheets and VTT of the pictures that are there.
func (m *Maker) show(w *work, all []moment, h int, duration float64) error {
	there := func(i int) bool { return w.made[all[i].pts] != nil }
	list := cues(all, there, duration)
	pictures := make([][]byte, 0, len(list))
	for i := range all {
		if there(i) {
			pictures = append(pictures, w.made[all[i].pts])
		}
	}
	if shown := w.shown; shown != nil && len(pictures) == shown.pictures {
		return nil
	}
	laid, err := sheets(pictures, width, h)
	if err != nil {
		return err
	}
	s := &strip{sheets: laid, pictures: len(pictures)}
	for _, sheet := range laid {
		s.revision = crc32.Update(s.revision, crc32.IEEETable, sheet)
	}
	s.vtt = vtt(list, width, h, s.revision)
	m.mu.Lock()
	w.shown = s
	m.mu.Unlock()
	return nil
}

// keep writes a finished strip to the disk and forgets what it was made of.
func (m *Maker) keep(w *work) error {
	w.made, w.absent = nil, nil
	if err := m.save(w.key, w.shown); err != nil {
		m.options.Logger.Warn("thumbnails can't be kept", "film", w.key.ID, "error", err)
		return nil // they are shown as long as this program runs
	}
	m.mu.Lock()
	w.shown = nil
	m.mu.Unlock()
	return nil
}

// makePoster makes a film's poster, of those that are possible the one with most to see.
func (m *Maker) makePoster(ctx context.Context, d Decoder, w *work, f *Film) (done bool, err error) {
	tracks := f.Table.Of(container.Video)
	if len(tracks) == 0 {
		return true, nil
	}
	track := tracks[0]
	var candidates [][]byte
	if foreign(f.Table) {
		if !f.Complete() {
			return false, nil
		}
		list, err := d.PicturesOf(ctx, f, track, max(1, f.Table.Duration/10), posterW, height(track, posterW))
		if err != nil {
			return false, err
		}
		for _, p := range list[:min(len(list), 4)] {
			candidates = append(candidates, p.JPEG)
		}
	} else {
		times := posterMoments(f.Table.Keyframes(track.ID), track.Timescale, f.Table.Duration)
		slices.Sort(times)
		pictures, _, err := decode(ctx, d, f, track, times, posterW)
		if err != nil {
			return false, err
		}
		for _, pts := range times {
			candidates = append(candidates, pictures[pts])
		}
	}
	best := liveliest(candidates)
	if best != nil && f.Complete() {
		return true, m.store.write(w.key, posterFile, best)
	}
	m.mu.Lock()
	w.still = best
	m.mu.Unlock()
	return f.Complete(), nil
}

// liveliest returns the picture whose brightness varies most, nil of none.
func liveliest(pictures [][]byte) (best []byte) {
	most := -1.0
	for _, p := range pictures {
		if v := variance(p); p != nil && v > most {
			best, most = p, v
		}
	}
	return best
}

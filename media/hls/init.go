package hls

import (
	"bytes"

	"github.com/Eyevinn/mp4ff/mp4"
	"golang.org/x/text/language"

	"goblet/media/container"
)

// trackID is the number of the only track that a rendition's segments have.
const trackID = 1

// Init returns the initialization segment of a track. The error is ErrNoSegment
// or ErrCodec.
func (p *Packager) Init(track int) ([]byte, error) {
	t := p.film.Track(track)
	if t == nil {
		return nil, ErrNoSegment
	}
	entry, err := sampleEntry(t)
	if err != nil {
		return nil, err
	}
	init := mp4.NewMP4Init()
	init.AddChild(mp4.NewFtyp("iso6", 0, []string{"iso6", "cmfc", "cmf2", "mp41"}))
	moov := mp4.NewMoovBox()
	init.AddChild(moov)
	mvhd := mp4.CreateMvhd()
	mvhd.NextTrackID = trackID + 1
	moov.AddChild(mvhd)
	trak := mp4.CreateEmptyTrak(trackID, t.Timescale, string(t.Kind), iso639(t.Language))
	stsd := trak.Mdia.Minf.Stbl.Stsd
	stsd.Children = append(stsd.Children, entry)
	stsd.SampleCount = 1
	if t.Kind == container.Video {
		size := stored(t)
		trak.Tkhd.Width, trak.Tkhd.Height = mp4.Fixed32(size.Width<<16), mp4.Fixed32(size.Height<<16)
		if err := turn(trak, t); err != nil {
			return nil, err
		}
	}
	if lead := p.begins[track].lead; lead > 0 {
		addEdit(trak, lead)
	}
	moov.AddChild(trak)
	mvex := mp4.NewMvexBox()
	mvex.AddChild(mp4.CreateTrex(trackID))
	moov.AddChild(mvex)
	var b bytes.Buffer
	if err := init.Encode(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// addEdit says that what is shown at 0 lies lead ticks behind the beginning of
// the track. A duration of 0 is that of all fragments (ISO/IEC 14496-12, 8.6.6).
func addEdit(trak *mp4.TrakBox, lead int64) {
	edts := &mp4.EdtsBox{}
	edts.AddChild(&mp4.ElstBox{Version: 1, Entries: []mp4.ElstEntry{{MediaTime: lead, MediaRateInteger: 1}}})
	trak.Edts = edts
	trak.Children = append(trak.Children[:1:1], append([]mp4.Box{edts}, trak.Children[1:]...)...)
}

// iso639 returns the three letters of a language that MP4 wants.
func iso639(tag string) string {
	if t, err := language.Parse(tag); err == nil {
		base, _ := t.Base()
		if code := base.ISO3(); len(code) == 3 {
			return code
		}
	}
	return "und"
}

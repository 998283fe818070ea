package container

import "errors"

// verify makes sure that decoding can begin where an H.264 track says so.
// Tables of sync samples also list recovery points of open GOPs, after which
// come pictures that cannot be decoded. The tables tell them where such
// pictures follow; the others are told by the sample itself. A few of them show
// what kind of film it is; only when one is no IDR picture all are looked at.
// Of a film that is still arriving only what is there is looked at, and in a
// film with open GOPs only what was seen to be an IDR picture counts.
func (m *movie) verify(t *movieTrack) error {
	const few, most = 8, 10_000
	if t.Kind != Video || t.avc == 0 || t.table.every && t.table.count > maxFragmented {
		return nil
	}
	claims, open := t.table.claims()
	var seen []uint32 // IDR pictures
	looked, absent := 0, false
	for k, i := range claims {
		if looked > few && !open {
			return nil
		}
		if looked > most {
			break
		}
		idr, known, err := m.idr(t, i, arrived(m.r))
		if err != nil {
			return err
		}
		if known {
			looked++
			open = open || !idr
		}
		absent = absent || !known
		if idr || !known && k == 0 { // decoding has to begin somewhere
			seen = append(seen, i)
		}
	}
	if t.OpenGOP = open; open {
		t.table.every, t.table.syncs = false, seen
		m.partial = m.partial || absent
	}
	return nil
}

// claims returns the samples at which decoding can begin, as far as the tables
// tell, and whether they tell that there are open GOPs.
func (t *sampleTable) claims() (all []uint32, open bool) {
	check := func(i uint32) {
		if t.leads(i) {
			open = true
		} else {
			all = append(all, i)
		}
	}
	if t.every {
		for i := range t.count {
			check(i)
		}
	} else {
		for _, i := range t.syncs {
			check(i)
		}
	}
	return all, open
}

// leads reports whether pictures that are shown before sample i are decoded
// after it, as those are that refer to what was before an open GOP.
func (t *sampleTable) leads(i uint32) bool {
	if len(t.shifts) == 0 {
		return false
	}
	const reordered = 16 // pictures at most (Rec. ITU-T H.264, max_num_reorder_frames)
	shown := t.pts(i)
	for k := i + 1; k < t.count && k <= i+reordered; k++ {
		if t.pts(k) < shown {
			return true
		}
	}
	return false
}

// idr reports whether a sample is an IDR picture. It is not known when its
// bytes have not arrived.
func (m *movie) idr(t *movieTrack, i uint32, r present) (idr, known bool, err error) {
	const head = 1 << 10 // what comes before the first slice, most often
	p := t.table.at(i).sample()
	for _, n := range []int64{head, int64(p.size)} {
		data := make([]byte, min(n, int64(p.size)))
		err := readFull(r, data, p.at)
		if errors.Is(err, errAbsent) {
			return false, false, nil
		} else if err != nil {
			return false, false, err
		}
		if idr, known := randomAccess(H264, data, t.avc); known {
			return idr, true, nil
		}
	}
	return false, true, nil
}

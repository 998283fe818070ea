package container

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
	table := &t.table
	there, _ := m.r.(arriving)
	candidates := table.syncs
	if table.every { // each one is a claim
		candidates = make([]uint32, table.count)
		for i := range candidates {
			candidates[i] = uint32(i)
		}
	}
	open := false
	var closed []uint32 // no pictures of before follow
	for _, i := range candidates {
		if table.leads(i) {
			open = true
		} else {
			closed = append(closed, i)
		}
	}
	var seen []uint32 // IDR pictures
	looked := 0
	for _, i := range closed {
		if looked > few && !open {
			return nil
		}
		if looked > most {
			break
		}
		idr, known, err := m.idr(t, i, there)
		if err != nil {
			return err
		}
		if !known {
			continue
		}
		looked++
		open = open || !idr
		if idr {
			seen = append(seen, i)
		}
	}
	if open {
		table.every, table.syncs = false, seen
	}
	return nil
}

// leads reports whether pictures that are shown before sample i are decoded
// after it, as those are that refer to what was before an open GOP.
func (t *sampleTable) leads(i uint32) bool {
	if len(t.shifts) == 0 {
		return false
	}
	const reordered = 16 // pictures at most (Rec. ITU-T H.264, max_num_reorder_frames)
	shown := t.pts(i)
	c := t.at(i + 1)
	for n := 0; n < reordered && c.ok(); n++ {
		if c.sample().pts < shown {
			return true
		}
		c.next()
	}
	return false
}

// idr reports whether a sample is an IDR picture. It is not known when its
// bytes are not there.
func (m *movie) idr(t *movieTrack, i uint32, there arriving) (idr, known bool, err error) {
	const head = 1 << 10 // what comes before the first slice, most often
	p := t.table.at(i).sample()
	for _, n := range []int64{head, int64(p.size)} {
		n = min(n, int64(p.size))
		if there != nil && !there.Has(p.at, p.at+n) {
			return false, false, nil
		}
		data := make([]byte, n)
		if got, err := m.r.ReadAt(data, p.at); got < len(data) {
			return false, false, err
		}
		if idr, known := startsWithIDR(data, t.avc); known {
			return idr, true, nil
		}
	}
	return false, true, nil
}

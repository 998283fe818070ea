package container

import "io"

func openMP4(io.ReaderAt, int64) (*Film, error) { return nil, ErrNotFilm }

package thumbnail

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
)

// A sheet has this many pictures: a megabyte to decode at the most, and few requests.
const (
	columns = 10
	rows    = 10
	onSheet = columns * rows
)

// quality of the sheets and posters, of 100.
const quality = 72

// sheets lays pictures of one size out, row by row.
func sheets(pictures [][]byte, w, h int) ([][]byte, error) {
	var all [][]byte
	for len(pictures) > 0 {
		some := pictures[:min(onSheet, len(pictures))]
		pictures = pictures[len(some):]
		canvas := image.NewRGBA(image.Rect(0, 0, min(columns, len(some))*w, (len(some)+columns-1)/columns*h))
		for i, data := range some {
			picture, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				return nil, err
			}
			draw.Draw(canvas, place(i, w, h), picture, picture.Bounds().Min, draw.Src)
		}
		var sheet bytes.Buffer
		if err := jpeg.Encode(&sheet, canvas, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		all = append(all, sheet.Bytes())
	}
	return all, nil
}

// place returns where picture i of a sheet lies.
func place(i, w, h int) image.Rectangle {
	x, y := i%columns*w, i/columns*h
	return image.Rect(x, y, x+w, y+h)
}

// variance returns how much the brightness of a JPEG varies: next to nothing
// for black and other plain pictures. What is no JPEG has none.
func variance(data []byte) float64 {
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return 0
	}
	const apart = 4 // pixels between those that are looked at
	var n, sum, squares float64
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += apart {
		for x := b.Min.X; x < b.Max.X; x += apart {
			v := float64(luma(picture, x, y))
			n, sum, squares = n+1, sum+v, squares+v*v
		}
	}
	if n == 0 {
		return 0
	}
	return squares/n - sum/n*(sum/n)
}

func luma(picture image.Image, x, y int) uint8 {
	if p, ok := picture.(*image.YCbCr); ok {
		return p.Y[p.YOffset(x, y)]
	}
	r, g, b, _ := picture.At(x, y).RGBA()
	return uint8((299*r + 587*g + 114*b) / 1000 >> 8)
}

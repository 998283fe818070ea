// Package store keeps objects in a bucket of an S3-compatible store.
//
// It knows nothing of films: keys, bytes and links to them. An object is there as a
// whole or not at all, and one of the same key replaces another at once.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

var (
	// ErrNotFound: there is no object of this key.
	ErrNotFound = errors.New("the store has no such object")
	// ErrChanged: another object has taken the place of the one that was asked for.
	ErrChanged = errors.New("the object in the store has been replaced")
)

// MaxExpiry is the longest time that a link of Presign can be good for.
const MaxExpiry = 7 * 24 * time.Hour

// Options of Open.
type Options struct {
	// Key and Secret are the credentials. "": those of AWS_ACCESS_KEY_ID and
	// AWS_SECRET_ACCESS_KEY, else of the shared file, else of the machine's role.
	Key, Secret string
}

// Store is a bucket, or what is below a prefix in one. It may be used by any
// number of goroutines.
type Store struct {
	core   minio.Core
	bucket string
	prefix string // "" or with a slash at its end
}

// Info is what a store knows of an object.
type Info struct {
	Key      string // below the store's prefix
	Size     int64
	ETag     string // another one for other bytes
	Type     string // MIME; not known of what List returns
	Modified time.Time
}

// Open connects to the bucket that an address like
// s3://bucket/prefix?endpoint=https://host:port&region=name says, and looks whether
// it can be read. Without an endpoint it is Amazon's. The error is a sentence
// that says what is wrong.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	p, err := parse(address)
	if err != nil {
		return nil, err
	}
	client, err := minio.New(p.host, &minio.Options{
		Creds: p.credentials(o), Secure: p.secure, Region: p.region, MaxRetries: retries,
	})
	if err != nil {
		return nil, fmt.Errorf("the store %s can't be used: %w", p, err)
	}
	s := &Store{core: minio.Core{Client: client}, bucket: p.bucket, prefix: p.prefix}
	for _, err := range s.List(ctx, "") {
		if err != nil {
			return nil, p.explain(err)
		}
		break
	}
	return s, nil
}

// unknownUser is what versitygw answers to a key that it doesn't know, with the status 404.
const unknownUser = "XAdminUserNotFound"

// retries is how often a request is made that fails for a reason that may pass.
const retries = 3

// place is where a store is.
type place struct {
	host, bucket, prefix, region string
	secure                       bool
}

// Check says whether an address has the form that Open wants.
func Check(address string) error {
	_, err := parse(address)
	return err
}

var errForm = errors.New("want something like s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-central-1")

func parse(address string) (place, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return place{}, errForm
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return place{}, errForm
	}
	for name := range query {
		if name != "endpoint" && name != "region" {
			return place{}, fmt.Errorf("%w: it has no %q", errForm, name)
		}
	}
	p := place{bucket: u.Host, region: query.Get("region")}
	if p.prefix = strings.Trim(path.Clean("/"+u.Path), "/"); p.prefix != "" {
		p.prefix += "/"
	}
	endpoint, err := url.Parse(cmp.Or(query.Get("endpoint"), "https://s3.amazonaws.com"))
	if err != nil || endpoint.Scheme != "http" && endpoint.Scheme != "https" || endpoint.Host == "" || strings.Trim(endpoint.Path, "/") != "" {
		return place{}, errForm
	}
	p.host, p.secure = endpoint.Host, endpoint.Scheme == "https"
	return p, nil
}

func (p place) String() string { return fmt.Sprintf("s3://%s at %s", p.bucket, p.host) }

func (p place) credentials(o Options) *credentials.Credentials {
	if o.Key != "" {
		return credentials.NewStaticV4(o.Key, o.Secret, "")
	}
	// Away from Amazon's machines nobody answers for the role.
	patience := &http.Client{Timeout: 3 * time.Second}
	return credentials.NewChainCredentials([]credentials.Provider{
		&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: patience, Region: p.region},
	})
}

// explain says what is wrong with a store that can't be opened.
func (p place) explain(err error) error {
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == minio.NoSuchBucket:
		return fmt.Errorf("the store has no bucket %q: make it there, or correct its name (%w)", p.bucket, err)
	case answer.StatusCode == http.StatusForbidden, answer.StatusCode == http.StatusUnauthorized, answer.Code == minio.InvalidAccessKeyID, answer.Code == unknownUser:
		return fmt.Errorf("the store refuses the credentials for the bucket %q: look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the shared file or the machine's role, and at what they may do there (%w)", p.bucket, err)
	case answer.StatusCode == 0:
		return fmt.Errorf("the store at %s can't be reached: look at the endpoint and whether it runs (%w)", p.host, err)
	default:
		return fmt.Errorf("the store %s can't be used: %w", p, err)
	}
}

// Put makes an object of the bytes of r. It is there once all of them are, and
// nothing of it before. size is how many there are. An r that is an io.ReaderAt,
// too, is sent in several parts at once. disposition is the object's
// Content-Disposition, may be "".
func (s *Store) Put(ctx context.Context, key string, r io.Reader, size int64, kind, disposition string) (Info, error) {
	done, err := s.core.Client.PutObject(ctx, s.bucket, s.prefix+key, r, size, minio.PutObjectOptions{
		ContentType: kind, ContentDisposition: disposition,
	})
	if err != nil {
		return Info{}, told(err)
	}
	return Info{Key: key, Size: size, ETag: done.ETag, Type: kind, Modified: done.LastModified}, nil
}

// Forget drops what is left of a Put that was cut off and would be kept, and paid
// for, unseen.
func (s *Store) Forget(ctx context.Context, key string) error {
	return told(s.core.RemoveIncompleteUpload(ctx, s.bucket, s.prefix+key))
}

// Get opens an object for reading. The caller closes it.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	r, info, _, err := s.core.GetObject(ctx, s.bucket, s.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, told(err)
	}
	return r, s.info(key, info), nil
}

// ReadAt reads a part of an object that was listed or looked at before, as
// io.ReaderAt does. ErrChanged: the bytes are others now.
func (s *Store) ReadAt(ctx context.Context, object Info, p []byte, at int64) (int, error) {
	end := min(at+int64(len(p)), object.Size)
	if at >= end {
		return 0, io.EOF
	}
	var o minio.GetObjectOptions
	if err := o.SetRange(at, end-1); err != nil {
		return 0, err
	}
	if object.ETag != "" {
		if err := o.SetMatchETag(object.ETag); err != nil {
			return 0, err
		}
	}
	r, _, _, err := s.core.GetObject(ctx, s.bucket, s.prefix+object.Key, o)
	if err != nil {
		return 0, told(err)
	}
	defer r.Close()
	n, err := io.ReadFull(r, p[:end-at])
	if err != nil {
		return n, fmt.Errorf("the store ended in the middle of %s: %w", object.Key, err)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Stat looks at an object.
func (s *Store) Stat(ctx context.Context, key string) (Info, error) {
	info, err := s.core.StatObject(ctx, s.bucket, s.prefix+key, minio.StatObjectOptions{})
	if err != nil {
		return Info{}, told(err)
	}
	return s.info(key, info), nil
}

// List returns the objects whose keys begin with a prefix, in the order of their
// keys. An error is the last that it yields.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		ctx, end := context.WithCancel(ctx)
		defer end()
		for o := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix + prefix, Recursive: true}) {
			if o.Err != nil {
				yield(Info{}, told(o.Err))
				return
			}
			if !yield(s.info(strings.TrimPrefix(o.Key, s.prefix), o), nil) {
				return
			}
		}
	}
}

// Delete removes an object. One that is not there is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	return told(s.core.RemoveObject(ctx, s.bucket, s.prefix+key, minio.RemoveObjectOptions{}))
}

// Presign returns a link by which whoever has it may read an object until it
// expires, see MaxExpiry. Of answer Content-Type, Content-Disposition and
// Cache-Control become those of the answer; it may be nil.
func (s *Store) Presign(ctx context.Context, key string, expiry time.Duration, answer http.Header) (string, error) {
	query := make(url.Values)
	for _, name := range []string{"Content-Type", "Content-Disposition", "Cache-Control"} {
		if v := answer.Get(name); v != "" {
			query.Set("response-"+strings.ToLower(name), v)
		}
	}
	link, err := s.core.PresignedGetObject(ctx, s.bucket, s.prefix+key, min(expiry, MaxExpiry), query)
	if err != nil {
		return "", told(err)
	}
	return link.String(), nil
}

// Path returns the path of an object in its bucket, as a CDN before the bucket
// has it.
func (s *Store) Path(key string) string {
	return (&url.URL{Path: s.prefix + key}).EscapedPath()
}

func (s *Store) info(key string, o minio.ObjectInfo) Info {
	return Info{Key: key, Size: o.Size, ETag: o.ETag, Type: o.ContentType, Modified: o.LastModified}
}

// told makes an answer of the store one of our errors.
func told(err error) error {
	if err == nil {
		return nil
	}
	switch answer := minio.ToErrorResponse(err); {
	case answer.Code == minio.NoSuchKey, answer.Code == "NotFound":
		return fmt.Errorf("%w (%w)", ErrNotFound, err)
	case answer.Code == minio.PreconditionFailed, answer.StatusCode == http.StatusPreconditionFailed:
		return fmt.Errorf("%w (%w)", ErrChanged, err)
	}
	return err
}

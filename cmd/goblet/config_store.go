package main

import (
	"errors"
	"net/url"
	"strings"

	"goblet/media/store"
)

func setStore(c *config, v string) error {
	c.store = v
	return store.Check(v)
}

func setCDN(c *config, v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("want something like https://cdn.example.org/films/")
	}
	c.cdn = strings.TrimSuffix(v, "/") + "/"
	return nil
}

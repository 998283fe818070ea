package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"

	"goblet/assets"
	"goblet/views"
	"goblet/words"
)

// manifest tells browsers how Goblet is installed as an app: https://www.w3.org/TR/appmanifest/.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request) error {
	type icon struct {
		Source  string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	image := func(name string) string { return string(s.base) + assets.Path("img/"+name) }
	start := string(s.base) + "/"
	h := w.Header()
	h.Set("Content-Type", "application/manifest+json")
	h.Set("Cache-Control", "no-cache")
	return json.NewEncoder(w).Encode(struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		ShortName   string `json:"short_name"`
		Description string `json:"description"`
		Start       string `json:"start_url"`
		Scope       string `json:"scope"`
		Display     string `json:"display"`
		Background  string `json:"background_color"`
		Theme       string `json:"theme_color"`
		Icons       []icon `json:"icons"`
	}{
		ID: start, Name: "Goblet", ShortName: "Goblet", Description: words.T(r.Context(), "Watch films together, on the same frame."),
		Start: start, Scope: start, Display: "standalone", Background: "#f8f3ec", Theme: "#f8f3ec",
		Icons: []icon{
			{image("icon-192.png"), "192x192", "image/png", ""},
			{image("icon-512.png"), "512x512", "image/png", ""},
			{image("icon-maskable-512.png"), "512x512", "image/png", "maskable"},
			{image("goblet.svg"), "any", "image/svg+xml", ""},
		},
	})
}

// offlinePage is what browsers that were here before show while Goblet can't be reached.
func (s *Server) offlinePage(w http.ResponseWriter, r *http.Request) error {
	s.render(w, r, http.StatusOK, views.OfflinePage())
	return nil
}

// offlineWorker is the service worker, at an address whose scope is all of Goblet's pages. What it keeps is named by
// addresses with the hash of all assets, so that another release is another worker.
func (s *Server) offlineWorker(w http.ResponseWriter, r *http.Request) error {
	script, err := assets.Read("js/offlineworker.js")
	if err != nil {
		return err
	}
	kept := views.OfflineAssets(s.base.views(r.Context()))
	names, err := json.Marshal(append([]string{string(s.base) + "/offline"}, kept...))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	_, err = fmt.Fprintf(w, "self.KEPT = %s;\n%s", names, script)
	return err
}

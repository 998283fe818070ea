package main

import (
	"context"
	"fmt"
	"path/filepath"

	"goblet/measure"
)

// nginxConfig serves a folder with sendfile, by one worker that may use every processor that a Go server may.
const nginxConfig = `daemon off; master_process off; pid %[1]s/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  server { listen %[2]s; root %[3]s; }
}
`

// startNginx starts an nginx that serves the folder of the film.
func startNginx(ctx context.Context, program, dir, film string) (*otherServer, error) {
	n, err := measure.StartNginx(ctx, program, dir, "/"+filepath.Base(film), func(own, address string) []byte {
		return fmt.Appendf(nil, nginxConfig, own, address, filepath.Dir(film))
	})
	if err != nil {
		return nil, err
	}
	return &otherServer{url: "http://" + n.Address + "/" + filepath.Base(film), pid: n.PID, stop: n.Stop}, nil
}

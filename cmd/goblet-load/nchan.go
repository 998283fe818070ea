package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"goblet/measure"
)

// The peer nchan is nginx with its module of that name, one worker.
const nchan = "nchan"

// nchanModule is where Debian has it.
const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so"

// nchanConfig has a channel for each room. Bodies stay in memory.
const nchanConfig = `load_module %[1]s;
daemon off; worker_processes 1; worker_rlimit_nofile %[4]d; pid %[2]s/nginx.pid; error_log stderr error;
events { worker_connections %[4]d; }
http {
  access_log off; client_body_buffer_size 64k;
  client_body_temp_path %[2]s/b; proxy_temp_path %[2]s/p; fastcgi_temp_path %[2]s/f; uwsgi_temp_path %[2]s/u; scgi_temp_path %[2]s/s;
  server {
    listen %[3]s backlog=4096;
    location = /ready { return 204; }
    location ~ ^/r/(\w+)/events$ { nchan_subscriber eventsource; nchan_channel_id $1; nchan_subscriber_first_message newest; }
    location ~ ^/r/(\w+)/text$ { nchan_publisher http; nchan_channel_id $1; nchan_message_buffer_length 1024; }
  }
}
`

// errNoNchan says what is to be done.
var errNoNchan = errors.New("nginx with its module nchan is not installed: apt-get install nginx-light libnginx-mod-nchan")

// findNginx returns the program, also where only root looks, given that it has the module.
func findNginx() (string, error) {
	if _, err := os.Stat(nchanModule); err != nil {
		return "", errNoNchan
	}
	for _, name := range []string{"nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", errNoNchan
}

// startNchan starts nginx with room for all viewers.
func startNchan(ctx context.Context, o options) (base string, pid int, stop func(), err error) {
	program, err := findNginx()
	if err != nil {
		return "", 0, nil, err
	}
	most := o.viewers + 2000 // those that post, and nginx's own, among them
	n, err := measure.StartNginx(ctx, program, "", "/ready", func(dir, address string) []byte {
		return fmt.Appendf(nil, nchanConfig, nchanModule, dir, address, most)
	})
	if err != nil {
		return "", 0, nil, err
	}
	return "http://" + n.Address, onlyChild(n.PID), n.Stop, nil
}

// onlyChild returns the child of a process that has one, here nginx's worker; 0 where there is no /proc.
func onlyChild(pid int) int {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return 0
	}
	child, _ := strconv.Atoi(strings.TrimSpace(string(children)))
	return child
}

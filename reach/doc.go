// Package reach is how people come to a server from outside: certificates that a CA gives by ACME, the way from HTTP to
// HTTPS, and tunnels through somebody else's servers. It knows nothing of what is served.
package reach

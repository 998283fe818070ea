package reach

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/mholt/acmez/v3/acme"
)

func TestWhyThereIsNoCertificateIsOneLineWithTheWordsOfTheCA(t *testing.T) {
	problem := func(kind, detail string) error {
		return fmt.Errorf("[x] %w (ca=y)", acme.Problem{Type: kind, Status: 403, Detail: detail})
	}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"the name leads elsewhere": {
			problem(acme.ProblemTypeConnection, "192.0.2.7: Timeout during connect (likely firewall problem)"),
			"party.example.org does not lead here by ports 80 or 443, says the CA: 192.0.2.7: Timeout during connect (likely firewall problem)",
		},
		"there is no such name": {
			problem(acme.ProblemTypeDNS, "NXDOMAIN looking up A for party.example.org"),
			"party.example.org does not lead here by ports 80 or 443, says the CA: NXDOMAIN looking up A for party.example.org",
		},
		"too many certificates": {
			problem(acme.ProblemTypeRateLimited, "too many certificates (5) already issued,\nretry after 2026-08-21"),
			"the CA gives no more certificates for now (rate limit): too many certificates (5) already issued, retry after 2026-08-21",
		},
		"a forbidden name": {
			problem(acme.ProblemTypeRejectedIdentifier, "policy forbids issuing."),
			"the CA gives no certificate for party.example.org: policy forbids issuing",
		},
		"a bad address": {problem(acme.ProblemTypeInvalidContact, "no MX"), "the CA does not take the address of --acme-email: no MX"},
		"several": {
			acme.Problem{Type: acme.ProblemTypeCompound, Detail: "two", Subproblems: []acme.Subproblem{{Problem: acme.Problem{Detail: "one"}}}},
			"the CA said: two; one",
		},
		"no CA": {
			fmt.Errorf("getting directory: %w", &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}),
			"the CA can't be reached or does not answer as one: dial tcp: connection refused",
		},
		"nonsense": {errors.New(strings.Repeat("long ", 1000)), "the CA can't be reached or does not answer as one: long"},
	} {
		got := because("party.example.org", tt.err)
		if !strings.HasPrefix(got, tt.want) || strings.ContainsAny(got, "\n") || len(got) > 600 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

package reach

import (
	"errors"
	"net"
	"os"
	"strings"

	"github.com/mholt/acmez/v3/acme"
)

// because says in one line why the CA gave no certificate, with its own words.
func because(domain string, err error) string {
	problem, ok := errors.AsType[acme.Problem](err)
	if !ok {
		return oneLine("the CA can't be reached or does not answer as one: " + cause(err).Error())
	}
	said := problem.Detail
	for _, sub := range problem.Subproblems {
		said += "; " + sub.Detail
	}
	said = strings.TrimSuffix(said, ".")
	switch problem.Type {
	case acme.ProblemTypeDNS, acme.ProblemTypeConnection, acme.ProblemTypeUnauthorized, acme.ProblemTypeIncorrectResponse, acme.ProblemTypeTLS:
		return oneLine(domain + " does not lead here by ports 80 or 443, says the CA: " + said)
	case acme.ProblemTypeRateLimited:
		return oneLine("the CA gives no more certificates for now (rate limit): " + said)
	case acme.ProblemTypeRejectedIdentifier, acme.ProblemTypeUnsupportedIdentifier, acme.ProblemTypeCAA:
		return oneLine("the CA gives no certificate for " + domain + ": " + said)
	case acme.ProblemTypeInvalidContact, acme.ProblemTypeUnsupportedContact:
		return oneLine("the CA does not take the address of --acme-email: " + said)
	}
	return oneLine("the CA said: " + said)
}

// oneLine makes one line of a text of whatever origin.
func oneLine(text string) string {
	const enough = 500
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "") + "…"
	}
	return text
}

// cause strips what our own sentences say already.
func cause(err error) error {
	if path, ok := errors.AsType[*os.PathError](err); ok {
		return path.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op
	}
	return err
}

// Command demo shows two Carom nodes meeting, talking and sending a file over a
// private Tor network of real tor processes on the loopback interface. It runs the
// carom program as a user would and prints what they type and see.
//
//	go run ./internal/demo -carom bin/carom
//
// It ends by itself, with status 0 when all went as told, and leaves no
// process and no file behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/internal/testnet"
)

// within bounds the whole demo.
const within = 90 * time.Second

func main() {
	program := flag.String("carom", "bin/carom", "the carom program")
	flag.Parse()
	ctx, stop := testnet.Interruptible()
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := run(ctx, *program); err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		if errors.Is(err, context.DeadlineExceeded) {
			fmt.Fprintf(os.Stderr, "demo: not finished within %v; is this machine very busy? Try again.\n", within)
		}
		cancel()
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, program string) (err error) {
	program, err = filepath.Abs(program)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "carom-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s := &stage{start: time.Now()}

	s.say("Starting a private Tor network on this machine (nothing leaves it) …")
	network, err := testnet.Start(ctx, testnet.Options{})
	if err != nil {
		return err
	}
	defer func() { network.Stop() }()
	torrc := filepath.Join(dir, "torrc")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		return err
	}
	s.say("The network has a consensus. Starting two nodes, each with a tor of its own.")
	alice := &node{stage: s, name: "alice", program: program, dir: filepath.Join(dir, "alice"), torrc: torrc}
	bob := &node{stage: s, name: "bob", program: program, dir: filepath.Join(dir, "bob"), torrc: torrc}
	defer func() { err = errors.Join(err, alice.stop(), bob.stop()) }()
	if err := play(ctx, s, alice, bob); err != nil {
		return err
	}
	s.say("Stopping both nodes and the network.")
	return nil
}

// play is the story.
func play(ctx context.Context, s *stage, alice, bob *node) error {
	return steps(
		func() error { return bothUp(ctx, s, alice, bob) },
		func() error { return meet(ctx, s, alice, bob) },
		func() error { return talk(ctx, s, alice, bob) },
		func() error { return file(ctx, s, alice, bob) },
		func() error { return away(ctx, s, alice, bob) },
	)
}

func steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func bothUp(ctx context.Context, s *stage, alice, bob *node) error {
	return steps(
		func() error { return alice.run(ctx) },
		func() error { return bob.run(ctx) },
		func() error { return bootstrap(ctx, s, alice, bob) },
	)
}

// bootstrap shows tor's progress as one line that is written over.
func bootstrap(ctx context.Context, s *stage, nodes ...*node) error {
	defer s.endProgress()
	for {
		line, ready := "Tor bootstrap:", true
		for _, n := range nodes {
			st, err := n.api.State(ctx)
			if err != nil {
				return err
			}
			line += fmt.Sprintf("  %s %3d%%", n.name, st.Network.Percent)
			if st.Network.Published {
				line += " published"
			} else {
				ready = false
			}
		}
		s.progress(line)
		if ready {
			return nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func meet(ctx context.Context, s *stage, alice, bob *node) error {
	return steps(
		func() error { return bob.types(ctx, "id") },
		func() error {
			s.say("Bob gives Alice his address, by whatever way they trust. Alice asks him.")
			return alice.types(ctx, "contact", "add", bob.id.Address(), "--nickname", "bob", "--as", "alice", "--message", "It is me, from the library.")
		},
		func() error { return bob.waits(ctx, "Bob sees the request", alice.id, hasState(contacts.Pending)) },
		func() error { return bob.types(ctx, "contact", "list") },
		func() error { return bob.types(ctx, "contact", "accept", "alice") },
		func() error { return alice.waits(ctx, "Alice and Bob are connected", bob.id, isOnline) },
		func() error { return bob.waits(ctx, "", alice.id, isOnline) },
		func() error { return alice.types(ctx, "contact", "list") },
	)
}

func talk(ctx context.Context, s *stage, alice, bob *node) error {
	s.say("They talk. A message counts as delivered when it is on the other's disk.")
	return steps(
		func() error { return alice.types(ctx, "send", "bob", "--wait=30s", "Hello Bob, are you safe?") },
		func() error {
			return bob.types(ctx, "send", "alice", "--wait=30s", "I am. Nobody can see that we talk.")
		},
		func() error { return alice.types(ctx, "tail", "bob", "--follow=false") },
	)
}

func away(ctx context.Context, s *stage, alice, bob *node) error {
	s.say("Bob goes offline.")
	return steps(
		bob.stop,
		func() error {
			return alice.waits(ctx, "Alice sees that he is gone", bob.id, func(c core.Contact) bool { return !c.Online })
		},
		func() error { return alice.types(ctx, "send", "bob", "The documents are in the usual place.") },
		func() error { return alice.types(ctx, "send", "bob", "Take care.") },
		func() error {
			s.say("Bob comes back.")
			return bob.run(ctx)
		},
		func() error { return bootstrap(ctx, s, bob) },
		func() error { return alice.delivered(ctx, "What waited was delivered", bob.id, 3) },
		func() error { return bob.types(ctx, "tail", "alice", "--follow=false") },
		func() error { return alice.types(ctx, "tail", "bob", "--follow=false") },
	)
}

func hasState(want contacts.State) func(core.Contact) bool {
	return func(c core.Contact) bool { return c.State == want }
}

func isOnline(c core.Contact) bool { return c.Online }

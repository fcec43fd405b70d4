// Command bench measures what docs/benchmarks.md promises and prints each
// figure beside its baseline, measured in the same run:
//
//	codec     encoding and decoding a chat packet
//	memory    a node with 200 contacts online, no Tor
//	storage   the encrypted profile against SQLite alone
//	chat      message round trip against a raw echo on an onion stream
//	files     a file between two nodes against a raw onion stream and against
//	          one chunk per round trip, and chat beside it
//	slowfiles the same with 50 ms on each way between two relays
//	interrupt a file whose sender, receiver and their tors are killed, and whose
//	          streams are cut
//	slowinterrupt the same with 50 ms on each way between two relays
//	bigfile   memory while a file of 10 GB and a folder of 10 000 are moved over
//	          unix sockets
//	torfile   memory of the program while 1 GB and such a folder go over Tor
//	absence   how soon a killed peer shows offline, and a returning one online
//
// With names as arguments only those run. It exits with a status other than 0
// when something did not work, not when a figure is poor: machines are shared.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"carom/internal/testnet"
)

// within bounds a whole run.
const within = 90 * time.Minute

// row is one line of the table.
type row struct{ what, measured, baseline, target string }

type suite struct {
	name string
	run  func(ctx context.Context, cfg config) ([]row, error)
}

type config struct {
	carom string // the carom program
	self  string // this program
}

func main() {
	var cfg config
	flag.StringVar(&cfg.carom, "carom", "bin/carom", "the carom program")
	child := flag.String("child", "", "used by the program itself")
	fileDir := flag.String("child-file", "", "used by the program itself")
	largeDir := flag.String("child-large", "", "used by the program itself")
	flag.Parse()
	ctx, stop := testnet.Interruptible()
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	err := func() error {
		if *child != "" {
			return memoryChild(ctx, *child)
		}
		if *fileDir != "" {
			return fileChild(ctx, *fileDir)
		}
		if *largeDir != "" {
			return largeChild(*largeDir)
		}
		var err error
		if cfg.self, err = os.Executable(); err != nil {
			return err
		}
		return all(ctx, cfg, flag.Args())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		cancel()
		stop()
		os.Exit(1)
	}
}

func all(ctx context.Context, cfg config, names []string) error {
	suites := []suite{{"codec", codec}, {"memory", memory}, {"storage", storage}, {"chat", chat}, {"files", files}, {"slowfiles", slowFiles}, {"interrupt", interrupt}, {"slowinterrupt", slowInterrupt}, {"bigfile", bigFiles}, {"torfile", torFiles}, {"absence", absence}}
	fmt.Printf("%-44s %14s %14s %s\n", "what", "measured", "baseline", "target")
	for _, s := range suites {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		rows, err := s.run(ctx, cfg)
		for _, r := range rows {
			fmt.Printf("%-44s %14s %14s %s\n", r.what, r.measured, r.baseline, r.target)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// quantile returns the q-th quantile of times, which it sorts.
func quantile(times []time.Duration, q float64) time.Duration {
	slices.Sort(times)
	return times[min(len(times)-1, int(q*float64(len(times))))]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

package onion

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

const (
	// pollStarting and pollOnline are how often tor is asked how it is.
	pollStarting = 250 * time.Millisecond
	pollOnline   = 5 * time.Second
	// goodbye is how long tor may take to withdraw a service when we end.
	goodbye = 2 * time.Second
)

// pollLine asks all at once, in the words that Whonix's filter lets through.
const pollLine = "status/circuit-established status/bootstrap-phase net/listeners/socks"

// run is one tor from its start to its end: launched or attached to, watched,
// with the services published.
type run struct {
	tor      *Tor
	settings Settings
	system   bool // attached to a Tor that is not ours
	ctl      *controlConn
	events   *controlConn
	proc     *process // nil when attached
	pub      publisher
	// minimal: the filter in front of tor refuses pollLine.
	minimal bool
	// lost: tor said that the network is down.
	lost bool
	// last is how far bootstrapping has come, moved when it last did; refusals
	// is what process.refusals was then.
	refusals int64
	last     progress
	moved    time.Time
	clock    bool // tor complained about the clock
	noSOCKS  bool // none of tor's SOCKS ports can be opened
}

func (t *Tor) run(ctx context.Context, settings Settings) error {
	r := &run{tor: t, settings: settings, system: t.cfg.Environ.Attach || settings.System, moved: time.Now()}
	t.update(func(s *Status) {
		s.Phase, s.Percent, s.Tag, s.Summary, s.Published, s.System = Starting, 0, "", "", false, r.system
	})
	if err := r.begin(ctx); err != nil {
		r.end(false)
		return err
	}
	lines := make(chan string)
	var wg sync.WaitGroup
	done := make(chan struct{})
	failed := make(chan error, 1)
	events := r.events
	wg.Go(func() {
		failed <- events.events(func(line string) {
			select {
			case lines <- line:
			case <-done:
			}
		})
	})
	err := r.watch(ctx, lines, failed)
	close(done)
	r.end(ctx.Err() != nil)
	wg.Wait()
	return err
}

// begin starts tor or attaches to it, and subscribes to events.
func (r *run) begin(ctx context.Context) error {
	t := r.tor
	for _, s := range t.open() {
		if err := s.retarget(r.system); err != nil {
			return err
		}
	}
	begin := r.launch
	if r.system {
		begin = r.attach
	}
	if err := begin(ctx); err != nil {
		return err
	}
	r.pub = publisher{ctl: r.ctl, published: make(map[string]bool)}
	if values, err := r.ctl.info("version"); err == nil {
		version := shown(values["version"])
		t.update(func(s *Status) { s.TorVersion, s.Problem = version, nil })
	}
	t.update(func(s *Status) { s.Phase = Bootstrapping })
	t.kickServices()
	return nil
}

func (r *run) launch(ctx context.Context) (err error) {
	if err := r.settings.Validate(); err != nil {
		return &failure{problemRejected(0), errInvalid}
	}
	transports, err := plugins(r.settings, findProgram)
	if err != nil {
		return err
	}
	if r.proc, err = r.tor.launch(); err != nil {
		return err
	}
	if r.ctl, err = r.proc.connect(ctx); err != nil {
		return err
	}
	if err = r.ctl.authenticateOwn(r.proc.cookie); err != nil {
		return err
	}
	// From here on tor ends when this connection does, however that comes.
	if _, err = r.ctl.request("TAKEOWNERSHIP"); err != nil {
		return err
	}
	r.tor.setSocks(r.proc.socks, r.ctl)
	if r.events, err = dialControl(r.proc.control); err != nil {
		return err
	}
	if err = r.events.authenticateOwn(r.proc.cookie); err != nil {
		return err
	}
	if _, err = r.events.request("SETEVENTS STATUS_CLIENT STATUS_GENERAL HS_DESC NETWORK_LIVENESS"); err != nil {
		return err
	}
	return r.configure(transports)
}

var errInvalid = errors.New("the connection settings are not valid")

// configure tells a tor of ours what must not stand in a file, and lets it onto
// the network.
func (r *run) configure(transports []string) error {
	var options [][2]string
	lines := r.settings.lines()
	if len(lines) > 0 {
		options = append(options, [2]string{"UseBridges", "1"})
	}
	for _, t := range transports {
		options = append(options, [2]string{"ClientTransportPlugin", t})
	}
	for _, line := range lines {
		options = append(options, [2]string{"Bridge", line})
	}
	err := r.ctl.setConf(append(options, r.settings.Proxy.conf(len(transports) > 0)...))
	var refused *refusal
	if errors.As(err, &refused) {
		return &failure{problemRejected(r.refusedLine(lines)), err}
	}
	if err == nil && !r.tor.theirs(networkOff) {
		err = r.ctl.setConf([][2]string{{networkOff, "0"}})
	}
	return err
}

// refusedLine finds the first bridge that tor does not take, from 1; 0 when it
// takes each.
func (r *run) refusedLine(lines []string) int {
	for i, line := range lines {
		var refused *refusal
		if err := r.ctl.setConf([][2]string{{"Bridge", line}}); errors.As(err, &refused) {
			return i + 1
		}
	}
	return 0
}

// attach asks a Tor that runs already for no more than its filter may allow: on
// Whonix, a command that is refused is written to a log, keys and all.
func (r *run) attach(context.Context) error {
	env := r.tor.cfg.Environ
	if env.Attach {
		return r.attachTo(env.Control, env)
	}
	// A password may be there all the same; where SOCKS is, the Tor says.
	env.SOCKS = Endpoint{}
	var failed error
	for _, at := range r.tor.cfg.SystemTor {
		err := r.attachTo(at, env)
		if err == nil {
			return nil
		}
		r.hangUp()
		if failed == nil || errors.Is(failed, errNoControl) {
			failed = err // one that is there and refuses says more
		}
	}
	return failed
}

func (r *run) attachTo(at Endpoint, env Environment) (err error) {
	if r.ctl, err = dialControl(at); err != nil {
		return err
	}
	if err = r.ctl.authenticate(env.Password); err != nil {
		return err
	}
	if r.events, err = dialControl(at); err != nil {
		return err
	}
	if err = r.events.authenticate(env.Password); err != nil {
		return err
	}
	if _, err = r.events.request("SETEVENTS HS_DESC"); refusedWith(err, codeUnrecognized) {
		err = nil // polling tells most of it
	}
	if err == nil && !env.SOCKS.isZero() {
		r.tor.setSocks(env.SOCKS, nil)
	}
	return err
}

// watch goes on until tor or ctx ends.
func (r *run) watch(ctx context.Context, lines <-chan string, failed <-chan error) error {
	var exited <-chan struct{}
	if r.proc != nil {
		exited = r.proc.exited
	}
	poll := time.NewTimer(0)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-exited:
			return r.proc.reason()
		case err := <-failed:
			return r.ended(err)
		case line := <-lines:
			r.event(line)
		case <-r.tor.kicks:
			if err := r.pub.sync(r.tor.open()); err != nil {
				return r.ended(err)
			}
			r.report()
		case <-poll.C:
			if err := r.poll(); err != nil {
				return r.ended(err)
			}
			if r.tor.Status().Phase == Online {
				poll.Reset(pollOnline)
			} else {
				poll.Reset(pollStarting)
			}
		}
	}
}

// ended prefers tor's own last words to a broken connection.
func (r *run) ended(err error) error {
	if r.proc != nil {
		select {
		case <-r.proc.exited:
			return r.proc.reason()
		case <-time.After(launchPoll):
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return errors.New("it does not answer any more")
		}
	}
	return err
}

// poll asks tor how it is. A tor that hangs is found here.
func (r *run) poll() error {
	values, err := r.status()
	if err != nil {
		return err
	}
	if now, ok := bootstrap(values["status/bootstrap-phase"]); ok {
		r.progress(now)
	}
	if established, ok := values["status/circuit-established"]; ok && established == "1" && r.last.percent == 100 {
		r.lost = false
	}
	if r.system {
		r.tor.mu.Lock()
		unknown := r.tor.socksAt.isZero()
		r.tor.mu.Unlock()
		if unknown {
			at, ok := usableSOCKS(values["net/listeners/socks"])
			r.noSOCKS = !ok
			if ok {
				r.tor.setSocks(at, nil)
			}
		}
	}
	r.report()
	return nil
}

func (r *run) status() (map[string]string, error) {
	if !r.minimal {
		values, err := r.ctl.info(pollLine)
		if !refusedWith(err, codeUnrecognized, codeSyntax) {
			return values, err
		}
		r.minimal = true
	}
	return r.ctl.info("status/bootstrap-phase")
}

// usableSOCKS chooses the first of tor's SOCKS ports that we can open, or says
// that there is none.
func usableSOCKS(value string) (Endpoint, bool) {
	for _, at := range socksListeners(value) {
		if c, err := net.DialTimeout(at.Network, at.Address, connectTimeout); err == nil {
			c.Close()
			return at, true
		}
	}
	return Endpoint{}, false
}

// socksListeners are tor's SOCKS ports: "127.0.0.1:9050" "unix:/…". One that
// listens everywhere listens on the loopback interface too. A tor that does not
// say has the usual one.
func socksListeners(value string) []Endpoint {
	var all []Endpoint
	for _, quoted := range strings.Fields(value) {
		at := strings.Trim(quoted, `"`)
		if path, ok := strings.CutPrefix(at, "unix:"); ok {
			all = append(all, Endpoint{"unix", path})
			continue
		}
		host, port, err := net.SplitHostPort(at)
		if err != nil {
			continue
		}
		if ip := net.ParseIP(host); ip.IsUnspecified() {
			host = "127.0.0.1"
		} else if !ip.IsLoopback() {
			continue
		}
		all = append(all, Endpoint{"tcp", net.JoinHostPort(host, port)})
	}
	if strings.TrimSpace(value) == "" {
		all = append(all, loopback(defaultSocksPort))
	}
	return all
}

// progress takes where bootstrapping stands. What was in its way is forgotten
// when it moves.
func (r *run) progress(now progress) {
	if now.percent != r.last.percent {
		r.moved, r.refusals = time.Now(), r.refused()
	} else if now.reason == "" {
		now.reason, now.serious = r.last.reason, r.last.serious
	}
	r.last = now
	r.tor.update(func(s *Status) { s.Percent, s.Tag, s.Summary = now.percent, now.tag, now.summary })
}

// event takes one line of tor's events (control-spec, section 4.1).
func (r *run) event(line string) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return
	}
	switch words[0] {
	case "HS_DESC":
		if words[1] == "UPLOADED" && len(words) > 2 {
			r.pub.uploaded(words[2])
		}
	case "NETWORK_LIVENESS":
		r.lost = words[1] == "DOWN"
	case "STATUS_CLIENT", "STATUS_GENERAL":
		r.statusEvent(line, words)
	}
	r.report()
}

func (r *run) statusEvent(line string, words []string) {
	if now, ok := bootstrap(line); ok {
		r.progress(now)
		r.clock = r.clock || strings.Contains(now.reason, "CLOCK")
		return
	}
	if len(words) < 3 {
		return
	}
	switch words[2] {
	case "CIRCUIT_ESTABLISHED":
		r.lost = false
	case "CLOCK_SKEW", "CLOCK_JUMPED":
		r.clock = true
	}
}

// report brings the status up to date with what is known.
func (r *run) report() {
	up := r.last.percent == 100 && !r.lost && !r.noSOCKS
	if up {
		r.clock = false
	}
	r.tor.update(func(s *Status) {
		s.Published = up && r.pub.all()
		s.Phase = Bootstrapping
		if up {
			s.Phase = Online
		}
		s.Problem = r.problem(up, s.TorVersion)
	})
}

func (r *run) problem(up bool, version string) *Problem {
	switch {
	case up && older(version, fixedVersion):
		return problemOldTor(version)
	case up:
		return nil
	}
	return diagnose(situation{
		settings: r.settings, attached: r.system, lost: r.lost, clock: r.clock, noSOCKS: r.noSOCKS, route: r.tor.route(),
		last: r.last, still: time.Since(r.moved), refusals: int(r.refused() - r.refusals),
	})
}

// refused is how many connections were not made for this tor so far.
func (r *run) refused() int64 {
	if r.proc == nil {
		return 0
	}
	return r.proc.refusals.Load()
}

// end withdraws the services when there is time for that, and stops a tor of ours.
func (r *run) end(orderly bool) {
	if orderly && r.ctl != nil {
		r.ctl.hurry(goodbye)
		if err := r.pub.sync(nil); err != nil {
			r.tor.log.Warn("the onion service could not be withdrawn", "err", err)
			orderly = r.proc == nil || !errors.Is(err, os.ErrDeadlineExceeded)
		}
	}
	if r.proc != nil && r.proc.cmd.Process != nil {
		if orderly {
			r.proc.stop()
		} else {
			r.proc.kill()
		}
		r.tor.forgetBridges()
	}
	r.hangUp()
}

// hangUp ends the control connections.
func (r *run) hangUp() {
	for _, c := range []*controlConn{r.events, r.ctl} {
		if c != nil {
			c.close()
		}
	}
	r.events, r.ctl = nil, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/onion"
	"carom/store"
)

// maxBridgeFile is the most that is read of a file with bridges.
const maxBridgeFile = 256 << 10

// none is the word that takes bridges or a proxy away.
const none = "none"

func (a *app) connectionCommand() *cobra.Command {
	c := &connection{app: a}
	cmd := &cobra.Command{
		Use: "connection [direct | bridges WHICH | proxy URL | system]", Short: "Say, or choose, how Tor reaches its network",
		Long: `Say how Tor reaches its network, or choose it; what runs begins anew with it at
once, and it is kept in the encrypted profile.

  direct           with nothing in between
  bridges WHICH    through bridges, where Tor is blocked or is not to be seen:
                   obfs4, snowflake or meek for those that everybody knows, a
                   FILE with lines that you were given, - for standard input,
                   or none
  proxy URL        through a proxy, also on the way to bridges: such as
                   socks5://192.0.2.1:1080, socks4://… or https://…, with
                   USER@ before the address where it wants one; or none
  system           with the Tor that this system runs`,
		Args: usage(c.checkArgs), RunE: c.run,
	}
	cmd.Flags().BoolVar(&c.lines, "lines", false, "print the bridges, line by line")
	cmd.Flags().StringVar(&c.passwordFile, "proxy-password-file", "", "file of mode 0600 with the proxy's password")
	return cmd
}

type connection struct {
	*app
	lines        bool
	passwordFile string
}

func (c *connection) checkArgs(_ *cobra.Command, args []string) error {
	wanted := map[string]int{"direct": 1, "system": 1, "bridges": 2, "proxy": 2}
	if len(args) > 0 && wanted[args[0]] != len(args) {
		return errors.New("say direct, bridges WHICH, proxy URL or system")
	}
	return nil
}

func (c *connection) run(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.show()
	}
	// Before signals are caught: Ctrl-C ends the reading.
	change, err := c.change(args)
	if err != nil {
		return err
	}
	err = c.withNodeOrProfile(func(ctx context.Context, api core.API) error {
		s, err := api.Connection(ctx)
		if err != nil {
			return err
		}
		change(&s)
		return api.SetConnection(ctx, s)
	}, func(db *store.DB) error {
		s, err := core.LoadConnection(db)
		if err != nil {
			return err
		}
		change(&s)
		return core.SaveConnection(db, s)
	})
	if err == nil {
		c.say("Chosen. `carom status` says how Tor is doing with it.")
	}
	return err
}

// change is what the arguments do to settings. The system's Tor and the rest
// exclude each other.
func (c *connection) change(args []string) (func(*onion.Settings), error) {
	switch args[0] {
	case "direct":
		return func(s *onion.Settings) { *s = onion.Settings{} }, nil
	case "system":
		return func(s *onion.Settings) { *s = onion.Settings{System: true} }, nil
	case "bridges":
		return c.changeBridges(args[1])
	}
	proxy, err := c.proxy(args[1])
	return func(s *onion.Settings) { s.System, s.Proxy = false, proxy }, err
}

func (c *connection) changeBridges(which string) (func(*onion.Settings), error) {
	set := onion.BridgeSet(which)
	var lines []string
	if !slices.Contains(onion.BridgeSets(), set) {
		set = ""
		if which != none {
			var err error
			if lines, err = c.bridges(which); err != nil {
				return nil, err
			}
		}
	}
	return func(s *onion.Settings) { s.System, s.BuiltIn, s.Bridges = false, set, lines }, nil
}

// bridges reads lines from a file, or from standard input.
func (c *connection) bridges(path string) ([]string, error) {
	in := c.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, invalidInput("The file with the bridges cannot be read: %v.", errors.Unwrap(err))
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxBridgeFile))
	if err != nil {
		return nil, invalidInput("The bridges cannot be read: %v.", err)
	}
	lines, bad := onion.ParseBridges(string(text))
	switch {
	case len(bad) > 0:
		return nil, invalidInput("%v", &onion.SettingsError{Reason: onion.SettingsLines, Lines: bad})
	case len(lines) == 0:
		return nil, invalidInput("There is no bridge in it. To go without bridges, say `carom connection bridges none`.")
	}
	return lines, nil
}

// proxy reads a proxy; its password comes from a file or from a terminal, since
// other programs can read what is on a command line.
func (c *connection) proxy(text string) (onion.Proxy, error) {
	if text == none {
		return onion.Proxy{}, nil
	}
	p, err := onion.ParseProxy(text)
	if err != nil {
		return onion.Proxy{}, invalidInput("%v", err)
	}
	if p.Password != "" {
		return onion.Proxy{}, invalidInput("A password on the command line can be read by others, so nothing was changed. Leave it out: it is asked for, or comes from --proxy-password-file. Choose another one if this one matters.")
	}
	if p.User == "" {
		return p, nil
	}
	password, err := c.proxyPassword()
	p.Password = string(password)
	return p, err
}

func (c *connection) proxyPassword() ([]byte, error) {
	if c.passwordFile != "" {
		return secretFile(c.passwordFile, "proxy's password")
	}
	fd, ok := c.terminal()
	if !ok {
		return nil, invalidInput("There is no terminal to ask for the proxy's password. Give it with --proxy-password-file.")
	}
	password, err := c.typed(fd, "Password of the proxy: ")
	if err != nil {
		return nil, invalidInput("No password was typed. Nothing was changed.")
	}
	return password, nil
}

func (c *connection) show() error {
	var s onion.Settings
	err := c.withNodeOrProfile(func(ctx context.Context, api core.API) (err error) {
		s, err = api.Connection(ctx)
		return err
	}, func(db *store.DB) (err error) {
		s, err = core.LoadConnection(db)
		return err
	})
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(connectionJSON(s, c.lines))
	}
	fmt.Fprintln(c.out, connectionLine(s))
	if c.lines {
		for _, line := range s.Bridges {
			fmt.Fprintln(c.out, line)
		}
	}
	return nil
}

// connectionLine says for a person how Tor is to connect.
func connectionLine(s onion.Settings) string {
	var ways []string
	switch {
	case s.System:
		return "with this system's Tor"
	case s.BuiltIn != "":
		ways = append(ways, "through the "+string(s.BuiltIn)+" bridges that everybody knows")
	case len(s.Bridges) == 1:
		ways = append(ways, "through a bridge of yours")
	case len(s.Bridges) > 1:
		ways = append(ways, fmt.Sprintf("through %d bridges of yours", len(s.Bridges)))
	}
	if s.Proxy != (onion.Proxy{}) {
		ways = append(ways, "through the proxy "+s.Proxy.URL())
	}
	if len(ways) == 0 {
		return "directly"
	}
	return strings.Join(ways, ", ")
}

// connectionJSON is for scripts; the bridges are in it when they are asked for,
// and the proxy's password never.
func connectionJSON(s onion.Settings, lines bool) any {
	out := struct {
		System  bool     `json:"system"`
		BuiltIn string   `json:"built_in,omitempty"`
		Own     int      `json:"own_bridges"`
		Bridges []string `json:"bridges,omitempty"`
		Proxy   string   `json:"proxy,omitempty"`
		User    string   `json:"proxy_user,omitempty"`
	}{s.System, string(s.BuiltIn), len(s.Bridges), nil, s.Proxy.URL(), s.Proxy.User}
	if lines {
		out.Bridges = s.Bridges
	}
	return out
}

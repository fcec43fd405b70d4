package tui

import "github.com/charmbracelet/lipgloss"

// styles are few, and none carries meaning by colour alone.
type styles struct{ bold, dim, alarm, bar, chosen lipgloss.Style }

func newStyles() styles {
	return styles{
		bold:   lipgloss.NewStyle().Bold(true),
		dim:    lipgloss.NewStyle().Faint(true),
		alarm:  lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("1")),
		bar:    lipgloss.NewStyle().Reverse(true),
		chosen: lipgloss.NewStyle().Reverse(true),
	}
}

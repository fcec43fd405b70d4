//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// torLogLines is how many lines of it are seen at once.
const torLogLines = 16

// openTorLog shows tor's log as it is now, without anything about people and
// places, to be copied for somebody who helps.
func openTorLog(m *mainScreen) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "torlog", t.T(i18n.TorLogTitle))
	d.text(t.T(i18n.TorLogText))
	log := plainEdit()
	log.SetObjectName("torlog.text")
	log.SetAccessibleName(t.T(i18n.TorLogTitle))
	log.SetReadOnly(true)
	log.SetLineWrapMode(widgets.QPlainTextEdit__NoWrap)
	log.SetMinimumHeight(torLogLines * log.FontMetrics().LineSpacing())
	d.content.AddWidget(log, 1, 0)
	nothing := d.text("")
	nothing.SetObjectName("torlog.nothing")
	nothing.Hide()

	read := func() {
		run(m.ui, m.api.TorLog, func(lines []string, err error) {
			text := ""
			switch {
			case err != nil:
				text = m.ui.errorText(err)
			case len(lines) == 0 && m.state.Network.System:
				text = t.T(i18n.TorLogNone)
			case len(lines) == 0:
				text = t.T(i18n.TorLogEmpty)
			}
			setLabel(nothing, text)
			nothing.SetVisible(text != "")
			log.SetPlainText(peerBlock(strings.Join(lines, "\n")))
		})
	}
	d.button("torlog.read", t.T(i18n.TorLogRefresh), read)
	d.button("torlog.copy", t.T(i18n.TorLogCopy), func() { setClipboard(log.ToPlainText()) })
	d.primary("torlog.close", t.T(i18n.Close), nil)
	d.box.Resize2(settingsSize(m.ui.desk.window.main, m.ui.metrics().Row))
	d.open()
	log.SetFocus2()
	read()
}

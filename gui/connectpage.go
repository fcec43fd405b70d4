//go:build minimal

package gui

import (
	"errors"
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/onion"
)

// choiceIndent is how far what belongs to a choice stands from the edge, in
// device-independent pixels: below the text of a radio button.
const choiceIndent = 28

// connectPage is where a person chooses how Tor is reached. It shows beside
// each field what is wrong with it.
type connectPage struct {
	ui *ui
	w  *widgets.QWidget

	direct, bridges, system *widgets.QRadioButton
	viaProxy                *widgets.QCheckBox
	bridge                  *bridgeFields
	proxy                   *proxyFields

	// strict: what is missing is complained about too; before somebody wants to
	// go on, only what is there and wrong.
	strict bool
}

func newConnectPage(u *ui, s onion.Settings) *connectPage {
	return newConnectPageWith(u, model.NewConnectForm(s))
}

// newConnectPageWith makes a page with what was typed before.
func newConnectPageWith(u *ui, f model.ConnectForm) *connectPage {
	p := &connectPage{ui: u, w: widgets.NewQWidget(nil, 0)}
	p.w.SetObjectName("connect")
	box := widgets.NewQVBoxLayout2(p.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(6)
	ways := widgets.NewQButtonGroup(p.w)
	way := func(name string, text, hint *i18n.Message, chosen bool) *widgets.QRadioButton {
		b := newRadio(name, u.t.T(text))
		b.SetChecked(chosen)
		ways.AddButton(b, -1)
		box.AddWidget(b, 0, core.Qt__AlignLeft)
		box.AddWidget(choiceHint(b.QWidget_PTR(), u.t.T(hint)), 0, 0)
		return b
	}
	p.direct = way("connect.direct", i18n.ConnectDirect, i18n.ConnectDirectHint, f.Way == model.WayDirect)
	p.bridges = way("connect.bridges", i18n.ConnectBridges, i18n.ConnectBridgesHint, f.Way == model.WayBridges)
	p.bridge = newBridgeFields(u, f)
	box.AddWidget(p.bridge.w, 0, 0)
	p.system = way("connect.system", i18n.ConnectSystem, i18n.ConnectSystemHint, f.Way == model.WaySystem)
	box.AddSpacing(6)
	p.viaProxy = newCheckBox(u, "connect.proxy", u.t.T(i18n.ConnectProxy))
	p.viaProxy.SetChecked(f.Proxy)
	box.AddWidget(p.viaProxy, 0, core.Qt__AlignLeft)
	box.AddWidget(choiceHint(p.viaProxy.QWidget_PTR(), u.t.T(i18n.ConnectProxyHint)), 0, 0)
	p.proxy = newProxyFields(u, f)
	box.AddWidget(p.proxy.w, 0, 0)
	box.AddStretch(1)

	ways.ConnectButtonClicked(func(*widgets.QAbstractButton) { p.changed() })
	p.viaProxy.ConnectClicked(func(bool) { p.changed() })
	p.bridge.changed, p.proxy.changed = p.changed, p.changed
	p.changed()
	return p
}

// choiceHint says below a choice what it means.
func choiceHint(choice *widgets.QWidget, text string) *widgets.QLabel {
	l := plainLabel(text)
	setRole(l, "small")
	l.SetContentsMargins(choiceIndent, 0, choiceIndent, 0)
	choice.SetAccessibleDescription(text)
	return l
}

// form is what is typed and chosen.
func (p *connectPage) form() model.ConnectForm {
	f := model.ConnectForm{Proxy: p.viaProxy.IsChecked()}
	switch {
	case p.bridges.IsChecked():
		f.Way = model.WayBridges
	case p.system.IsChecked():
		f.Way = model.WaySystem
	}
	p.bridge.read(&f)
	p.proxy.read(&f)
	return f
}

// changed shows what belongs to what is chosen, and what is wrong with it.
func (p *connectPage) changed() {
	f := p.form()
	p.bridge.w.SetVisible(f.Way == model.WayBridges)
	p.viaProxy.SetEnabled(f.Way != model.WaySystem)
	p.proxy.w.SetVisible(f.Proxy && f.Way != model.WaySystem)
	_, wrong := f.Settings(p.ui.t)
	p.complain(f, wrong)
}

// complain shows what is wrong beside the fields.
func (p *connectPage) complain(f model.ConnectForm, wrong []model.Complaint) {
	texts := make(map[model.ConnectPart]string)
	for _, c := range wrong {
		texts[c.Part] = c.Text
	}
	p.bridge.complain(f, texts, p.strict)
	p.proxy.complain(f, texts, p.strict)
}

// value is what was chosen. When it cannot be used the fields say why, the
// first of them has the keyboard, and the error says it too.
func (p *connectPage) value() (onion.Settings, error) {
	p.strict = true
	p.proxy.pasted()
	p.changed()
	s, wrong := p.form().Settings(p.ui.t)
	if len(wrong) == 0 {
		return s, nil
	}
	texts := make([]string, len(wrong))
	for i, c := range wrong {
		texts[i] = c.Text
	}
	p.field(wrong[0].Part).SetFocus2()
	return onion.Settings{}, errors.New(strings.Join(texts, "\n"))
}

// field is the field of a part.
func (p *connectPage) field(part model.ConnectPart) *widgets.QWidget {
	switch part {
	case model.PartBridges:
		return p.bridge.lines.QWidget_PTR()
	case model.PartAddress:
		return p.proxy.address.QWidget_PTR()
	case model.PartPort:
		return p.proxy.port.QWidget_PTR()
	}
	return p.proxy.user.QWidget_PTR()
}

// focus gives the keyboard to the choice that is made.
func (p *connectPage) focus() {
	for _, b := range []*widgets.QRadioButton{p.direct, p.bridges, p.system} {
		if b.IsChecked() {
			b.SetFocus2()
		}
	}
}

// complaint shows beside a field what is wrong with it, or a hint.
func complaint(field widgets.QWidget_ITF, l *widgets.QLabel, wrong, hint string) {
	setWrong(field, wrong != "")
	text, role := hint, "small"
	if wrong != "" {
		text, role = wrong, "error"
	}
	setRole(l, role)
	setLabel(l, text)
	l.SetVisible(text != "")
	field.QWidget_PTR().SetAccessibleDescription(text)
}

// indented is a part of a page that belongs to a choice above it.
func indented(name string) (*widgets.QWidget, *widgets.QVBoxLayout) {
	w := widgets.NewQWidget(nil, 0)
	w.SetObjectName(name)
	box := widgets.NewQVBoxLayout2(w)
	box.SetContentsMargins(choiceIndent, 2, 0, 6)
	box.SetSpacing(6)
	return w, box
}

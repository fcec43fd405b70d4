//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/onion"
)

// portChars is how wide the field for a port is, in characters.
const portChars = 12

// proxyFields are the part of a connectPage that describes a proxy.
type proxyFields struct {
	w                             *widgets.QWidget
	kind                          *widgets.QComboBox
	address, port, user, password *widgets.QLineEdit
	login                         []*widgets.QWidget // what SOCKS 4 has not
	wrongAddress, wrongPort       *widgets.QLabel
	wrongUser                     *widgets.QLabel

	changed func()
}

// proxyKinds in the order of the list, with the names that everybody uses.
func proxyKinds() []onion.ProxyKind {
	return []onion.ProxyKind{onion.ProxySOCKS5, onion.ProxySOCKS4, onion.ProxyHTTPS}
}

func newProxyFields(u *ui, f model.ConnectForm) *proxyFields {
	p := &proxyFields{kind: newComboBox(u, "connect.proxy.kind")}
	for _, name := range []string{"SOCKS 5", "SOCKS 4", "HTTPS"} {
		p.kind.AddItem(name, core.NewQVariant())
	}
	field := func(name string) *widgets.QLineEdit {
		e := widgets.NewQLineEdit(nil)
		e.SetObjectName("connect.proxy." + name)
		e.SetLayoutDirection(core.Qt__LeftToRight)
		e.ConnectTextEdited(func(string) { p.changed() })
		return e
	}
	p.address, p.port, p.user, p.password = field("address"), field("port"), field("user"), field("password")
	p.port.SetMaximumWidth(p.port.FontMetrics().AverageCharWidth() * portChars)
	p.password.SetEchoMode(widgets.QLineEdit__Password)
	p.wrongAddress, p.wrongPort = errorLabel("connect.proxy.address.wrong"), errorLabel("connect.proxy.port.wrong")
	p.wrongUser = errorLabel("connect.proxy.user.wrong")
	p.lay(u)
	p.fill(f)
	p.kind.ConnectActivated(func(int) { p.changed() })
	p.address.ConnectEditingFinished(p.pasted)
	return p
}

// lay puts label above field, so that long words of a language have room.
func (p *proxyFields) lay(u *ui) {
	var box *widgets.QVBoxLayout
	p.w, box = indented("connect.proxy.fields")
	labels := make(map[*widgets.QWidget]*widgets.QLabel)
	row := func(text *i18n.Message, field *widgets.QWidget, wrong *widgets.QLabel) {
		labels[field] = fieldLabel(u.t.T(text), field)
		box.AddWidget(labels[field], 0, 0)
		box.AddWidget(field, 0, 0)
		if wrong != nil {
			box.AddWidget(wrong, 0, 0)
		}
	}
	row(i18n.ProxyType, p.kind.QWidget_PTR(), nil)
	row(i18n.ProxyAddress, p.address.QWidget_PTR(), p.wrongAddress)
	row(i18n.ProxyPort, p.port.QWidget_PTR(), p.wrongPort)
	row(i18n.ProxyUser, p.user.QWidget_PTR(), p.wrongUser)
	row(i18n.ProxyPassword, p.password.QWidget_PTR(), nil)
	for _, e := range []*widgets.QLineEdit{p.user, p.password} {
		p.login = append(p.login, e.QWidget_PTR(), labels[e.QWidget_PTR()].QWidget_PTR())
	}
}

func (p *proxyFields) fill(f model.ConnectForm) {
	for i, kind := range proxyKinds() {
		if kind == f.Kind {
			p.kind.SetCurrentIndex(i)
		}
	}
	for e, text := range map[*widgets.QLineEdit]string{p.address: f.Address, p.port: f.Port, p.user: f.User, p.password: f.Password} {
		if e.Text() != text {
			e.SetText(text)
		}
	}
}

func (p *proxyFields) read(f *model.ConnectForm) {
	f.Kind = proxyKinds()[max(p.kind.CurrentIndex(), 0)]
	f.Address, f.Port, f.User, f.Password = p.address.Text(), p.port.Text(), p.user.Text(), p.password.Text()
}

// pasted spreads a whole proxy that is in the field for the address, once it is
// not being typed any more.
func (p *proxyFields) pasted() {
	var f model.ConnectForm
	p.read(&f)
	if f, whole := f.Pasted(); whole {
		p.fill(f)
		p.changed()
	}
}

// complain shows what is wrong. What is still empty is no mistake yet.
func (p *proxyFields) complain(f model.ConnectForm, texts map[model.ConnectPart]string, strict bool) {
	for _, w := range p.login {
		w.SetVisible(f.Kind != onion.ProxySOCKS4)
	}
	if !strict {
		texts = nil
	}
	complaint(p.address, p.wrongAddress, texts[model.PartAddress], "")
	complaint(p.port, p.wrongPort, texts[model.PartPort], "")
	complaint(p.user, p.wrongUser, texts[model.PartUser], "")
}

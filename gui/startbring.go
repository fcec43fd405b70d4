//go:build minimal

package gui

import (
	"bufio"
	"context"
	"errors"
	"os"

	"filippo.io/age"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/internal/profiles"
	"carom/store"
)

// bringPage brings a profile in from a file.
type bringPage struct {
	textPage
	path      *widgets.QLineEdit
	pathWrong *widgets.QLabel
	secret    *secretField
	wrong     *widgets.QLabel
}

func newBringPage(s *startScreen) *bringPage {
	t := s.ui.t
	p := &bringPage{textPage: newTextPage(s, t.T(i18n.ProfileImportHint))}
	p.path = widgets.NewQLineEdit2(s.st.path, nil)
	p.path.SetObjectName("start.bring.path")
	p.path.ConnectTextEdited(func(string) { p.clearWrong() })
	choose := newButton("start.bring.choose", t.T(i18n.ProfileImportChoose))
	choose.ConnectClicked(func(bool) { p.browse() })
	p.pathWrong = errorLabel("start.bring.path.wrong")
	p.secret = newSecretField("start.bring.passphrase")
	p.secret.edit.ConnectTextEdited(func(string) { p.clearWrong() })
	p.wrong = errorLabel("start.bring.passphrase.wrong")

	p.box.AddSpacing(8)
	p.add(fieldLabel(t.T(i18n.ProfileImportFile), p.path))
	row := widgets.NewQHBoxLayout()
	row.SetSpacing(8)
	row.AddWidget(p.path, 1, 0)
	row.AddWidget(choose, 0, 0)
	p.box.AddLayout(row, 0)
	p.add(p.pathWrong)
	p.add(fieldLabel(t.T(i18n.ProfileImportPassphrase), p.secret.edit))
	p.add(p.secret.edit)
	p.add(p.wrong)
	p.choose(newReveal(s.ui, "start.bring.show", p.secret))
	p.box.AddSpacing(8)
	both := plainLabel(t.T(i18n.ProfileImportBoth))
	setRole(both, "warning")
	p.add(both)
	p.box.AddStretch(1)
	p.clearWrong()
	return p
}

func (p *bringPage) title() string { return i18n.Unmarked(p.s.ui.t.T(i18n.ProfileImport)) }
func (p *bringPage) focus()        { p.path.SetFocus2() }

func (p *bringPage) leave() {
	p.s.st.path = p.path.Text()
	p.secret.clear()
}

func (p *bringPage) browse() {
	u := p.s.ui
	chooseFile(u, fileToOpen, u.t.T(i18n.ProfileImportFileTitle), "", "", func(path string) {
		p.path.SetText(path)
		p.clearWrong()
		p.secret.edit.SetFocus2()
	})
}

func (p *bringPage) clearWrong() {
	complaint(p.path, p.pathWrong, "", "")
	complaint(p.secret.edit, p.wrong, "", "")
}

// brought is what a file was.
type brought struct {
	kind profiles.Kind
	old  store.Ricochet
}

func (p *bringPage) next() {
	t := p.s.ui.t
	path := p.path.Text()
	if path == "" {
		complaint(p.path, p.pathWrong, t.T(i18n.ProfileImportNone), "")
		p.path.SetFocus2()
		return
	}
	desk, name, secret := p.s.ui.desk.desk, p.s.st.name, p.secret.take()
	p.s.work(t.T(i18n.ProfileImportWorking))
	run(p.s.ui, func(context.Context) (brought, error) { return bringIn(desk.Folder, name, path, secret) },
		func(b brought, err error) {
			p.s.worked()
			if err != nil {
				p.failed(err)
				return
			}
			p.done(b)
		})
}

// errNotRead: the file itself could not be opened.
var errNotRead = errors.New("the file cannot be read")

// bringIn makes a profile of a copy, or reads a ricochet.json, whose profile is
// made when there is a passphrase for it.
func bringIn(folder profiles.Folder, name, path string, secret store.Passphrase) (brought, error) {
	f, err := openRegular(path)
	if err != nil {
		return brought{}, errNotRead
	}
	defer f.Close()
	r := bufio.NewReader(f)
	b := brought{kind: profiles.KindOf(r)}
	if b.kind == profiles.Ricochet {
		b.old, err = profiles.ReadRicochet(r)
		return b, err
	}
	if secret.IsEmpty() {
		return b, store.ErrPassphrase
	}
	id, err := secret.Identity()
	if err != nil {
		return b, err
	}
	return b, folder.ImportCopy(name, r, []age.Identity{id}...)
}

// openRegular opens a file, and nothing that could keep the reader waiting.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRead
	}
	return os.Open(path)
}

func (p *bringPage) failed(err error) {
	t := p.s.ui.t
	switch {
	case errors.Is(err, errNotRead):
		complaint(p.path, p.pathWrong, t.T(i18n.ProfileImportRead), "")
		p.path.SetFocus2()
	case errors.Is(err, store.ErrPassphrase):
		complaint(p.secret.edit, p.wrong, t.T(i18n.ProfileImportWrong), "")
		p.secret.edit.SetFocus2()
	case errors.Is(err, store.ErrInvalidCopy):
		complaint(p.path, p.pathWrong, t.T(i18n.ProfileImportBad), "")
		p.path.SetFocus2()
	default:
		p.s.wrong(p.s.ui.profileError(err))
	}
}

func (p *bringPage) done(b brought) {
	if b.kind == profiles.Ricochet {
		p.s.st.old = &b.old
		p.s.show(stepPassphrase)
		return
	}
	p.s.st.copied = true
	p.s.ui.desk.target = p.s.st.name
	p.s.show(stepOwn)
}

// ownPage asks for the passphrase that the profile in a copy has.
type ownPage struct {
	textPage
	secret *secretField
	wrong  *widgets.QLabel
}

func newOwnPage(s *startScreen) *ownPage {
	t := s.ui.t
	said := ""
	if s.st.bring { // else it was made here, and could not be opened
		said = t.T(i18n.ProfileImportDone)
	}
	p := &ownPage{textPage: newTextPage(s, said), secret: newSecretField("start.own.passphrase")}
	p.wrong = errorLabel("start.own.wrong")
	p.secret.edit.ConnectTextEdited(func(string) { complaint(p.secret.edit, p.wrong, "", "") })
	p.add(plainLabel(t.T(i18n.UnlockText)))
	p.add(fieldLabel(t.T(i18n.PassphraseLabel), p.secret.edit))
	p.add(p.secret.edit)
	p.add(p.wrong)
	p.choose(newReveal(s.ui, "start.own.show", p.secret))
	p.box.AddStretch(1)
	complaint(p.secret.edit, p.wrong, "", "")
	return p
}

func (p *ownPage) title() string { return p.s.ui.t.T(i18n.UnlockTitle) }
func (p *ownPage) focus()        { p.secret.edit.SetFocus2() }
func (p *ownPage) leave()        { p.secret.clear() }

// next opens the profile for a moment: to check the passphrase, and for the
// connection that it had where it comes from.
func (p *ownPage) next() {
	u, name, secret := p.s.ui, p.s.st.name, p.secret.take()
	p.s.work(u.t.T(i18n.UnlockWorking))
	run(u, func(context.Context) (model.ConnectForm, error) {
		settings, err := u.desk.desk.Connection(name, secret)
		return model.NewConnectForm(settings), err
	}, func(f model.ConnectForm, err error) {
		p.s.worked()
		if err != nil {
			complaint(p.secret.edit, p.wrong, u.profileError(err), "")
			p.secret.edit.SetFocus2()
			return
		}
		p.s.st.passphrase, p.s.st.connect = secret, f
		p.s.afterPassphrase()
	})
}

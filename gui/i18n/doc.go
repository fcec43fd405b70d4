// Package i18n holds what the desktop says, in every language that it speaks.
//
// A message is a Go value, so that a mistyped name does not compile; the files
// messages_*.go hold them by screen, with the English text and a word for
// translators. The translations are in catalogue/, one file for each language,
// which scripts/i18n (make i18n) keeps in step with the values: a new message
// goes to a file catalogue/translate.XX.toml to be translated, one whose
// English changed goes there again, one that is gone is dropped. A test fails
// while a translation is missing.
//
// Texts are not templates: {Name} is replaced by an argument once, and what was
// put in is not looked at again. Text that is put in may be a peer's: it is
// made safe by internal/plaintext and stands between bidi isolates (U+2068,
// U+2069), so that it changes neither the order of the words around it nor
// anything else. Texts are for plain text widgets only.
//
// An "&" before a letter marks the key that works together with Alt, as Qt has
// it: messages with one take no arguments. Where letters join, as those of Arabic
// and Persian do, a mark inside of a word would part them, and Chinese has no
// letters: there the English key stands behind the words, as in "خروج (&Q)…".
// Unmarked takes the mark out, for accessible names and for other uses of the
// same words.
package i18n

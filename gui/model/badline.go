package model

import (
	"carom/gui/i18n"
	"carom/onion"
)

// BadLine says what is wrong with a line of bridges that was pasted.
func BadLine(p *i18n.Printer, e onion.LineError) string {
	m := badLines()[e.Reason]
	if m == nil {
		return e.Error()
	}
	return p.T(m, i18n.Args{"Line": e.Line})
}

// badLines are the words of each reason.
func badLines() map[onion.LineReason]*i18n.Message {
	return map[onion.LineReason]*i18n.Message{
		onion.LineCharacters:  i18n.BridgeLineCharacters,
		onion.LineLength:      i18n.BridgeLineLength,
		onion.LineTransport:   i18n.BridgeLineTransport,
		onion.LineAddress:     i18n.BridgeLineAddress,
		onion.LineFingerprint: i18n.BridgeLineFingerprint,
		onion.LineArgument:    i18n.BridgeLineArgument,
		onion.LineCertificate: i18n.BridgeLineArgument,
		onion.LineTooMany:     i18n.BridgeLineTooMany,
	}
}

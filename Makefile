# Carom. `make help` lists what there is to make.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

# How long each fuzz target runs; `make fuzz FUZZTIME=10m` for longer.
FUZZTIME ?= 10s
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
PACKAGES := ./...

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

.PHONY: build
build: ## the program, bin/carom: one static binary without cgo
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/carom ./cmd/carom

.PHONY: demo
demo: deps-tor build ## two nodes meet over a private Tor network on this machine
	@go run ./internal/demo -carom bin/carom

.PHONY: desktop
desktop: deps-tor deps-desktop ## the program with a window, bin/carom-desktop
	VERSION=$(VERSION) scripts/desktop build bin/carom-desktop

.PHONY: desktop-demo
desktop-demo: desktop ## two windows on a private Tor network on this machine
	@go run ./internal/desktopdemo -desktop bin/carom-desktop

.PHONY: run
run: deps-tor build ## talk with a friend over the real Tor network
	bin/carom chat

.PHONY: testnet
testnet: deps-tor build ## keep a private Tor network up, to play with
	@go run ./internal/testnet/cmd

.PHONY: test
test: lint unit desktop desktop-test fuzz ## lint, all tests, also over real tor and in windows, fuzz targets

.PHONY: unit
unit: deps-test ## all tests, over one private Tor network
	go run ./internal/testnet/cmd run -- go test -race -shuffle=on -timeout 10m $(PACKAGES)

.PHONY: desktop-test
desktop-test: deps-test deps-desktop deps-screen ## the window: vet, and real windows over a private Tor network
	scripts/desktop vet
	go run ./internal/testnet/cmd run -- scripts/screen scripts/desktop test -p 1 -shuffle=on -timeout 20m ./gui/... ./cmd/carom-desktop

.PHONY: screenshots
screenshots: deps-test deps-desktop deps-screen ## pictures of every screen, into docs/screenshots
	go run ./internal/testnet/cmd run -- scripts/screen scripts/screenshots

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME
	scripts/fuzz $(FUZZTIME)

.PHONY: lint
lint: deps-lint ## vet, staticcheck, gofumpt, generated code, catalogues
	go vet $(PACKAGES)
	go tool staticcheck $(PACKAGES)
	@unformatted=$$(git ls-files '*.go' | grep -v '\.pb\.go$$' | xargs go tool gofumpt -l); \
	  if [ -n "$$unformatted" ]; then echo "not formatted with gofumpt:"; echo "$$unformatted"; exit 1; fi
	scripts/proto check
	scripts/i18n check

.PHONY: proto
proto: deps-lint ## generate the Go code of the .proto files
	scripts/proto write

.PHONY: i18n
i18n: ## bring the catalogues of languages in step with the messages
	scripts/i18n write

.PHONY: bench
bench: deps-tor deps-bench deps-desktop build ## print the figures, each beside its baseline
	go build -trimpath -o bin/carom-bench ./internal/bench
	scripts/isolated bin/carom-bench -carom bin/carom
	scripts/desktop bench bin/carom-deskbench
	scripts/isolated bin/carom-deskbench

.PHONY: crash
crash: ## a fault at each write of the profile, a thousand kill -9: minutes
	CAROM_CRASH_POINTS=6600 go test -count=1 -run '^TestCrash$$' -v -timeout 30m ./store
	CAROM_KILLS=1000 go test -count=1 -run '^TestKills$$' -v -timeout 30m ./internal/noderun

.PHONY: clean
clean: ## remove what was built
	rm -rf bin

# What the targets need beyond Go, installed with apt where it is missing.
# Without a Go that can build Carom nothing is installed.
.PHONY: deps-go deps-tor deps-test deps-lint deps-bench deps-desktop deps-screen
build fuzz deps-tor deps-lint deps-bench deps-desktop deps-screen: deps-go
deps-go:
	@scripts/go-is-there
deps-tor:
	@scripts/deps tor:tor tor-gencert:tor
deps-test: deps-tor
	@scripts/deps gcc:build-essential strace:strace obfs4proxy:obfs4proxy dbus-daemon:dbus-daemon
# Qt's headers have no program of their own to look for; moc comes with them.
deps-desktop:
	@scripts/deps g++:build-essential pkg-config:pkg-config /usr/lib/qt5/bin/moc:qtbase5-dev git:git \
	  /usr/share/qt5/translations/qtbase_de.qm:qttranslations5-l10n
deps-screen:
	@scripts/deps Xvfb:xvfb setxkbmap:x11-xkb-utils openbox:openbox xdotool:xdotool import:imagemagick fc-list:fontconfig \
	  /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf:fonts-noto-color-emoji \
	  /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf:fonts-noto-core \
	  /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc:fonts-noto-cjk
deps-bench:
	@scripts/deps ip:iproute2
deps-lint:
	@scripts/deps protoc:protobuf-compiler git:git

# Every command of the project. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help demo test check bench schema web tools

web := frontend-example
web_sources := $(shell find $(web) -type f -not -path '$(web)/node_modules/*' -not -path '$(web)/dist/*' -not -path '$(web)/test-results/*' -not -path '$(web)/screenshots/*')
scripts := .ci/run deploy/check deploy/health deploy/compose/asterisk/start tests/asterisk-lab/asterisk-lab tests/services/postgres tests/services/run tests/services/tools tests/services/with-lab

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-8s %s\n", $$1, $$2 }'

demo: tools web ## API, GraphiQL, web app and a simulated team at work, on http://127.0.0.1:8080
	cargo run --locked -p switchboard -- demo

test: ## all tests, with a real Asterisk, PostgreSQL and browser; leave some out with WITHOUT="asterisk postgres browser"
	@tests/services/run

check: tools $(web)/node_modules/.package-lock.json | $(web)/dist ## format, lints, types and shell scripts
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	shellcheck $(scripts)
	deploy/check
	npm --prefix $(web) run check

bench: tools web ## measurements, from a release build
	cargo bench --locked --workspace
	ulimit -Sn "$$(ulimit -Hn)" && cargo run --locked --release -p acceptance --bin measure
	tests/services/with-lab cargo run --locked --release -p acceptance --bin measure_lab

schema: tools | $(web)/dist ## write schema.graphql anew from the code
	cargo run --locked --quiet -p switchboard -- schema >schema.graphql.new
	mv schema.graphql.new schema.graphql

tools: ## see to what the build needs besides Rust and Node.js; as root on Debian, install it
	@tests/services/tools

# The server embeds this folder, so it has to be there, if empty, for the compiler.
$(web)/dist:
	mkdir -p $@

web: $(web)/dist/index.html ## build the web app, if its sources are newer

$(web)/dist/index.html: $(web)/node_modules/.package-lock.json $(web_sources) schema.graphql
	npm --prefix $(web) run build
	@touch $@

$(web)/node_modules/.package-lock.json: $(web)/package.json $(web)/package-lock.json
	npm --prefix $(web) ci --no-audit --no-fund
	@touch $@

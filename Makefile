# Two commands for a new developer: `make run` and `make test`. See docs/operations.md.
STACK := .venv/bin/python scripts/stack.py
export PORT

.DEFAULT_GOAL := run
.PHONY: setup run test test-chromium102 lint manage bench drill stop clean

setup:
	@scripts/setup.sh

run: setup
	@$(STACK) run

test: setup
	@$(STACK) test $(ARGS)

test-chromium102: setup
	@$(STACK) test-chromium102 $(ARGS)

lint: setup
	@$(STACK) lint

manage: setup
	@$(STACK) manage $(ARGS)

bench: setup
	@$(STACK) bench $(ARGS)

drill: setup
	@$(STACK) drill $(ARGS)

stop:
	@[ ! -x .venv/bin/python ] || $(STACK) stop

clean:
	@[ ! -x .venv/bin/python ] || $(STACK) clean

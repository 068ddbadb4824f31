.DEFAULT_GOAL := help
.PHONY: help run build test check format bench chaos fuzz overload clean

help: ## list the targets
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and serve a demo on http://127.0.0.1:8080 (data in ./data, or IAFA_DATA_DIR)
	@scripts/run

build: ## build the release binary .build/release/iafa
	@scripts/build release

test: ## build once and run every test
	@scripts/test

check: ## lint the Swift sources, then run every test
	@scripts/lint
	@scripts/test

format: ## format the Swift sources in place
	@scripts/format

bench: ## measure funnels, intake, memory and start beside others (ONLY="ingest", EVENTS=100000000)
	@scripts/bench

chaos: ## kill the server 200 times under mixed load and count the events (KILLS=1000 SEED=7)
	@scripts/chaos

fuzz: ## send damaged requests to every way in for events for five minutes (SECONDS=60 SEED=7)
	@scripts/fuzz $(SECONDS)

overload: ## offer twice the load that the server sustains, and count the events (SECONDS=60)
	@scripts/overload $(SECONDS)

clean: ## remove everything that was built, fetched or generated, except ./data
	@scripts/clean

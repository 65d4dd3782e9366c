# Everything a person does with this repository. `make run` and `make test` install what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Names of the images that `make images` builds, as the chart's values have them.
IMAGE_PREFIX ?=
TAG ?= $(shell sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)

.PHONY: help
help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Run everything on this machine: Postgres, a Telegram simulator (or the real Telegram), operator and workers
	@tests/tools/install.sh run
	@echo "Building"
	@dotnet build tests/Demo -c Release -v q --nologo
	@MANIFESTS=$(MANIFESTS) PORT=$(PORT) exec dotnet tests/Demo/bin/Release/net10.0/TelegramParser.Demo.dll

.PHONY: test
test: ## Install what the tests need and run them all
	@tests/tools/install.sh test
	@tests/tools/run.sh Unit Integration Faults EndToEnd Kubernetes

.PHONY: test-fast
test-fast: ## Run the tests that need no other program but helm
	@tests/tools/install.sh unit
	@tests/tools/run.sh Unit

.PHONY: cluster
cluster: ## Put up a sandboxed Kubernetes on this machine, with our images, and print its KUBECONFIG
	@tests/tools/install.sh test
	@tests/cluster/up.sh

.PHONY: cluster-down
cluster-down: ## End that cluster; nothing of it stays but its logs and what was built
	@tests/cluster/down.sh

.PHONY: e2e
e2e: ## Run the tests on Kubernetes: on KUBECONFIG if it is set, else on the cluster of make cluster, else on one of their own
	@export TGPARSER_TEST_KUBECONFIG=$(KUBECONFIG); tests/tools/install.sh test && tests/tools/run.sh Kubernetes

.PHONY: images
images: ## Build the images with Docker, for a registry or for kind (IMAGE_PREFIX=… TAG=…)
	@command -v docker >/dev/null || { echo "Docker is missing: https://docs.docker.com/engine/install. Without it, make cluster packs the images by itself." >&2; exit 1; }
	docker build --file operator/Dockerfile --tag $(IMAGE_PREFIX)telegram-parser-operator:$(TAG) $(DOCKER_ARGS) .
	docker build --file worker/Dockerfile --tag $(IMAGE_PREFIX)telegram-parser-worker:$(TAG) $(DOCKER_ARGS) .

.PHONY: kind
kind: ## Make a kind cluster with Docker and load the images into it
	@command -v kind >/dev/null || { echo "kind is missing: https://kind.sigs.k8s.io/docs/user/quick-start. Without Docker, make cluster puts up another." >&2; exit 1; }
	@$(MAKE) --no-print-directory images
	kind create cluster --config kind-config.yaml
	kind load docker-image --name telegram-parser $(IMAGE_PREFIX)telegram-parser-operator:$(TAG) $(IMAGE_PREFIX)telegram-parser-worker:$(TAG)

.PHONY: faults
faults: ## Run the fault tests, eight times as many kills as in make test, and write what they find into docs/reliability.md (ROUNDS=8)
	@tests/tools/install.sh test
	@TGPARSER_WRITE_RELIABILITY=1 TGPARSER_FAULT_ROUNDS=$(or $(ROUNDS),8) tests/tools/run.sh Faults

.PHONY: soak
soak: ## Run some users under load and faults and measure memory; fails when posts are lost or memory grows (MINUTES=60, SEED=1)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Soak -c Release -v q --nologo
	@dotnet tests/bench/Soak/bin/Release/net10.0/TelegramParser.SoakBench.dll $(or $(MINUTES),60) $(or $(SEED),1)

.PHONY: bench-parse
bench-parse: ## Measure one worker beside Telethon (POSTS=200000; MEMORY=512, MiB, wants root; 0: no limit)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Parse -c Release -v q --nologo
	@dotnet tests/bench/Parse/bin/Release/net10.0/TelegramParser.ParseBench.dll $(or $(POSTS),200000) 2 150 $(or $(MEMORY),512)

.PHONY: bench-idle
bench-idle: ## Measure what idle workers cost Postgres, with and without PgBouncer (WORKERS=1000)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Idle -c Release -v q --nologo
	@dotnet tests/bench/Idle/bin/Release/net10.0/TelegramParser.IdleBench.dll $(or $(WORKERS),1000)

.PHONY: bench-enrichment
bench-enrichment: ## Measure what enrichment costs a parse while every page server hangs (POSTS=50000)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Enrichment -c Release -v q --nologo
	@dotnet tests/bench/Enrichment/bin/Release/net10.0/TelegramParser.EnrichmentBench.dll $(or $(POSTS),50000)

.PHONY: bench-notifying
bench-notifying: ## Measure what notifications cost a parse while their receivers hang, fail, or take all at once (POSTS=30000)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Notifying -c Release -v q --nologo
	@dotnet tests/bench/Notifying/bin/Release/net10.0/TelegramParser.NotifyingBench.dll $(or $(POSTS),30000)

.PHONY: bench-api
bench-api: ## Measure the routes that read posts (POSTS=1000000)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Api -c Release -v q --nologo
	@dotnet tests/bench/Api/bin/Release/net10.0/TelegramParser.ApiBench.dll $(or $(POSTS),1000000)

.PHONY: bench-operator
bench-operator: ## Measure what the operator asks of an API server: of KUBECONFIG if it is set, else one of its own (USERS=1000)
	@tests/tools/install.sh test
	@dotnet build tests/bench/Operator -c Release -v q --nologo
	@TGPARSER_TEST_KUBECONFIG=$(KUBECONFIG) dotnet tests/bench/Operator/bin/Release/net10.0/TelegramParser.OperatorBench.dll $(or $(USERS),1000)

.PHONY: crds
crds: ## Write the CustomResourceDefinitions into crds/ and the chart, from the types of contracts/Resources
	@dotnet build operator -c Release -v q --nologo
	@for folder in crds charts/telegram-parser-operator/files/crds; do \
	  dotnet operator/bin/Release/net10.0/operator.dll crds --output $$folder || exit 1; done

.PHONY: bench-extraction
bench-extraction: ## Measure the text extraction beside Mozilla's Readability (DATA=folder, see docs/enrichment.md)
	@tests/tools/install.sh run
	@cd tests/bench/Extraction/readability && { [ -d node_modules ] && [ node_modules -nt package-lock.json ] || { npm ci --silent && touch node_modules; }; }
	@dotnet build tests/bench/Extraction -c Release -v q --nologo
	@dotnet tests/bench/Extraction/bin/Release/net10.0/TelegramParser.ExtractionBench.dll $(DATA)

.PHONY: build
build: ## Build everything
	@tests/tools/install.sh run
	@dotnet build Operator.sln -c Release -v q --nologo

.PHONY: clean
clean: ## Remove what builds and runs have left
	@rm -rf .data artifacts
	@find . -type d \( -name bin -o -name obj \) -not -path '*/node_modules/*' -prune -exec rm -rf {} +

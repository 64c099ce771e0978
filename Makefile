# The front door. `make run` and `make test` do all the set-up a fresh Debian 12 machine needs.
#   ACCORD=FILE  another accord for `make run`; DRAWS=N draws of its error bands (0: none)
#   NATIVE=1  compile for this processor only (-march=native)
BUILD ?= build
SANITIZED ?= build-sanitized
OPTIONS = $(if $(NATIVE),-Dnative=true,-Dnative=false)
ACCORD ?= accords/korea-malaysia.yaml
OUTPUT ?= out/$(basename $(notdir $(ACCORD)))

.PHONY: all run test bench clean install setup-run setup-test build-native build-sanitized
all: setup-build build-native

setup-build setup-run setup-test:
	@scripts/setup.sh $(patsubst setup-%,%,$@)

build-native:
	@scripts/build.sh $(BUILD) --buildtype=release $(OPTIONS)

build-sanitized:
	@scripts/build.sh $(SANITIZED) --buildtype=debugoptimized -Dsanitize=true -Dpage=disabled

run: setup-run build-native
	@$(BUILD)/selat run $(ACCORD) -o $(OUTPUT)$(if $(DRAWS), --draws $(DRAWS))

test: setup-test build-native build-sanitized
	@python3 scripts/run_tests.py $(BUILD) $(SANITIZED)

bench: setup-run build-native
	@$(BUILD)/selat-bench
	@test ! -e $(BUILD)/app/engine/selat.wasm || node bench/page.mjs $(BUILD)/selat

install: setup-run build-native
	@meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD) $(SANITIZED)

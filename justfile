# Shows the recipes.
default:
    @just --list

# Builds the program for development.
build:
    cargo build

# Runs the tests whose names contain the given words, or all.
test *words:
    cargo test {{ words }}

# Format, lints and documentation.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# Checks this repository's own site and builds it into public/.
site:
    cargo run --release -- check --strict
    cargo run --release -- build

# Measures the published site in a browser: the groups of checks whose names contain the given words, or all.
browser *words:
    npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
    npm run --prefix tests/browser types
    npm test --prefix tests/browser {{ words }}

# Runs Lighthouse on each type of page, which takes minutes, so continuous integration does not.
lighthouse:
    cargo build --release
    npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
    BALM="$PWD/target/release/balm" npm test --prefix tests/browser lighthouse

# Compares balm with Hugo on 10,000 articles; takes some minutes.
bench *options:
    python3 benches/side_by_side.py {{ options }}

# Measures the time from saving a file until the preview serves it; takes some minutes.
bench-preview *options:
    cargo build --release
    python3 benches/preview.py target/release/balm {{ options }}

# Measures what the rules of `balm check` add to a build.
bench-checks *options:
    cargo build --release
    python3 benches/checks.py {{ options }}

# Fails if balm has become slower than benches/budget.toml allows.
guard *options:
    cargo build --release
    python3 benches/guard.py {{ options }}

# Checks licences, advisories and sources of the dependencies; needs cargo-deny.
deny:
    cargo deny check

# Runs everything that continuous integration runs.
ci:
    .ci/run

# What the clinical rules find in tests/clinical/, miss, and wrongly report
clinical:
    cargo test --test it clinical:: -- --nocapture

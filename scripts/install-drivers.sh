#!/usr/bin/env bash
# Installs drivers that tests are run with where they are there, and that npm cannot install everywhere:
# for better-sqlite3 it wants Python and a compiler, and Node 22, though the driver brings what it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
quietly='--no-audit --no-fund --loglevel=error'
npm install $quietly
npm install --no-save --ignore-scripts $quietly better-sqlite3@13.2.0

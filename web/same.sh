#!/usr/bin/env bash
# Whether the built files that are committed are those that the sources here give.
set -euo pipefail
cd "$(dirname "$0")"
made=../build/web
kept=../src/tacitus/serve/static
rm -rf "$made"
npx vite build --logLevel warn --outDir "$made"
if diff -rq "$made/built" "$kept/built" && cmp "$made/manifest.json" "$kept/manifest.json"; then
  echo "The built files are those of the sources."
else
  echo "The built files are not those of the sources: run make web and commit src/tacitus/serve/static." >&2
  exit 1
fi

#!/usr/bin/env bash
# Installs Debian's Chromium and fonts with Arabic and Cyrillic for the tests that look at the desk's
# pages. Where it cannot, it says so and ends well: those tests are then skipped, and say so.
set -euo pipefail

if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "install_chromium: there is no Chromium, and only root can install Debian's" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu fonts-noto-core; } >&2 ||
  echo "install_chromium: Debian's Chromium cannot be installed" >&2

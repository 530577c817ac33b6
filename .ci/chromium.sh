#!/usr/bin/env bash
# Prints where Chromium is: that of CHROMIUM or of this machine, or else Debian's package, which root installs. Fails where there is none
# and none can be had.
set -euo pipefail
for program in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  if [ -x "$program" ]; then
    echo "$program"
    exit
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >&2; then
  timeout 120 apt-get update >&2
  DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install --yes --no-install-recommends chromium >&2
  echo /usr/bin/chromium
else
  echo 'There is no Chromium here.' >&2
  exit 1
fi

#!/usr/bin/env bash
# What the tests need beside Python and Node: a browser, a PostgreSQL server, and what opens
# documents. Installed from Debian where missing and possible; without them their tests are
# skipped with a reason.
set -u
need=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || need+=(chromium)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || need+=(postgresql)
command -v soffice >/dev/null || need+=(libreoffice-writer-nogui)
command -v pdftotext >/dev/null || need+=(poppler-utils)
fc-list 2>/dev/null | grep -qi cjk || need+=(fonts-noto-cjk)
[ ${#need[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need[@]}" >/dev/null
else
  echo "tests that need ${need[*]} will be skipped: install them to run all" >&2
fi

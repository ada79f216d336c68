#!/usr/bin/env bash
# Starts a private, throw-away PostgreSQL with PostGIS for the tests of the store and prints what to
# set and how to stop it, for eval:
#
#   eval "$(scripts/start_postgres.sh)"     sets TACITUS_TEST_POSTGRES and TACITUS_TEST_POSTGRES_STOP
#   eval "$TACITUS_TEST_POSTGRES_STOP"      stops the server and removes its files
#
# As root it installs Debian's packages where they are missing and runs the server as the user
# postgres, since PostgreSQL refuses to run as root. Where there is no PostgreSQL 15 or later and none
# can be installed, it says so on standard error, prints nothing and ends well: the tests on
# PostgreSQL are then skipped, and say so.
set -euo pipefail

say() { echo "start_postgres: $*" >&2; }

# The folder of the programs of the latest PostgreSQL that has PostGIS beside it.
programs() {
  local found
  local version
  for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
    version=$(basename "$(dirname "$found")")
    if [ "$version" -ge 15 ] && [ -x "$found/initdb" ] &&
      [ -e "/usr/share/postgresql/$version/extension/postgis.control" ]; then
      echo "$found"
      return
    fi
  done
}

install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    return 1
  fi
  say "installing PostgreSQL and PostGIS"
  # No cluster of the distribution's own: only a private one is wanted.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/none.conf
  apt-get update -q >&2 || return 1
  local package
  package=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' |
    cut -d' ' -f1 | sort -t- -k2 -n | tail -1)
  if [ -z "$package" ]; then
    return 1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >&2
}

BIN=$(programs)
if [ -z "$BIN" ]; then
  install || true
  BIN=$(programs)
fi
if [ -z "$BIN" ]; then
  say "no PostgreSQL 15+ with PostGIS here: the tests of the store on PostgreSQL will be skipped."
  say "On Debian: apt-get install postgresql-15-postgis-3"
  exit 0
fi

# A short path: the name of a socket may have 107 characters at the most.
DIR=$(mktemp -d /tmp/tacitus-pg.XXXXXX)
as_server() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}
if [ "$(id -u)" = 0 ]; then
  chown postgres "$DIR"
fi
# Anybody on this machine who can reach the socket's folder may come in: it holds test data only.
chmod 755 "$DIR"
as_server "$BIN/initdb" -D "$DIR/data" -U tacitus -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$DIR.log" 2>&1 || {
  cat "$DIR.log" >&2
  exit 1
}
# Nothing listens on the network; what a crash of the machine would cost does not matter here.
as_server "$BIN/pg_ctl" -D "$DIR/data" -w -t 60 -l "$DIR/data/log" \
  -o "-k $DIR -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40" \
  start >>"$DIR.log" 2>&1 || {
  cat "$DIR.log" "$DIR/data/log" >&2
  exit 1
}
"$BIN/createdb" -h "$DIR" -U tacitus tacitus
"$BIN/psql" -q -h "$DIR" -U tacitus -d tacitus -c "CREATE EXTENSION postgis" >&2

STOP="$BIN/pg_ctl -D $DIR/data -m immediate stop >/dev/null"
if [ "$(id -u)" = 0 ]; then
  STOP="(cd / && runuser -u postgres -- $STOP)"
fi
say "$("$BIN/postgres" --version) runs in $DIR"
echo "export TACITUS_TEST_POSTGRES='postgresql://tacitus@/tacitus?host=$DIR'"
echo "export TACITUS_TEST_POSTGRES_STOP='$STOP; rm -rf $DIR $DIR.log'"

#!/usr/bin/env bash
# Starts the servers that tests talk to, where none listens on its usual port of this machine; what is
# not installed is installed first (Debian, Ubuntu). They keep nothing: their files are temporary.
set -euo pipefail

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends "$@"
}

postgres_bin() { find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1; }

# a cluster of its own, since that of the system asks for passwords; it does not run as root
start_postgres() {
  local port=$1 bin folder
  [ -n "$(postgres_bin)" ] || install_packages postgresql
  bin=$(postgres_bin)
  folder=$(mktemp -d)
  local run=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    run=(runuser -u postgres --)
  fi
  (
    cd "$folder"
    "${run[@]}" "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C >/dev/null
    "${run[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder" start >/dev/null
  )
  echo "PostgreSQL listens on port $port"
}

postgres_port=${POSTGRES_PORT:-5432}
listens "$postgres_port" || start_postgres "$postgres_port"

# tests of a pooler start their own
[ -x /usr/sbin/pgbouncer ] || install_packages pgbouncer

# tests of NATS start servers of their own, to end them and start them again
command -v nats-server >/dev/null || install_packages nats-server

# nothing is kept that a test wrote
start_redis() {
  local port=$1
  command -v redis-server >/dev/null || install_packages redis-server
  redis-server --port "$port" --bind 127.0.0.1 --save '' --daemonize yes >/dev/null
  echo "Redis listens on port $port"
}

redis_port=${REDIS_PORT:-6379}
listens "$redis_port" || start_redis "$redis_port"

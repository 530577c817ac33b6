#!/usr/bin/env bash
# Prints the address of a server of PostgreSQL: DATABASE_URL's or one on this machine, or else starts one in the folder $1 from
# Debian's package. Whoever calls ends it with `kill "$(head -1 "$1/data/postmaster.pid")"`. Fails where there is none and no program.
set -euo pipefail
folder=$1
answers() {
  node -e '
    import("pg").then(async ({ default: pg }) => {
      const client = new pg.Client({ connectionString: process.argv[1], connectionTimeoutMillis: 3000 });
      client.on("error", () => undefined);
      await client.connect();
      await client.end();
    }).catch(() => process.exit(1));
  ' "$1"
}
for url in ${DATABASE_URL:-} "postgres://$(id -un)@127.0.0.1:5432/postgres"; do
  if answers "$url"; then
    echo "$url"
    exit
  fi
done
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$programs" ]; then
  echo 'The tests need PostgreSQL 15 or later: set DATABASE_URL, or install it (Debian: apt-get install postgresql).' >&2
  exit 1
fi
# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  chown nobody "$folder"
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
cd "$folder"
"${as[@]}" "$programs/initdb" -D "$folder/data" -U scrutineer -A trust --no-sync -E UTF8 >&2
"${as[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off" start >&2
echo "postgres://scrutineer@127.0.0.1:$port/postgres"

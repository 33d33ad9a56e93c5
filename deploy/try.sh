#!/usr/bin/env bash
# Tries the cluster of this folder on one machine: etcd, two PostgreSQL under Patroni with a synchronous standby, and a node of Sunqar on
# them. The primary's machine "falls" (SIGKILL to Patroni and PostgreSQL) while payments come; then every answer is asked for again.
#
#   deploy/try.sh            needs Debian's patroni, etcd-server, python3-etcd, postgresql; ports 21000 to 21010 of loopback
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
work=$(mktemp -d /tmp/sunqar-try.XXXXXX)
chmod 755 "$work"
as=()
if [ "$(id -u)" -eq 0 ]; then chown nobody "$work"; as=(setpriv --reuid=nobody --regid=nogroup --clear-groups); fi
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
pids=()
finish() {
    for pid in "${pids[@]}" $(cat "$work/pids" 2>/dev/null); do kill -9 "$pid" 2>/dev/null || true; done
    for n in 1 2; do
        if [ -f "$work/pg$n/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$work/pg$n/postmaster.pid")" 2>/dev/null || true; fi
    done
    sleep 1
    rm -rf "$work"
}
trap finish EXIT

"${as[@]}" env ETCD_UNSUPPORTED_ARCH= etcd --name e1 --data-dir "$work/etcd" --listen-client-urls http://127.0.0.1:21000 \
    --advertise-client-urls http://127.0.0.1:21000 --listen-peer-urls http://127.0.0.1:21001 \
    --initial-advertise-peer-urls http://127.0.0.1:21001 --initial-cluster e1=http://127.0.0.1:21001 >"$work/etcd.log" 2>&1 &
pids+=($!)
declare -A patroni
start() {
    cat >"$work/p$1.yml" <<Y
scope: sunqar
name: db$1
restapi: { listen: "127.0.0.1:2100$((1 + $1))", connect_address: "127.0.0.1:2100$((1 + $1))" }
etcd3: { hosts: "127.0.0.1:21000" }
bootstrap:
$(sed -n '/^  dcs:/,/^  initdb:/p' "$here/deploy/patroni/patroni.yml" | sed '$d' | grep -v 'archive_')
  initdb: [ { encoding: UTF8 }, { locale: C }, data-checksums ]
postgresql:
  listen: "127.0.0.1:2100$((4 + $1))"
  connect_address: "127.0.0.1:2100$((4 + $1))"
  data_dir: "$work/pg$1"
  bin_dir: "$bin"
  pgpass: "$work/pgpass$1"
  parameters: { unix_socket_directories: "" }
  pg_hba: [ "host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256" ]
  authentication:
    superuser: { username: postgres, password: tried }
    replication: { username: replicator, password: tried }
watchdog: { mode: "off" }
Y
    "${as[@]}" patroni "$work/p$1.yml" >"$work/p$1.log" 2>&1 &
    patroni[$1]=$!
    echo "$!" >>"$work/pids" # also where a subshell starts it
}
state() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:2100$((1 + $1))/$2" || true; }
wait_for() { for _ in $(seq 600); do if [ "$(state "$1" "$2")" = 200 ]; then return; fi; sleep 0.1; done; echo "node $1 never became $2"; tail -n 5 "$work"/*.log; exit 1; }
start 1; wait_for 1 primary
start 2; wait_for 2 synchronous
echo "two nodes, the second one synchronous"

export SUNQAR_DATA=$work/data
export SUNQAR_JOURNAL='postgres://postgres:tried@127.0.0.1:21005,127.0.0.1:21006/postgres?standby=required'
key=$("$here/sunqar" keys create CASPKZKA)
"$here/sunqar" serve --standby --urls http://127.0.0.1:21010 >"$work/node.log" 2>&1 &
node=$!; pids+=($node)
for _ in $(seq 300); do curl -sf http://127.0.0.1:21010/ready >/dev/null && break; sleep 0.1; done
sent=$(date -u +%FT%TZ)
pay() {
    curl -s --max-time 60 -H "Authorization: Bearer $key" http://127.0.0.1:21010/v1/payments -d "{\"id\":\"p$1\",\"kind\":\"card_top_up\",\"time\":\"$sent\",\
\"amount\":\"1200.00\",\"currency\":\"KZT\",\"institution\":\"CASPKZKA\",\"sender\":{\"card\":\"s$1\"},\"recipient\":{\"card\":\"c$1\"}}"
}
number=0
run() { # payments for some seconds; each answer with its end goes to the list
    local end=$((SECONDS + $1))
    while [ "$SECONDS" -lt "$end" ]; do
        number=$((number + 1))
        answer=$(pay "$number")
        case "$answer" in *'"sequence":'*) echo "p$number ${answer##*\"sequence\":} $(date +%s%N)" >>"$work/answers" ;; *) echo "p$number: $answer" >>"$work/unanswered" ;; esac
    done
}
run 5
fell=$(date +%s%N)
kill -9 "${patroni[1]}"
for pid in $(pgrep -P "$(head -n 1 "$work/pg1/postmaster.pid")") $(head -n 1 "$work/pg1/postmaster.pid"); do kill -9 "$pid" 2>/dev/null || true; done
echo "the primary fell after $(wc -l <"$work/answers") answers"
(wait_for 2 primary; echo "the standby is primary after $((($(date +%s%N) - fell) / 1000000)) ms"
 start 1) &
pids+=($!)
run 45
wait_for 2 primary
gap=$(awk 'NR > 1 && $3 - last > longest { longest = $3 - last } { last = $3 } END { printf "%.1f", longest / 1e9 }' "$work/answers")
lost=0
while read -r id sequence _; do
    again=$(pay "${id#p}")
    case "$again" in *'"duplicate":true'*"\"sequence\":${sequence}"*) ;; *) lost=$((lost + 1)); echo "$id was answered at ${sequence%\}}: $again" ;; esac
done <"$work/answers"
echo "$(wc -l <"$work/answers") answered, $lost of them lost or different; the longest time without an answer: $gap s"
kill -TERM "$node"; wait "$node" || true
"$here/sunqar" replay --verify || { cat "$work/node.log"; exit 1; }
[ "$lost" -eq 0 ]

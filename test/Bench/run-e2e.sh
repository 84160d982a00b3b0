#!/usr/bin/env bash
# Drives Clarion, nfcapd and nfacctd one after another with the same synthetic campus, or the same captures, at rising rates, verifies the counts and prints one
# table. Needs curl, jq and ss; nfcapd and nfdump (Debian: nfdump) and nfacctd (pmacct) for the comparison. PROFILE=production drives a cluster of processes on a
# real database and broker instead (production.sh). See README.md beside it.
set -uo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 PATH="$PATH:/usr/sbin:/sbin"

PROFILE=${PROFILE:-embedded}
RATES=${RATES:-20000 50000 100000 150000 200000}
SECONDS_PER_RATE=${SECONDS_PER_RATE:-30}
QUERY_SECONDS=${QUERY_SECONDS:-$SECONDS_PER_RATE}
WARMUP=${WARMUP:-5}
RUNS=${RUNS:-1}
DEVICES=${DEVICES:-2000}
SWITCHES=${SWITCHES:-40}
VERSIONS=${VERSIONS:-v9}
REPLAY=${REPLAY:-}
DATA=${DATA:-}
PEERS=${PEERS-nfcapd nfacctd}
PORT=${PORT:-12055}
IPFIX_PORT=${IPFIX_PORT:-14739}
HTTP_PORT=${HTTP_PORT:-18080}
START_DEADLINE=${START_DEADLINE:-600}
DRAIN_DEADLINE=${DRAIN_DEADLINE:-300}

silo=Silo/bin/Release/net10.0/Clarion.Silo.dll
cli=Cli/bin/Release/net10.0/clarion.dll
bench=test/Bench/bin/Release/net10.0/Clarion.Bench.dll
url=http://localhost:$HTTP_PORT
ticks=$(getconf CLK_TCK)
work=$(mktemp -d)
results=$work/results.tsv
pid=
stopper=stop
faults=0

say() { echo "$*" >&2; }
die() { say "$*"; exit 1; }

cleanup() {
  [ -n "$pid" ] && "$stopper"
  if [ "$faults" -gt 0 ]; then say "Logs and raw figures are kept in $work."; else rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

for tool in curl jq dotnet; do command -v "$tool" >/dev/null || die "$tool is missing."; done
for built in "$silo" "$cli" "$bench"; do [ -f "$built" ] || die "$built is missing: run 'dotnet build -c Release' first."; done

# A taken port would mean to load, and to measure, somebody else's program.
taken() { ss -Hlnu "sport = :$PORT or sport = :$IPFIX_PORT"; ss -Hlnt "sport = :$HTTP_PORT"; }
command -v ss >/dev/null || die "ss is missing (Debian: iproute2)."
[ -z "$(taken)" ] || die "A program listens on $PORT, $IPFIX_PORT or $HTTP_PORT already; set PORT, IPFIX_PORT and HTTP_PORT to free ones."

# record RATE METRIC VALUE
record() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$results"; }
calc() { awk "BEGIN { $1 }"; }
per() { calc "n = $2; if (n > 0) printf \"%.${3:-3}f\", ($1) / n; else printf \"-\""; }

# CPU seconds of the measured process.
cpu() { cpu_of "$pid"; }

# CPU seconds of a process with its children, those that have ended included.
cpu_of() {
  local p total=0 line
  for p in "$1" $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    line=$(sed 's/.*) //' "/proc/$p/stat" 2>/dev/null) || continue
    # Fields 14 to 17 of the whole line: utime, stime, cutime, cstime.
    total=$((total + $(echo "$line" | awk '{ print $12 + $13 + $14 + $15 }')))
  done
  calc "printf \"%.2f\", $total / $ticks"
}

memory() { memory_of "$pid"; }
memory_of() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

# send_load RATE SECONDS: what was sent as JSON, with flows and seconds
send_load() { if [ -n "$REPLAY" ]; then replay "$1" "$2"; else simulate "$1" "$2"; fi; }

simulate() {
  dotnet "$cli" simulate --netflow "127.0.0.1:$PORT" --ipfix "127.0.0.1:${ipfix:-$PORT}" --rate "$1" --duration "${2}s" \
    --devices "$DEVICES" --switches "$SWITCHES" --versions "$VERSIONS" --json 2>>"$work/simulate.log"
}

# Captures as often as it takes, at the datagram rate that makes this flow rate. A capture's own flows are counted by calibrate.
replay() {
  local loops datagrams
  datagrams=$(calc "printf \"%.0f\", $1 * $datagrams_per_loop / $flows_per_loop")
  loops=$(calc "n = $datagrams * $2 / $datagrams_per_loop; printf \"%d\", (n > 1 ? n + 0.5 : 1)")
  replay_files --loops "$loops" --rate "$datagrams" | jq -c --argjson flows "$((loops * flows_per_loop))" '. + { flows: $flows }'
}

replay_files() {
  # shellcheck disable=SC2086 # A list of files.
  dotnet "$cli" replay $REPLAY --netflow "127.0.0.1:$PORT" --ipfix "127.0.0.1:${ipfix:-$PORT}" "$@" --json 2>>"$work/simulate.log"
}

# What one loop holds, by what Clarion makes of it when it comes slowly: the first loop brings the templates, the second counts.
calibrate() {
  replay_files --rate 500 >/dev/null
  settle
  baseline
  datagrams_per_loop=$(replay_files --rate 500 | jq -r .datagrams)
  settle
  flows_per_loop=$((received - received_before))
  [ "${flows_per_loop:-0}" -gt 0 ] || { faults=1; die "$REPLAY holds no flows."; }
  say "One loop of the captures: $datagrams_per_loop datagrams, $flows_per_loop flows."
}

get() { curl -sS --max-time 60 "$url$1" 2>>"$work/curl.log"; }
overview() { get /api/v1/overview | jq -r '[.received.flows, .stored.flows, ([.drops // {} | .[]] | add // 0)] | map(. // 0) | @tsv' 2>/dev/null; }
allocated() { get /metrics | awk '/^dotnet_gc_heap_total_allocated/ { s += $2 } END { printf "%.0f", s }'; }

# Flows that partitions have committed and that the rollups therefore answer with. A range that stands still, so that a prefilled store
# does not change the difference.
applied() { get "/api/v1/flows/summary?from=$from&to=$to" | jq -r '.flows // 0' 2>/dev/null; }

# Waits until nothing moves and everything stored is applied; sets received, stored, dropped, done_flows.
settle() {
  local deadline=$((SECONDS + DRAIN_DEADLINE)) last= same=0
  while [ $SECONDS -lt $deadline ]; do
    read -r received stored dropped < <(overview) || true
    if [ -n "${stored:-}" ] && [ "$received $stored" = "$last" ]; then same=$((same + 1)); else same=0; fi
    last="${received:-} ${stored:-}"
    # The gateway reports every second or two.
    if [ $same -ge 4 ]; then
      done_flows=$(applied)
      [ "$((${done_flows:-0} - applied_before))" -ge "$((stored - stored_before))" ] && return 0
    fi
    sleep 1
  done
  say "Not everything was applied within $DRAIN_DEADLINE s."
  faults=$((faults + 1))
}

baseline() {
  read -r received_before stored_before dropped_before < <(overview)
  applied_before=$(applied)
}

# True when the measured process, and no other, answers on the ports.
owns_ports() {
  ss -Hlntp "sport = :$HTTP_PORT" | grep -q "pid=$pid," && ss -Hlnup "sport = :$PORT" | grep -q "pid=$pid,"
}

start_clarion() {
  local data=$1
  stopper=stop
  Clarion__DataDirectory=$data Clarion__Http__Urls=$url Clarion__Collector__NetFlowPort=$PORT Clarion__Collector__IpfixPort=$IPFIX_PORT \
    dotnet "$silo" >>"$work/clarion.log" 2>&1 &
  pid=$!
  await_ready "$work/clarion.log"
}

# Waits until the measured process owns its ports and says that it is ready.
await_ready() {
  local deadline=$((SECONDS + START_DEADLINE))
  until owns_ports && curl -fs --max-time 5 "$url/readyz" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || { faults=1; tail -n 1 "$1" >&2; die "Clarion did not start."; }
    [ $SECONDS -lt $deadline ] || { faults=1; die "Clarion was not ready within $START_DEADLINE s."; }
    sleep 0.5
  done
}

stop() {
  kill -TERM "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  pid=
}

# nfacctd's plugins write what they hold when told so and must do it before their parent goes; the parent looks at its signals only when a
# datagram arrives.
stop_peer() {
  local deadline=$((SECONDS + 30)) children p
  children=$(cat "/proc/$pid/task/"*/children 2>/dev/null)
  for p in $children; do kill -INT "$p" 2>/dev/null; done
  for p in $children; do
    while running "$p" && [ $SECONDS -lt $deadline ]; do sleep 0.2; done
  done
  kill -TERM "$pid" 2>/dev/null
  deadline=$((SECONDS + 5))
  while running "$pid" && [ $SECONDS -lt $deadline ]; do
    sleep 0.2
    [ -z "$children" ] || (echo >"/dev/udp/127.0.0.1/$PORT") 2>/dev/null
  done
  for p in $children "$pid"; do running "$p" && kill -KILL "$p" 2>/dev/null; done
  wait "$pid" 2>/dev/null
  pid=
}

# False for a process that has ended and only waits to be noticed.
running() { grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status" 2>/dev/null; }

clarion_at() {
  local rate=$1 sent offered seconds cpu_before alloc_before cpu_used
  # Whatever the warm-up leaves must not count for the measured load.
  baseline
  send_load "$rate" "$WARMUP" >/dev/null
  settle
  baseline
  cpu_before=$(cpu) alloc_before=$(allocated)
  sent=$(send_load "$rate" "$SECONDS_PER_RATE")
  record "$rate" memory "$(memory)"
  settle
  cpu_used=$(calc "printf \"%.2f\", $(cpu) - $cpu_before")
  offered=$(echo "$sent" | jq -r .flows) seconds=$(echo "$sent" | jq -r .seconds)
  [ "${offered:-0}" -gt 0 ] || { faults=1; die "Nothing was sent at $rate flows/s: $(tail -n 1 "$work/simulate.log")"; }
  local r=$((received - received_before)) s=$((stored - stored_before)) a=$((done_flows - applied_before))
  record "$rate" offered "$(per "$offered" "$seconds" 0)"
  record "$rate" received "$(per "$r" "$seconds" 0)"
  record "$rate" stored "$(per "$s" "$seconds" 0)"
  record "$rate" applied "$(per "$a" "$seconds" 0)"
  record "$rate" lost "$((offered - a))"
  record "$rate" drops "$((dropped - dropped_before))"
  record "$rate" cpu "$(per "$cpu_used * 1e6" "$a")"
  record "$rate" allocated "$(per "$(allocated) - $alloc_before" "$a" 0)"
  record "$rate" disk "$(get /api/v1/storage | jq -r '.bytesPerFlow // "-" | if type == "number" then . * 10 | round / 10 else . end')"
  if [ "$r" -ne "$s" ] || [ "$s" -ne "$a" ] || [ "$r" -gt "$offered" ]; then
    say "Counts differ at $rate flows/s: offered $offered, received $r, stored $s, applied $a."
    faults=$((faults + 1))
  fi
  [ "$QUERY_SECONDS" -gt 0 ] && ask_at "$rate"
}

# ask_at RATE [COLUMN]: the same load again, this time with questions, which must not count as cost of the flows.
ask_at() {
  local rate=$1 column=${2:-$1} offered
  baseline
  send_load "$rate" "$QUERY_SECONDS" >"$work/sent.json" &
  local simulator=$!
  dotnet "$bench" query-latency --url "$url" --seconds "$QUERY_SECONDS" --json >"$work/latency.json" 2>>"$work/latency.log"
  wait "$simulator"
  settle
  offered=$(jq -r .flows "$work/sent.json")
  record "$column" lost_asked "$((offered - (done_flows - applied_before)))"
  record "$column" overview_p95 "$(jq -r .overview.p95 "$work/latency.json")"
  record "$column" summary_p95 "$(jq -r .summaries.p95 "$work/latency.json")"
  record "$column" summary_max "$(jq -r .summaries.max "$work/latency.json")"
  record "$column" failed "$(jq -r '.overview.failed + .summaries.failed' "$work/latency.json")"
}

run_clarion() {
  local data=$DATA
  [ -n "$data" ] || { data=$work/data; rm -rf "$data"; }
  mkdir -p "$data"
  from=$(date -u -d '-1 hour' +%Y-%m-%dT%H:00:00Z) to=$(date -u -d '+1 day' +%Y-%m-%dT%H:00:00Z)
  ipfix=$IPFIX_PORT
  start_clarion "$data"
  baseline
  if [ -n "$REPLAY" ]; then calibrate; fi
  for rate in $RATES; do
    say "Clarion at $rate flows/s ..."
    clarion_at "$rate"
  done
  stop
  ipfix=
}

# Waits until a peer has used no CPU for two seconds.
quiet() {
  local last= same=0 now deadline=$((SECONDS + 60))
  while [ $same -lt 4 ] && [ $SECONDS -lt $deadline ]; do
    now=$(cpu)
    if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0; fi
    last=$now
    sleep 0.5
  done
}

listening() {
  local deadline=$((SECONDS + 15))
  until ss -Hlnup "sport = :$PORT" | grep -q "pid=$pid,"; do
    kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ] || { faults=1; die "$1 did not start; see $work/$1.log."; }
    sleep 0.2
  done
}

start_nfcapd() {
  nfcapd -w "$1" -p "$PORT" -b 127.0.0.1 -B 33554432 -t 300 >"$work/nfcapd.log" 2>&1 &
  pid=$!
}

count_nfcapd() { nfdump -R "$1" -I 2>>"$work/nfcapd.log" | awk '/^Flows:/ { s += $2 } END { print s + 0 }'; }

start_nfacctd() {
  cat >"$1/nfacctd.conf" <<CONF
daemonize: false
nfacctd_ip: 127.0.0.1
nfacctd_port: $PORT
nfacctd_pipe_size: 33554432
plugins: print
plugin_pipe_size: 67108864
plugin_buffer_size: 65536
aggregate: src_mac, dst_mac, vlan, src_host, dst_host, src_port, dst_port, proto, tos, tcpflags, in_iface, out_iface, flows
print_output: csv
print_output_file: $1/flows-%s.csv
print_output_file_append: true
print_history: 1m
print_refresh_time: 10
print_cache_entries: 524309
CONF
  nfacctd -f "$1/nfacctd.conf" >"$work/nfacctd.log" 2>&1 &
  pid=$!
}

count_nfacctd() {
  awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "FLOWS") c = i; next } c && $c ~ /^[0-9]+$/ { s += $c } END { print s + 0 }' \
    "$1"/flows-*.csv 2>/dev/null
}

run_peer() {
  local peer=$1 dir sent warm offered seconds cpu_before counted
  command -v "$peer" >/dev/null || { say "$peer is not installed, so it is left out of the comparison."; return; }
  for rate in $RATES; do
    say "$peer at $rate flows/s ..."
    dir=$work/$peer
    rm -rf "$dir" && mkdir -p "$dir"
    stopper=stop_peer
    "start_$peer" "$dir"
    listening "$peer"
    warm=$(send_load "$rate" "$WARMUP" | jq -r .flows)
    quiet
    cpu_before=$(cpu)
    sent=$(send_load "$rate" "$SECONDS_PER_RATE")
    quiet
    offered=$(echo "$sent" | jq -r .flows) seconds=$(echo "$sent" | jq -r .seconds)
  [ "${offered:-0}" -gt 0 ] || { faults=1; die "Nothing was sent at $rate flows/s: $(tail -n 1 "$work/simulate.log")"; }
    local used
    used=$(calc "printf \"%.2f\", $(cpu) - $cpu_before")
    stop_peer
    counted=$("count_$peer" "$dir")
    record "$rate" "${peer}_stored" "$(per "$counted - $warm" "$seconds" 0)"
    record "$rate" "${peer}_lost" "$((warm + offered - counted))"
    record "$rate" "${peer}_cpu" "$(per "$used * 1e6" "$counted - $warm")"
    rm -rf "$dir"
  done
}

median() {
  awk -F'\t' -v rate="$1" -v metric="$2" '$1 == rate && $2 == metric && $3 != "-" && $3 != "null" { print $3 }' "$results" | sort -g \
    | awk '{ v[NR] = $1 } END { if (NR == 0) print "-"; else if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

row() {
  local label=$1 metric=$2 rate
  printf '%-44s' "$label"
  for rate in $RATES; do printf '%12s' "$(median "$rate" "$metric")"; done
  echo
}

ratio_row() {
  local label=$1 peer=$2 rate a b
  printf '%-44s' "$label"
  for rate in $RATES; do
    a=$(median "$rate" cpu) b=$(median "$rate" "${peer}_cpu")
    if [ "$a" = - ] || [ "$b" = - ]; then printf '%12s' -; else printf '%12s' "$(per "$a" "$b" 2)"; fi
  done
  echo
}

table() {
  local load="$VERSIONS, $DEVICES devices, $SWITCHES switches"
  [ -n "$REPLAY" ] && load="captures $REPLAY"
  echo "Medians of $RUNS run(s) of $SECONDS_PER_RATE s a rate; $load; $(nproc) cores; the sender runs on the same machine."
  printf '%-44s' "asked for, flows/s"
  for rate in $RATES; do printf '%12s' "$rate"; done
  echo
  row "offered, flows/s" offered
  row "received, flows/s" received
  row "stored, flows/s" stored
  row "applied to grains, flows/s" applied
  row "lost, flows" lost
  row "counted as drops" drops
  row "CPU, us per flow" cpu
  row "allocated, bytes per flow" allocated
  row "resident memory, MiB" memory
  row "disk, bytes per stored flow" disk
  row "overview under load, p95 ms" overview_p95
  row "24 h summaries under load, p95 ms" summary_p95
  row "24 h summaries under load, max ms" summary_max
  row "questions not answered" failed
  row "lost while asked, flows" lost_asked
  for peer in $PEERS; do
    row "$peer: stored, flows/s" "${peer}_stored"
    row "$peer: lost, flows" "${peer}_lost"
    row "$peer: CPU, us per flow" "${peer}_cpu"
    ratio_row "Clarion / $peer, CPU per flow" "$peer"
  done
}

case $PROFILE in
  embedded)
    for run in $(seq "$RUNS"); do
      say "Run $run of $RUNS"
      run_clarion
      for peer in $PEERS; do run_peer "$peer"; done
    done
    table
    ;;
  production)
    # shellcheck source=production.sh
    . test/Bench/production.sh
    run_production
    ;;
  *) die "PROFILE is '$PROFILE'; allowed: embedded, production." ;;
esac
[ "$faults" -eq 0 ]

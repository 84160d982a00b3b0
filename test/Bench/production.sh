# The production profile: gateway, silos, database and broker are processes of their own, and what each costs per flow is shown. Sourced by run-e2e.sh.
# Needs psql and a running PostgreSQL with TimescaleDB (PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE) and RabbitMQ (RABBITMQ, RABBITMQ_USER,
# RABBITMQ_PASSWORD). Each number of silos begins in a schema and with queues of its own.

SILOS=${SILOS:-1 2 3}
PARTITIONS=${PARTITIONS:-16}
RABBITMQ=${RABBITMQ:-localhost:5672}
FAULT_SECONDS=${FAULT_SECONDS:-0}
export PGHOST=${PGHOST:-localhost} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-clarion} PGDATABASE=${PGDATABASE:-clarion}

declare -a members=() helpers=()
schema=

run_production() {
  command -v psql >/dev/null || die "psql is missing (Debian: postgresql-client)."
  [ "$FAULT_SECONDS" -eq 0 ] || [ "$FAULT_SECONDS" -ge 90 ] || die "FAULT_SECONDS is $FAULT_SECONDS: at least 90, so that a fail-over fits into a third of it."
  psql -XqAtc 'SELECT 1' >/dev/null || die "No database at $PGHOST:$PGPORT; set PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE."
  database_pid=$(owner_of "$PGPORT") && broker_pid=$(owner_of "${RABBITMQ##*:}") || die "Database or broker do not run on this machine: their share could not be measured."
  for run in $(seq "$RUNS"); do
    for silos in $SILOS; do
      say "Run $run of $RUNS, $silos silo(s)"
      start_cluster "$silos"
      for rate in $RATES; do
        say "$silos silo(s) at $rate flows/s ..."
        cluster_at "$silos" "$rate"
        if [ "$FAULT_SECONDS" -gt 0 ] && [ "$silos" -gt 1 ]; then fault_at "$silos" "$rate"; fi
      done
      stop_cluster
    done
  done
  production_table
}

# The process that listens on a TCP port; of a server with children its first one.
owner_of() { ss -Hlntp "sport = :$1" | grep -oE 'pid=[0-9]+' | cut -d= -f2 | sort -n | head -n 1 | grep .; }

start_cluster() {
  local stamp
  stamp=bench_$(date +%s)
  schema=${SCHEMA:-$stamp}
  export Clarion__Storage__Engine=timescale Clarion__Cluster__Kind=postgres Clarion__Cluster__Address=127.0.0.1 \
    Clarion__Cluster__SiloPort=0 Clarion__Cluster__ClientPort=0 Clarion__Grains__Partitions="$PARTITIONS" \
    Clarion__Timescale__Schema="$schema" \
    Clarion__Timescale__ConnectionString="Host=$PGHOST;Port=$PGPORT;Database=$PGDATABASE;Username=$PGUSER;Password=${PGPASSWORD:-}" \
    Clarion__Queue__Kind=rabbitmq Clarion__Queue__Hosts__0="$RABBITMQ" Clarion__Queue__Prefix="$stamp" \
    Clarion__Queue__UserName="${RABBITMQ_USER:-guest}" Clarion__Queue__Password="${RABBITMQ_PASSWORD:-guest}"
  from=$(date -u -d '-1 hour' +%Y-%m-%dT%H:00:00Z) to=$(date -u -d '+1 day' +%Y-%m-%dT%H:00:00Z)
  members=()
  stopper=stop_cluster
  for n in $(seq "$1"); do start_silo "$n"; done
  Clarion__DataDirectory=$work/gateway Clarion__Collector__GatewayName=bench Clarion__Http__Urls=$url \
    Clarion__Collector__NetFlowPort=$PORT Clarion__Collector__IpfixPort=$IPFIX_PORT dotnet "$silo" --roles gateway >>"$work/gateway.log" 2>&1 &
  pid=$!
  ipfix=$IPFIX_PORT
  await_ready "$work/gateway.log"
  local deadline=$((SECONDS + START_DEADLINE))
  until [ "$(get /api/v1/cluster | jq '[.partitions[].silo] | unique | length' 2>/dev/null)" = "$1" ]; do
    [ $SECONDS -lt $deadline ] || { faults=1; die "Partitions did not reach all $1 silos within $START_DEADLINE s."; }
    sleep 1
  done
}

# start_silo N: the process is the Nth of the members, in place of one that has died.
start_silo() {
  Clarion__DataDirectory=$work/silo$1 Clarion__Http__Urls=http://127.0.0.1:0 dotnet "$silo" --roles silo >>"$work/silo$1.log" 2>&1 &
  members[$1 - 1]=$!
}

stop_cluster() {
  local p
  for p in "${helpers[@]}"; do kill -TERM "$p" 2>/dev/null; done
  helpers=()
  kill -TERM "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  for p in "${members[@]}"; do kill -TERM "$p" 2>/dev/null; done
  for p in "${members[@]}"; do wait "$p" 2>/dev/null; done
  pid=
  [ -n "${SCHEMA:-}" ] || psql -Xqc "DROP SCHEMA IF EXISTS $schema CASCADE" >/dev/null 2>&1
  rm -rf "$work"/silo[0-9] "$work/gateway"
}

# CPU seconds so far: gateway, silos together, broker, database.
spent() {
  local p silos_total=0
  for p in "${members[@]}"; do silos_total=$(calc "printf \"%.2f\", $silos_total + $(cpu_of "$p")"); done
  echo "$(cpu_of "$pid") $silos_total $(cpu_of "$broker_pid") $(cpu_of "$database_pid")"
}

cluster_at() {
  local column="$1x$2" rate=$2 sent offered seconds begun
  local -a before after
  local -a parts=(gateway silos broker database)
  baseline
  send_load "$rate" "$WARMUP" >/dev/null
  settle
  baseline
  read -r -a before < <(spent)
  sent=$(send_load "$rate" "$SECONDS_PER_RATE")
  begun=$SECONDS
  settle
  record "$column" settled "$((SECONDS - begun))"
  read -r -a after < <(spent)
  offered=$(echo "$sent" | jq -r .flows) seconds=$(echo "$sent" | jq -r .seconds)
  [ "${offered:-0}" -gt 0 ] || { faults=1; die "Nothing was sent at $rate flows/s: $(tail -n 1 "$work/simulate.log")"; }
  local r=$((received - received_before)) s=$((stored - stored_before)) a=$((done_flows - applied_before)) i
  record "$column" offered "$(per "$offered" "$seconds" 0)"
  record "$column" stored "$(per "$s" "$seconds" 0)"
  record "$column" applied "$(per "$a" "$seconds" 0)"
  record "$column" lost "$((offered - a))"
  record "$column" drops "$((dropped - dropped_before))"
  [ "$dropped" -eq "$dropped_before" ] || say "Dropped since the start: $(get /api/v1/overview | jq -c '.drops | with_entries(select(.value > 0))')"
  for i in 0 1 2 3; do record "$column" "${parts[$i]}_cpu" "$(per "(${after[$i]} - ${before[$i]}) * 1e6" "$a")"; done
  record "$column" cpu "$(per "(${after[0]} + ${after[1]} + ${after[2]} + ${after[3]} - ${before[0]} - ${before[1]} - ${before[2]} - ${before[3]}) * 1e6" "$a")"
  record "$column" gateway_memory "$(memory)"
  record "$column" silo_memory "$(memory_of "${members[0]}")"
  record "$column" disk "$(get /api/v1/storage | jq -r '.bytesPerFlow // "-" | if type == "number" then . * 10 | round / 10 else . end')"
  if [ "$r" -ne "$s" ] || [ "$s" -ne "$a" ] || [ "$r" -gt "$offered" ]; then
    say "Counts differ with $column: offered $offered, received $r, stored $s, applied $a."
    faults=$((faults + 1))
  fi
  [ "$QUERY_SECONDS" -gt 0 ] && ask_at "$rate" "$column"
}

# fault_at SILOS RATE: the same load again; after a third of it the last silo is killed, after two thirds it is started again.
fault_at() {
  local column="$1x$2" third=$((FAULT_SECONDS / 3)) load watcher joins offered
  baseline
  : >"$work/commits.tsv"
  watch_commits >>"$work/commits.tsv" &
  watcher=$!
  send_load "$2" "$FAULT_SECONDS" >"$work/sent.json" &
  load=$!
  helpers=("$watcher" "$load")
  sleep "$third"
  kill -KILL "${members[-1]}"
  wait "${members[-1]}" 2>/dev/null
  sleep "$third"
  joins=$EPOCHREALTIME
  start_silo "$1"
  until shared_out "$1"; do
    [ "$(calc "print ($EPOCHREALTIME - $joins > $START_DEADLINE)")" = 0 ] || { faults=1; die "Partitions did not come to the new silo within $START_DEADLINE s."; }
    sleep 0.2
  done
  record "$column" joined "$(calc "printf \"%.1f\", $EPOCHREALTIME - $joins")"
  wait "$load"
  settle
  kill "$watcher"
  wait "$watcher" 2>/dev/null
  helpers=()
  offered=$(jq -r .flows "$work/sent.json")
  record "$column" lost_killed "$((offered - (done_flows - applied_before)))"
  record "$column" pause "$(longest_pause <"$work/commits.tsv")"
}

# Five times a second: time, partition and number of its last commit.
watch_commits() {
  exec psql -XqAt -F ' ' <<SQL
SELECT extract(epoch FROM clock_timestamp()), partition, commit_number FROM "$schema".watermarks \watch 0.2
SQL
}

# The longest time without a commit of one partition, in seconds, from when it was first looked at.
longest_pause() {
  awk 'NF == 3 { if (!($2 in at)) at[$2] = $1; else if (number[$2] != $3) { if ($1 - at[$2] > most) most = $1 - at[$2]; at[$2] = $1 } number[$2] = $3 }
    END { printf "%.1f", most }'
}

# True when every one of so many silos has partitions, and reads the queues of those it has.
shared_out() {
  get /api/v1/cluster | jq -e --argjson silos "$1" --argjson all "$PARTITIONS" \
    '.partitions | length == $all and all(.silo == .receiver) and ([.[].silo] | unique | length == $silos)' >/dev/null 2>&1
}

production_table() {
  local columns= silos rate
  for silos in $SILOS; do for rate in $RATES; do columns+=" ${silos}x$rate"; done; done
  echo "Medians of $RUNS run(s) of $SECONDS_PER_RATE s; $VERSIONS, $DEVICES devices, $SWITCHES switches; $PARTITIONS partitions; $(nproc) cores, which sender, gateway, silos, broker and database share."
  RATES=$columns
  printf '%-44s' "silos x flows/s asked for"
  for column in $columns; do printf '%12s' "$column"; done
  echo
  row "offered, flows/s" offered
  row "stored, flows/s" stored
  row "applied to grains, flows/s" applied
  row "lost, flows" lost
  row "counted as drops" drops
  row "seconds until all was applied" settled
  row "CPU of the gateway, us per flow" gateway_cpu
  row "CPU of the silos, us per flow" silos_cpu
  row "CPU of the broker, us per flow" broker_cpu
  row "CPU of the database, us per flow" database_cpu
  row "CPU of all, us per flow" cpu
  row "memory of the gateway, MiB" gateway_memory
  row "memory of the first silo, MiB" silo_memory
  row "disk, bytes per stored flow" disk
  row "overview under load, p95 ms" overview_p95
  row "24 h summaries under load, p95 ms" summary_p95
  row "questions not answered" failed
  row "lost while asked, flows" lost_asked
  row "silo killed: longest without a commit, s" pause
  row "silo comes: until partitions are shared, s" joined
  row "lost while one died and one came, flows" lost_killed
}

#!/usr/bin/env bash
# Packs the images of the test cluster without Docker, into .data/cluster/images, and gives them to the cluster if it is up:
# running it again is how changed code gets there. The folder is the content of one docker archive, with all images in it.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/debian.sh"
. "$cluster_sources/images/layers.sh"
. "$cluster_sources/images/archive.sh"
. "$cluster_sources/images/dockerfile.sh"
native=$repository/worker/native/node_modules/@prebuilt-tdlib/linux-x64-glibc/libtdjson.so
schema=$repository/tests/TelegramSimulator/schema/node_modules/@mtcute/core/tl/api-schema.json

# The product's programs as their Dockerfiles publish them: publish PROJECT FOLDER
# A build server that dotnet leaves running must hold neither our lock nor the pipe that whoever started us reads.
publish() {
  dotnet publish "$repository/$1" -c Release -o "$2" -v q --nologo "-p:UseAppHost=false" -clp:ErrorsOnly \
    > "$work/publish.log" 2>&1 8>&- || die "$1 cannot be published: $(cat "$work/publish.log")"
}

# What the public base images set, as far as programs see it.
runtime_environment='"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","DOTNET_RUNNING_IN_CONTAINER=true","ASPNETCORE_HTTP_PORTS=8080"'

pack_operator() {
  publish operator "$work/operator/app"
  archive_image local.test/telegram-parser-operator:dev \
    "$(dockerfile_config "$repository/operator/Dockerfile" "$runtime_environment")" \
    "$(base_layer)" "$(dotnet_layer)" "$(layer_of "$work/operator")"
}

# The product's image, and one more layer: a TDLib that trusts the simulator (tests/TelegramSimulator/README.md).
pack_worker() {
  publish worker "$work/worker/app"
  cp "$native" "$work/worker/app/"
  mkdir -p "$work/patched/opt/telegram-simulator"
  cp "$(patched_tdlib)" "$work/patched/opt/telegram-simulator/libtdjson.so"
  archive_image local.test/telegram-parser-worker:dev \
    "$(dockerfile_config "$repository/worker/Dockerfile" "$runtime_environment,\"TGPARSER_TDJSON=/opt/telegram-simulator/libtdjson.so\"")" \
    "$(base_layer)" "$(dotnet_layer)" "$(layer_of "$work/worker")" "$(layer_of "$work/patched")"
}

# MTProto at 8443, control port at 8080. Its key is the one that the workers' TDLib trusts.
pack_simulator() {
  local folder=$work/simulator
  mkdir -p "$folder/app/key"
  cp -r "$simulator/." "$folder/app"
  cp "$schema" "$folder/app/"
  cp "$(simulator_key)" "$folder/app/key/simulator.pem"
  chown -R 10001:10001 "$folder/app/key"
  archive_image local.test/telegram-simulator:dev \
    '{"Entrypoint":["dotnet","/app/telegram-simulator.dll","--listen","0.0.0.0","--port","8443","--control-port","8080","--key","/app/key/simulator.pem","--schema","/app/api-schema.json"],"User":"10001","Env":['"$runtime_environment"']}' \
    "$(base_layer)" "$(dotnet_layer)" "$(layer_of "$folder")"
}

pack_postgres() {
  install -D -m 755 "$cluster_sources/images/postgres/entrypoint.sh" "$work/entrypoint/usr/local/bin/docker-entrypoint.sh"
  archive_image local.test/postgres:15 \
    '{"Entrypoint":["docker-entrypoint.sh"],"Cmd":["postgres"],"User":"10001","Env":["PATH=/usr/local/bin:/usr/bin:/usr/lib/postgresql/15/bin","PGDATA=/var/lib/postgresql/data"],"StopSignal":"SIGINT"}' \
    "$(base_layer)" "$(postgres_layer)" "$(layer_of "$work/entrypoint")"
}

pack_pause() {
  install -D "$programs/bin/pause" "$work/pause/pause"
  archive_image local.test/pause:1 '{"Entrypoint":["/pause"]}' "$(layer_of "$work/pause")"
}

[ -f "$native" ] && [ -f "$schema" ] || die "npm packages are missing. Run: tests/tools/install.sh test"
"$cluster_sources/build/build.sh"
mkdir -p "$state" "$layers"
exec 8> "$layers/.lock"
flock 8 # another clone may be making the shared layers
work=$state/packing
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
mkdir "$work"
started=$SECONDS

simulator=$work/publish/simulator
publish tests/TelegramSimulator "$simulator"
archive_begin
pack_pause
pack_postgres
pack_simulator
pack_operator
pack_worker
archive_end "$state/images"
say "Images packed within $((SECONDS - started)) s"

if is_up && [ -e "$state/programs/containerd" ]; then
  "$cluster_sources/control.sh" run /run/cluster/sources/images/import.sh
  say "The cluster has them. Pods that run keep what they have: kubectl rollout restart"
fi

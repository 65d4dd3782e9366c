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
  local configuration stack
  publish operator "$work/operator/app"
  configuration=$(dockerfile_config "$repository/operator/Dockerfile" "$runtime_environment")
  stack=("$(base_layer)" "$(dotnet_layer)" "$(layer_of "$work/operator")")
  archive_image local.test/telegram-parser-operator:dev "$configuration" "${stack[@]}"
  archive_image local.test/telegram-parser-operator:dev-next "$configuration" "${stack[@]}" "$(next_layer)"
}

# The product's image, and one more layer: a TDLib that trusts the simulator (tests/TelegramSimulator/README.md).
pack_worker() {
  local configuration stack
  publish worker "$work/worker/app"
  cp "$native" "$work/worker/app/"
  mkdir -p "$work/patched/opt/telegram-simulator"
  cp "$(patched_tdlib)" "$work/patched/opt/telegram-simulator/libtdjson.so"
  configuration=$(dockerfile_config "$repository/worker/Dockerfile" \
    "$runtime_environment,\"TGPARSER_TDJSON=/opt/telegram-simulator/libtdjson.so\"")
  stack=("$(base_layer)" "$(dotnet_layer)" "$(layer_of "$work/worker")" "$(layer_of "$work/patched")")
  archive_image local.test/telegram-parser-worker:dev "$configuration" "${stack[@]}"
  archive_image local.test/telegram-parser-worker:dev-next "$configuration" "${stack[@]}" "$(next_layer)"
}

# What makes an image the next version's, for tests of upgrades: the assembly with the migrations has one more.
next_layer() {
  local folder=$work/next file=app/TelegramParser.Storage.dll
  if [ ! -e "$folder/layer/$file" ]; then
    dotnet build "$repository/storage" -c Release --artifacts-path "$folder/build" -v q --nologo \
      "-p:NextMigration=$cluster_sources/images/next/9999_next_version.sql" > "$work/publish.log" 2>&1 8>&- ||
      die "The next version cannot be built: $(cat "$work/publish.log")"
    install -D -m 644 "$folder/build/bin/Storage/release/$(basename "$file")" "$folder/layer/$file"
  fi
  layer_of "$folder/layer"
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

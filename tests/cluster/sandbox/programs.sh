# Keeps a program running, as systemd would: keep NAME COMMAND... Its log is /run/cluster/log/NAME.log; the file
# /run/cluster/programs/NAME names its process. control.sh stops and starts it, by the file NAME.stopped beside it.
# shellcheck shell=bash

keep() {
  local name=$1 files=/run/cluster/programs
  shift
  mkdir -p "$files"
  (
    trap - EXIT
    set +e
    while :; do
      while [ -e "$files/$name.stopped" ]; do sleep 0.1; done
      "$@" >> "/run/cluster/log/$name.log" 2>&1 &
      echo $! > "$files/$name"
      wait $!
      sleep 0.2
    done
  ) &
}

wait_for() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || { echo "gave up waiting for: $*" >&2; exit 1; }
    sleep 0.1
  done
}

# A cgroup of the sandbox's own, below that of whoever starts it, in each hierarchy of version 1.
# shellcheck shell=bash

# One name for each folder that has a cluster. Needs common.sh.
cgroup_name() { echo "telegram-parser-$(echo "$state" | sha256sum | cut -c1-8)"; }

# Where this process is, one folder a line.
cgroup_folders() {
  local controllers path folder
  while IFS=: read -r _ controllers path; do
    folder=/sys/fs/cgroup/${controllers#name=}${path%/}
    if [ -n "$controllers" ] && [ -d "$folder" ]; then echo "$folder"; fi
  done < /proc/self/cgroup
}

cgroups_make() {
  local folder setting
  for folder in $(cgroup_folders); do
    mkdir -p "$folder/$1" || return
    # A cpuset takes no process before it has processors and memory.
    for setting in cpuset.cpus cpuset.mems; do
      if [ -e "$folder/$setting" ]; then cat "$folder/$setting" > "$folder/$1/$setting"; fi
    done
  done
}

cgroups_join() {
  local folder
  for folder in $(cgroup_folders); do
    echo $$ > "$folder/$1/cgroup.procs"
  done
}

# Once their processes are gone; the kernel takes a moment to see that.
cgroups_remove() {
  local folder try
  for folder in $(cgroup_folders); do
    for try in 1 2 3 4 5 6 7 8 9 10; do
      [ -d "$folder/$1" ] || break
      find "$folder/$1" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.2
    done
  done
}

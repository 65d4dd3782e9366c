# What an image of a Dockerfile is started with, so that it is said once: the ENTRYPOINT, USER and ENV of its last stage.
# shellcheck shell=bash

# dockerfile_config DOCKERFILE ENVIRONMENT; prints the "config" of an image, with variables of its base image (JSON strings, by
# comma) before those of the Dockerfile.
dockerfile_config() {
  awk -v environment="$2" '
    $1 == "FROM" {entrypoint = user = ""; variables = environment}
    $1 == "ENTRYPOINT" {sub(/^ENTRYPOINT /, ""); entrypoint = $0}
    $1 == "USER" {user = $2}
    $1 == "ENV" {sub(/^ENV /, ""); variables = variables ",\"" $0 "\""}
    END {printf "{\"Entrypoint\":%s,\"User\":\"%s\",\"Env\":[%s]}", entrypoint, user, variables}
  ' "$1"
}

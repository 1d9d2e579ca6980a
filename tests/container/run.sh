#!/usr/bin/env bash
# Builds the image on a base made from Debian's packages, without registry or daemon, runs it as hardened as a cluster would,
# and asks it. Needs root and about 2 GB of disk, takes some minutes, and is therefore no part of script/test.
#
#   apt-get install --no-install-recommends mmdebstrap buildah podman runc catatonit curl
#   tests/container/run.sh [SUITE]            SUITE of Debian, bookworm if none is given
#
# KEEP=1 leaves the image. The last line is "N passed, N failed".
#
# shellcheck disable=SC2016 # what stands in single quotes is expanded in the container
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

suite=${1-bookworm}
base=docker.io/library/debian:$suite-slim
image=localhost/iprstat:test
container=iprstat-test-$$
volume=iprstat-test-$$
port=18080
passed=0
failed=0
work=$(mktemp -d)

pod()
{
    podman --storage-driver=vfs "$@"
}

clean_up()
{
    pod rm --force --ignore "$container" >/dev/null 2>&1 || true
    pod volume rm --force "$volume" >/dev/null 2>&1 || true
    [[ -n ${KEEP-} ]] || pod rmi --force "$image" >/dev/null 2>&1 || true
    rm -rf -- "$work"
}
trap clean_up EXIT

# check NAME COMMAND...: one point, passed if the command is.
check()
{
    local name=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        passed=$((passed + 1))
        printf 'ok - %s\n' "$name"
    else
        failed=$((failed + 1))
        printf 'not ok - %s\n' "$name"
        sed 's/^/# /' "$work/output"
    fi
}

# answers PATH TEXT: the server answers 200 and the body has TEXT in it.
answers()
{
    curl --silent --show-error --fail --max-time 5 "http://127.0.0.1:$port$1" | tee "$work/body" | grep -q -- "$2" ||
        { cat "$work/body"; return 1; }
}

inside()
{
    pod exec "$container" sh -c "$1"
}

refused_inside()
{
    ! inside "$1"
}

start()
{
    # runc: crun of Debian 12 wants a pure cgroup 2. Host network: no network plugins needed. The limits: the defaults may be
    # above those of the caller, which only the real root may raise.
    pod run --detach --name "$container" --runtime=/usr/sbin/runc --network=host \
        --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --no-healthcheck \
        --read-only --read-only-tmpfs=false --cap-drop=all --security-opt=no-new-privileges \
        --memory=64m --pids-limit=32 --volume "$volume:/data" \
        "$image" serve --listen "127.0.0.1:$port" >/dev/null
    for _ in $(seq 100); do
        curl --silent --max-time 1 --output /dev/null "http://127.0.0.1:$port/healthz" && return 0
        sleep 0.1
    done
    pod logs "$container" >&2
    return 1
}

stop()
{
    local from=$EPOCHREALTIME
    pod stop --time 10 "$container" >/dev/null
    local took_ms=$(((${EPOCHREALTIME/./} - ${from/./}) / 1000))
    local code
    code=$(pod inspect "$container" --format '{{.State.ExitCode}}')
    printf 'exit code %s after %s ms\n' "$code" "$took_ms"
    pod rm "$container" >/dev/null
    [[ $code -eq 0 && $took_ms -lt 10000 ]]
}

if ! pod image exists "$base"; then
    mmdebstrap --variant=minbase --include=ca-certificates \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" "$work/base.tar" ${MIRROR:+"$MIRROR"} 2>"$work/mmdebstrap.log" ||
        { cat "$work/mmdebstrap.log" >&2; exit 1; }
    pod import "$work/base.tar" "$base" >/dev/null
    rm "$work/base.tar"
fi
if ! buildah --storage-driver=vfs bud --isolation=chroot --network=host --pull-never --format=docker \
    --build-arg DEBIAN="$suite-slim" --tag "$image" . >"$work/build.log" 2>&1; then
    tail -n 60 "$work/build.log" >&2
    printf '0 passed, 1 failed\n'
    exit 1
fi

check 'starts with a read-only root, no capabilities and 64 MB' start
check 'is healthy' answers /healthz ''
check 'serves the figures it was built with' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
check 'serves the contract' answers /openapi.json openapi
check 'runs as user 10001' inside 'test "$(id -u):$(id -g)" = 10001:10001'
check 'is the first process itself' inside 'read -r name </proc/1/comm; test "$name" = iprstat'
check 'can not write to its root' refused_inside 'touch /x 2>/dev/null'
check 'can write to its volume' inside 'touch /data/x && rm /data/x'
check 'has no capabilities' inside 'grep -q "^CapEff:.0*$" /proc/1/status'
check 'can not gain privileges' inside 'grep -q "^NoNewPrivs:.1$" /proc/1/status'
check 'has a system-call filter' inside 'grep -q "^Seccomp:.2$" /proc/1/status'
check 'holds no compiler' refused_inside 'command -v gcc cc meson python3'
check 'brings its own data' inside 'test -s /usr/local/share/iprstat/data/catalogue/datapackage.json'
check 'loads while it serves' pod exec "$container" \
    /usr/local/bin/iprstat load --publish /usr/local/share/iprstat/data/catalogue
check 'still serves' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
check 'ends by itself on SIGTERM' stop
check 'starts again on the same volume' start
check 'serves the same figures' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
check 'ends by itself again' stop

printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]

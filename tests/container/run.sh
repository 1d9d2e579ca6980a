#!/usr/bin/env bash
# Builds the image on a base made from Debian's packages, without registry or daemon, runs it as hardened as a cluster would,
# and asks it. Needs root and about 2 GB of disk; takes about two minutes, most of it for building.
#
#   tests/container/run.sh [--if-possible] [SUITE]          SUITE of Debian, bookworm if none is given
#
# With --if-possible, which is how .ci/run calls it, what hinders is no failure: one line says that the image was not tested, and
# why. Then what is missing is installed, and building may take LIMIT_S seconds, 200 if nothing is said.
#
# MIRROR names a Debian mirror other than that of this machine's apt, APT_CONF a folder whose *.conf files apt should read in the
# image that is built. KEEP=1 leaves the image. The last line is "N passed, N failed".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

if_possible=no
if [[ ${1-} == --if-possible ]]; then
    if_possible=yes
    shift
fi
suite=${1-bookworm}
base=docker.io/library/debian:$suite-slim
image=localhost/iprstat:test-$$
container=iprstat-test-$$
volume=iprstat-test-$$
port=18080
passed=0
failed=0
work=$(mktemp -d)
deadline=$((SECONDS + ${LIMIT_S-200}))

pod()
{
    podman --storage-driver=vfs "$@"
}

clean_up()
{
    if command -v podman >/dev/null; then
        pod rm --force --ignore "$container" >/dev/null 2>&1 || true
        pod volume rm --force "$volume" >/dev/null 2>&1 || true
        [[ -n ${KEEP-} ]] || pod rmi --force "$image" >/dev/null 2>&1 || true
    fi
    rm -rf -- "$work"
}
trap clean_up EXIT

# not_run WHY: ends. Only whoever said --if-possible can live with it.
not_run()
{
    printf 'THE IMAGE WAS NOT TESTED: %s\n' "$1"
    [[ $if_possible == yes ]] || exit 1
    exit 0
}

# before COMMAND...: ends the command when the time for building is over.
before()
{
    local left=$((deadline - SECONDS))
    if [[ $if_possible == no ]]; then
        "$@"
    elif [[ $left -le 0 ]]; then
        return 124
    else
        timeout --kill-after=5 "$left" "$@"
    fi
}

# why WHAT STATUS LOG: what was not possible, in one line.
why()
{
    if [[ $2 -eq 124 || $2 -eq 137 ]]; then
        not_run "$1 took longer than it may"
    fi
    not_run "$1 failed: $(grep -v '^ *$' "$3" | tail -n 1 | cut -c 1-200)"
}

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
    curl --silent --show-error --fail --max-time 5 --output "$work/body" "http://127.0.0.1:$port$1" &&
        grep -q -- "$2" "$work/body"
}

program()
{
    pod exec "$container" /usr/local/bin/iprstat "$@"
}

start()
{
    # runc: crun of Debian 12 wants a pure cgroup 2. Host network: no network plugins needed. The limits: the defaults may be
    # above those of the caller, which only the real root may raise. Podman complains that without systemd nothing calls the
    # health check by itself.
    pod run --detach --name "$container" --runtime=/usr/sbin/runc --network=host \
        --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
        --read-only --read-only-tmpfs=false --cap-drop=all --security-opt=no-new-privileges \
        --memory=64m --memory-swap=64m --pids-limit=32 --volume "$volume:/data" --env "IPRSTAT_LISTEN=127.0.0.1:$port" \
        --env "IPRSTAT_ADMIN=127.0.0.1:$((port + 1))" "$image" >"$work/run.log" 2>&1 || { cat "$work/run.log" >&2; return 1; }
    for _ in $(seq 100); do
        if curl --silent --max-time 1 --output "$work/body" "http://127.0.0.1:$port/healthz"; then
            pid=$(pod inspect "$container" --format '{{.State.Pid}}')
            return 0
        fi
        sleep 0.1
    done
    pod logs "$container" >&2
    return 1
}

stop()
{
    pod stop --time 10 "$container" >/dev/null
    ended
}

# The container has ended by itself with code 0; it goes.
ended()
{
    local code
    code=$(timeout 15 podman --storage-driver=vfs wait "$container")
    printf 'exit code %s\n' "$code"
    pod rm --force "$container" >/dev/null
    [[ $code -eq 0 ]]
}

# SIGTERM while a client takes its answer in small bites for half a second: it gets all of it, and the server is gone within one.
stop_with_slow_client()
{
    python3 tests/container/slow_client.py "$port" "$work/whole" &
    local client=$! from gone_ms
    for _ in $(seq 100); do
        [[ ! -e $work/whole.begun ]] || break
        sleep 0.02
    done
    from=$EPOCHREALTIME
    pod kill --signal TERM "$container" >/dev/null
    while [[ -e /proc/$pid/exe ]]; do
        sleep 0.01
        [[ $(((${EPOCHREALTIME/./} - ${from/./}) / 1000)) -lt 10000 ]] || break
    done
    gone_ms=$(((${EPOCHREALTIME/./} - ${from/./}) / 1000))
    printf 'gone after %s ms\n' "$gone_ms"
    wait "$client"
    ended && [[ $gone_ms -lt 1000 ]]
}

# Everything that can be executed in the image: the program and its libraries.
only_the_program()
{
    local file
    while read -r file; do
        case $file in
            */usr/local/bin/iprstat | *.so | *.so.*) ;;
            *)
                printf '%s is in the image\n' "$file"
                return 1
                ;;
        esac
    done < <(find "/proc/$pid/root"/ -xdev -type f -perm /111)
    test -x "/proc/$pid/root"/usr/local/bin/iprstat
}

root_is_read_only()
{
    awk '$5 == "/" { found = $6 ~ /(^|,)ro(,|$)/ } END { exit !found }' "/proc/$pid/mountinfo"
}

# A table in the other character set that imports may have, which the C library reads by a file of its own: over HTTP, with a key
# made in the container, published, and read back in UTF-8.
imports_gb18030()
{
    local key
    key=$(program key create --name 'the test' --scopes import | grep -oE 'iprs_[0-9A-Za-z_-]+' | sed -n 1p)
    printf 'codelist,name_zh,name_en,source\nbox_terms,天津示例用语,Terms in a box,\n' | iconv -f UTF-8 -t GB18030 >"$work/gb.csv"
    curl --silent --show-error --max-time 20 --header "Authorization: Bearer $key" --header 'Content-Type: text/csv; charset=gb18030' \
        --data-binary "@$work/gb.csv" "http://127.0.0.1:$port/v1/imports?table=codelist&name=box" | grep '"inserted":1' &&
        program publish && sleep 1.5 && answers '/v1/codelists/box_terms?lang=zh' 天津示例用语
}

# 16 clients at once, each asking for what costs most, and the server is the one it was.
lives_with_load()
{
    seq 400 | xargs -P 16 -I{} curl --silent --fail --max-time 20 --output /dev/null \
        "http://127.0.0.1:$port/v1/exports/observations?lang=en&_={}" "http://127.0.0.1:$port/openapi.json" \
        "http://127.0.0.1:$port/v1/observations?limit=1000" 2>/dev/null || true
    test -e "/proc/$pid/exe" && grep -E '^Vm(HWM|RSS)' "/proc/$pid/status" && answers /healthz ''
}

[[ $EUID -eq 0 ]] || not_run 'it needs root'
# A container gets a root folder of its own, which the system refuses to whoever's root is no place where something is mounted.
awk '$5 == "/" { found = 1 } END { exit !found }' /proc/self/mountinfo || not_run 'the root folder here is a changed one (chroot)'
if [[ $if_possible == yes ]]; then
    status=0
    before script/bootstrap container >"$work/log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || why 'installing the tools' "$status" "$work/log"
fi
for tool in mmdebstrap buildah podman runc curl python3; do
    command -v "$tool" >/dev/null || not_run "there is no $tool; script/bootstrap container installs it"
done
if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    not_run "port $port is in use"
fi

if ! pod image exists "$base" 2>"$work/log"; then
    # shellcheck disable=SC2016 # apt fills that in
    mirror=${MIRROR-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite" | sed -n 1p)}
    options=()
    for file in ${APT_CONF:+"$APT_CONF"/*.conf}; do
        options+=("--aptopt=$file")
    done
    status=0
    before mmdebstrap --variant=minbase --include=ca-certificates "${options[@]}" \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" "$work/base.tar" ${mirror:+"$mirror"} >"$work/log" 2>&1 &&
        before podman --storage-driver=vfs import "$work/base.tar" "$base" >"$work/log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || why 'making the base' "$status" "$work/log"
    rm "$work/base.tar"
fi
status=0
before podman --storage-driver=vfs run --rm --runtime=/usr/sbin/runc --network=host --ulimit nofile=4096:4096 \
    --ulimit nproc=4096:4096 --read-only --cap-drop=all --memory=64m --memory-swap=64m "$base" true >"$work/log" 2>&1 || status=$?
[[ $status -eq 0 ]] || why 'running any container here' "$status" "$work/log"

from=$SECONDS
status=0
before buildah --storage-driver=vfs bud --isolation=chroot --network=host --pull-never --format=docker \
    --build-arg DEBIAN="$suite-slim" --tag "$image" . >"$work/log" 2>&1 || status=$?
if [[ $status -ne 0 ]]; then
    if [[ $status -eq 124 || $status -eq 137 ]] || grep -qE 'apt-get failed|^E: ' "$work/log"; then
        why 'building the image' "$status" "$work/log"
    fi
    tail -n 60 "$work/log"
    printf 'not ok - the image is built\n0 passed, 1 failed\n'
    exit 1
fi
check "the image is built (in $((SECONDS - from)) s)" pod image exists "$image"

pid=
check 'starts with a read-only root, no capabilities and 64 MB' start
check 'is healthy' answers /healthz ''
check 'says so to who runs the health check' pod healthcheck run "$container"
check 'serves the figures it was built with' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
check 'serves the contract' answers /openapi.json openapi
check 'runs as user and group 10001' grep -qzP 'Uid:\t10001\t10001\t10001\t10001\nGid:\t10001\t10001\t10001\t10001\n' "/proc/$pid/status"
check 'is the first process itself' grep -qzP '(?s)^Name:\tiprstat\n.*NSpid:\t[0-9]+\t1\n' "/proc/$pid/status"
check 'has a root that nobody writes to' root_is_read_only
check 'has no capabilities' grep -qE '^CapEff:.0+$' "/proc/$pid/status"
check 'can not gain privileges' grep -qE '^NoNewPrivs:.1$' "/proc/$pid/status"
check 'has a system-call filter' grep -qE '^Seccomp:.2$' "/proc/$pid/status"
check 'holds its program and libraries, no shell, and nothing else to run' only_the_program
check 'brings its own data' test -s "/proc/$pid/root"/usr/local/share/iprstat/data/catalogue/datapackage.json
check 'tells scanners of its libraries' test -s "/proc/$pid/root"/var/lib/dpkg/status.d/libsqlite3-0
check 'loads while it serves' program load --publish /usr/local/share/iprstat/data/catalogue
check 'still serves' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
# What has no imports reads no other character set.
if answers /openapi.json '"/v1/imports"'; then
    check 'imports a file in GB18030' imports_gb18030
fi
check 'lives with 16 clients under 64 MB' lives_with_load
check 'ends on SIGTERM within a second while a slow client gets all of its answer' stop_with_slow_client
check 'starts again on the same volume' start
check 'serves the same figures' answers '/v1/preexam/funnel?region=120116&period=2024' 2367
check 'ends when it is stopped' stop

printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]

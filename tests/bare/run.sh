#!/usr/bin/env bash
# Clones the repository into a Debian 12 that has nothing but its package manager, and runs script/test and script/server
# there, as a newcomer would. Needs root, mmdebstrap (or debootstrap), 3 GB of disk and half an hour; no part of script/test.
#
#   tests/bare/run.sh
#
# MIRROR names a Debian mirror other than the usual one, APT_CONF a folder whose *.conf files apt should read, NPMRC a settings
# file of npm, CA_FILE certificates that npm should trust, all where the machine needs them. USER_MODE=1 runs the scripts as an
# ordinary user with sudo. KEEP=1 leaves the root folder. The last line is "N passed, N failed".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

# In a mount namespace of its own, so that nothing stays mounted however this ends.
if [[ -z ${IN_NAMESPACE-} ]]; then
    exec unshare --mount --propagation private env IN_NAMESPACE=1 tests/bare/run.sh
fi

mirror=(${MIRROR:+"$MIRROR"})
work=$(mktemp -d)
root=$work/root
passed=0
failed=0
server=

clean_up()
{
    [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
    umount --quiet "$root/dev" "$root/sys" "$root/proc" 2>/dev/null || true
    if [[ -n ${KEEP-} ]]; then
        printf 'the root folder is %s\n' "$root"
    else
        rm -rf --one-file-system -- "$work"
    fi
}
trap clean_up EXIT

point()
{
    if [[ $1 -eq 0 ]]; then
        passed=$((passed + 1))
        printf 'ok - %s\n' "$2"
    else
        failed=$((failed + 1))
        printf 'not ok - %s\n' "$2"
    fi
}

include=ca-certificates,git
[[ -z ${USER_MODE-} ]] || include+=,sudo
if command -v mmdebstrap >/dev/null; then
    mmdebstrap --quiet --variant=minbase --include="$include" bookworm "$root" "${mirror[@]}"
else
    debootstrap --variant=minbase --include="$include" bookworm "$root" "${mirror[@]}" >"$work/debootstrap.log"
fi
mount --bind /proc "$root/proc"
mount --bind /sys "$root/sys"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service starts in the folder
chmod +x "$root/usr/sbin/policy-rc.d"
[[ -z ${APT_CONF-} ]] || cp -- "$APT_CONF"/*.conf "$root/etc/apt/apt.conf.d/"
[[ -z ${CA_FILE-} ]] || cp -- "$CA_FILE" "$root/usr/local/share/machine.pem"

user=0:0
home=/root
if [[ -n ${USER_MODE-} ]]; then
    user=1000:1000
    home=/srv/newcomer
    chroot "$root" useradd --uid 1000 --home-dir "$home" --create-home newcomer
    printf 'newcomer ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/newcomer"
fi
[[ -z ${NPMRC-} ]] || install --mode=644 -- "$NPMRC" "$root$home/.npmrc"
git clone --quiet --no-local . "$root$home/iprstat"
chown -R "$user" "$root$home"

# A newcomer's environment: nothing of the caller's is left in it.
inside=(env --ignore-environment HOME="$home" TERM=dumb
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    ${CA_FILE:+NODE_EXTRA_CA_CERTS=/usr/local/share/machine.pem}
    chroot --userspec="$user" "$root")

printf 'in a bare Debian %s, as user %s\n' "$(cat "$root/etc/debian_version")" "${user%:*}"
from=$SECONDS
status=0
"${inside[@]}" bash -c 'cd ~/iprstat && .ci/run' 2>&1 | tee "$work/test.log" || status=$?
point "$status" "script/test passes after $((SECONDS - from)) seconds"
last=$(tail -n 1 "$work/test.log")
status=0
[[ $last =~ ^[1-9][0-9]*\ passed,\ 0\ failed$ ]] || status=1
point "$status" "its last line says so: $last"

# The server gets a root of its own again: script/server must need nothing that script/test left behind.
"${inside[@]}" bash -c 'cd ~/iprstat && rm -rf build build-test tests/node_modules'
from=$SECONDS
"${inside[@]}" bash -c 'cd ~/iprstat && exec script/server' >"$work/server.log" 2>&1 &
server=$!
status=1
for _ in $(seq 600); do
    if curl --silent --fail --max-time 5 --output "$work/funnel" \
        'http://127.0.0.1:8080/v1/preexam/funnel?region=120116&period=2024'; then
        status=0
        break
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.5
done
[[ $status -eq 0 ]] || tail -n 40 "$work/server.log"
point "$status" "script/server serves after $((SECONDS - from)) seconds"
status=0
grep -q 2367 "$work/funnel" || status=1
point "$status" 'it serves the published figures'
kill -TERM "$server" 2>/dev/null || true
status=0
wait "$server" || status=$?
server=
point "$status" 'it ends by itself on SIGTERM'

printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]

#!/usr/bin/env bash
# Puts together the root folder of the image: the program with the libraries it is linked with, the character set that imports
# may have, and for each package of Debian that this came from, its entry and its licence, so that scanners see what is inside.
#
#   packaging/image-root.sh PROGRAM ROOT
set -euo pipefail

[[ $# -eq 2 ]] || { printf 'usage: packaging/image-root.sh PROGRAM ROOT\n' >&2; exit 64; }
program=$1
root=$2
mkdir -p "$root/var/lib/dpkg/status.d"

# take FILE: the file and what names it. A link is followed, so that the root has no links that lead out of it.
take()
{
    local package
    cp --parents --dereference -- "$1" "$root"
    # The package database knows a file by its place before or after /lib became a link.
    package=$(dpkg-query --search "$1" "/usr$1" "${1#/usr}" 2>/dev/null) || true
    package=${package%%: *}
    [[ -n $package ]] || { printf 'image-root: %s is of no package\n' "$1" >&2; exit 1; }
    dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/${package%%:*}"
    if [[ -f /usr/share/doc/${package%%:*}/copyright ]]; then
        cp --parents --dereference -- "/usr/share/doc/${package%%:*}/copyright" "$root"
    fi
}

# "libz.so.1 => /lib/.../libz.so.1 (0x...)", and the loader without an arrow.
while read -r library; do
    take "$library"
done < <(ldd "$program" | grep -oE '/[^ ]+' | sort -u)

# The C library opens these by name at run time; ldd does not tell.
gconv=$(dirname -- "$(find /usr/lib -path '*/gconv/GB18030.so' -print -quit)")
take "$gconv/GB18030.so"
find "$gconv" -name 'gconv-modules*' -type f -exec cp --parents -- {} "$root" ';'

#!/bin/sh
# Take the Fandol fonts (仿宋, 楷体, 黑体, 宋体; GPL with font exception) out of Debian's package
# without installing TeX.  usage: fetch_fonts.sh FOLDER
set -eu

target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chmod 755 "$work"
cd "$work"
# As root apt drops its rights for downloads and cannot write here: a warning, not an error.
apt-get -qq -o APT::Sandbox::User=root download texlive-lang-chinese
dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb |
    tar -x --wildcards '*/public/fandol/Fandol[FHKS]*.otf'
mkdir -p "$target"
find . -name 'Fandol*.otf' -exec mv -t "$target" {} +

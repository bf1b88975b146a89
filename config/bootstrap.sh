#!/bin/sh
# Sets this machine up for Đôn Đốc: a fit Python, .venv, system packages, style sheet and fonts.
# Usage: sh config/bootstrap.sh [demo|test|image]   (default: demo; test adds the tools of `make test`)
# Does nothing, in a few milliseconds, when nothing changed since the last time.
set -eu
cd "$(dirname "$0")/.."
what=${1:-demo}
venv=.venv
stamps=$venv/stamps

die() { printf 'Đôn Đốc: %s\n' "$1" >&2; exit 1; }
say() { printf '→ %s\n' "$1"; }

checksum() { cat "$@" | cksum; }
fresh() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { mkdir -p "$stamps"; printf '%s\n' "$2" >"$stamps/$1"; }

# --- Python ---------------------------------------------------------------------------------------------------------

# A candidate is run, not only found: shims of version managers exist and fail.
fit() { [ "$("$1" -c 'import sys, ensurepip, venv; print(3.12 if (3, 12) <= sys.version_info[:2] <= (3, 14) else 0)' 2>/dev/null)" = 3.12 ]; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fit "$PYTHON" && { echo "$PYTHON"; return; }
        die "PYTHON=$PYTHON không phải Python 3.12–3.14 đầy đủ (cần cả mô-đun venv): hãy đặt PYTHON sang một bản phù hợp, hoặc bỏ biến này."
    fi
    wanted=$(cat .python-version)
    for candidate in "python$wanted" "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/"$wanted"*/bin/python3 \
        python3.13 python3.14 python3.12 python3 python \
        "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.1[234]*/bin/python3 \
        /opt/homebrew/opt/python@3.1[234]/bin/python3.1[234] /usr/local/opt/python@3.1[234]/bin/python3.1[234] \
        /usr/local/bin/python3.1[234] /usr/bin/python3.1[234]; do
        if fit "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

python_or_download() {
    find_python && return
    [ -z "${PYTHON:-}" ] || exit 1
    # Last resort: uv, from any Python 3 with pip, fetches a build of Python itself.
    for candidate in uv python3 python; do
        if [ "$candidate" = uv ]; then
            command -v uv >/dev/null 2>&1 || continue
            uv=uv
        else
            "$candidate" -m venv .uv >/dev/null 2>&1 && .uv/bin/pip install --quiet uv >/dev/null 2>&1 || continue
            uv=.uv/bin/uv
        fi
        found=$("$uv" python install --quiet "$(cat .python-version)" 2>/dev/null && "$uv" python find "$(cat .python-version)" 2>/dev/null) &&
            fit "$found" && { echo "$found"; return; }
    done
    die "Máy này chưa có Python 3.12–3.14 dùng được: hãy cài (Debian/Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13), hoặc đặt PYTHON là đường dẫn tới một bản đã có, rồi chạy lại."
}

if [ ! -x $venv/bin/python ] || ! fit $venv/bin/python; then
    python=$(python_or_download) || exit 1
    say "Tạo $venv bằng $("$python" --version)"
    rm -rf $venv
    "$python" -m venv $venv || die "Không tạo được $venv: hãy kiểm tra quyền ghi và chỗ trống trên ổ đĩa của thư mục dự án."
fi

install() {
    sum=$(checksum "$@")
    name=$(basename "$1" .txt)
    fresh "$name" "$sum" && return
    say "Cài thư viện Python ($name)"
    set -- $(printf -- '-r %s ' "$@")
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes "$@" >"$venv/pip.log" 2>&1 || {
        tail -n 20 "$venv/pip.log" >&2
        grep -q 'No space left' "$venv/pip.log" && die "Ổ đĩa đã đầy khi cài thư viện Python: hãy dọn bớt (cần khoảng 1 GB) rồi chạy lại."
        die "Không cài được thư viện Python: hãy kiểm tra kết nối tới kho gói (xem $venv/pip.log) rồi chạy lại."
    }
    stamp "$name" "$sum"
}

install requirements.txt
if [ "$what" = test ]; then install requirements-dev.txt requirements.txt; fi

# --- System packages --------------------------------------------------------------------------------------------------

missing=
need_library() { $venv/bin/python -c "import ctypes.util, sys; sys.exit(not ctypes.util.find_library('$1'))" || missing="$missing $2"; }
need_program() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

system_packages() {
    missing=
    need_library pango-1.0 libpango-1.0-0
    need_library pangoft2-1.0 libpangoft2-1.0-0
    need_library harfbuzz-subset libharfbuzz-subset0
    command -v ps >/dev/null 2>&1 || missing="$missing procps"
    if [ "$what" = test ]; then
        need_program chromium chromium
        need_program pdftoppm poppler-utils
    fi
}

if ! fresh "system-$what" ok; then
    system_packages
    if [ -n "$missing" ]; then
        command="apt-get install -y --no-install-recommends$missing"
        if ! command -v apt-get >/dev/null 2>&1; then
            case $(uname) in
            Darwin) die "Thiếu thư viện hệ thống:$missing – hãy chạy: brew install pango harfbuzz poppler chromium" ;;
            *) die "Thiếu gói hệ thống:$missing (tên theo Debian) – hãy cài bằng trình quản lý gói của máy này rồi chạy lại." ;;
            esac
        fi
        if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
            die "Thiếu gói hệ thống và không có quyền tự cài – hãy chạy: sudo $command"
        fi
        say "Cài gói hệ thống:$missing"
        export DEBIAN_FRONTEND=noninteractive
        # shellcheck disable=SC2086
        { $sudo apt-get update -qq && $sudo $command; } >"$venv/apt.log" 2>&1 || {
            tail -n 5 "$venv/apt.log" >&2
            die "Không cài được gói hệ thống (xem $venv/apt.log) – hãy chạy: sudo $command"
        }
        system_packages
        [ -z "$missing" ] || die "Đã cài mà vẫn thiếu:$missing – hãy xem $venv/apt.log."
    fi
    stamp "system-$what" ok
fi

# --- Style sheet and fonts --------------------------------------------------------------------------------------------

assets=$(checksum package-lock.json deno.lock config/vendor.py)
if ! fresh assets "$assets" || [ ! -f static/vendor/tabler.min.css ]; then
    say "Lấy kiểu trang và phông chữ"
    if npm --version >/dev/null 2>&1; then
        npm ci --ignore-scripts >"$venv/node.log" 2>&1
    else
        install requirements-node.txt
        DENO_NO_UPDATE_CHECK=1 DENO_TLS_CA_STORE="${DENO_TLS_CA_STORE:-system}" \
            $venv/bin/deno install --frozen --node-modules-dir=auto >"$venv/node.log" 2>&1
    fi || {
        tail -n 5 "$venv/node.log" >&2
        die "Không lấy được kiểu trang và phông chữ: hãy kiểm tra kết nối tới kho gói npm (xem $venv/node.log) rồi chạy lại."
    }
    $venv/bin/python -m config.vendor
    stamp assets "$assets"
fi

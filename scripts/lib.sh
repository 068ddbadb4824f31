# What the scripts share. Sourced, never run; leaves the caller in the checkout's top folder.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Python packages and logs of the set-up.
readonly tools_dir=.build-tools

# Ends the script with one line that says what to do.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

say() {
    printf '%s\n' "$*"
}

# Runs a command and keeps what it prints in a log: quiet_into LOG COMMAND…
quiet_into() {
    local log="$1"
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1
}

# The folder of the Python packages that a requirements file asks for: python_packages NAME.
python_packages() {
    printf '%s/%s/python-%s\n' "$PWD" "$tools_dir" "$1"
}

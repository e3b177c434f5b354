#!/bin/sh
# Make the virtual environment $1 with a Python that is new enough, or say what is missing.
set -eu
venv=$1

usable() { # A name on PATH may be a shim that only fails when it runs.
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done

if [ -z "${python:-}" ]; then
    echo "Switchyard needs Python 3.11 or later, and none was found${PYTHON:+ (PYTHON=$PYTHON)}." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.11 run" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

echo "Making $venv with $("$python" --version) ($(command -v "$python"))"
"$python" -m venv "$venv"

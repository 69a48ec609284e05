# Sourced by ./start and ./test: system packages and the Python environment, each only when missing.

need_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}. As root: apt-get install ${missing[*]}" >&2
    return 0
  fi
  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# A requirements file is installed once for its content; a changed file is installed anew.
need_python() {
  local file="$1" python="${PYTHON:-python3}" stamp
  if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Jiefen needs Python 3.11 or newer; found $("$python" --version)." >&2
    exit 1
  fi
  if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv 2>/dev/null || { rm -rf .venv; need_packages python3-venv; "$python" -m venv .venv; }
  fi
  stamp="$(cat "$file" pyproject.toml | sha256sum | cut -d' ' -f1)"
  if [ "$(cat ".venv/.installed-$file" 2>/dev/null)" != "$stamp" ]; then
    echo "Installing the Python packages of $file"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$file"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
    echo "$stamp" > ".venv/.installed-$file"
  fi
}

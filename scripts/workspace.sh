# Shared by the scripts of this folder, which source it: sets $root and $node, defines functions, runs nothing.
# POSIX sh only. Progress goes to standard error, so that standard output belongs to the program that is run.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
node=${npm_node_execpath:-node}
stamps=$root/node_modules/.gatehouse
lock=$root/.cache/prepare.lock
lock_held=
child=
output=
spare=

say() {
  printf '%s\n' "$*" >&2
}

# Stops with advice unless Node is at least 20.19 (the `engines` field of package.json).
require_node() {
  version=$("$node" -v 2>/dev/null) || version=
  numbers=${version#v}
  major=${numbers%%.*}
  minor=${numbers#*.}
  minor=${minor%%.*}
  case $major.$minor in
    *[!0-9.]* | .*) major=0 minor=0 ;;
  esac
  if [ "$major" -gt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }; then
    return 0
  fi
  say "Gatehouse needs Node.js 20.19 or newer; this is ${version:-no Node.js at all}."
  say "Install a current one (https://nodejs.org/en/download, or \`nvm install\`) and try again."
  exit 1
}

# Prints when process $1 started, in the kernel's ticks; nothing where the system does not say.
started_at() {
  [ -r "/proc/$1/stat" ] || return 0
  IFS= read -r stat_line <"/proc/$1/stat" || return 0
  # The second field is the program's name in brackets and may hold blanks; the start is the twentieth after it.
  # shellcheck disable=SC2086
  set -- ${stat_line##*) }
  shift 19
  printf '%s' "$1"
}

# True while the process that a lock names ("pid:start") lives; a recycled pid has another start.
alive() {
  owner_pid=${1%%:*}
  kill -0 "$owner_pid" 2>/dev/null || [ -d "/proc/$owner_pid" ] || return 1
  [ "$(started_at "$owner_pid")" = "${1#*:}" ]
}

# Two starts in one clone take turns: the lock is a dangling symbolic link, so it is made and named in one step.
take_lock() {
  mkdir -p "$root/.cache"
  me=$$:$(started_at $$)
  waited=0
  until ln -s "$me" "$lock" 2>/dev/null; do
    owner=$(readlink "$lock") || continue
    if ! alive "$owner"; then
      break_lock "$owner"
      continue
    fi
    [ "$waited" -gt 0 ] || say "Another run is preparing this clone; waiting for it."
    waited=$((waited + 1))
    if [ "$waited" -gt 900 ]; then
      say "Gave up after 15 minutes. If process ${owner%%:*} has nothing to do with Gatehouse, remove $lock."
      exit 1
    fi
    sleep 1
  done
  lock_held=yes
}

# Removes the lock that a dead process left. The folder keeps two waiters from removing each other's new lock.
break_lock() {
  if mkdir "$lock.breaking" 2>/dev/null; then
    [ "$(readlink "$lock")" != "$1" ] || rm -f "$lock"
    rmdir "$lock.breaking"
  else
    sleep 1
  fi
}

release_lock() {
  [ -z "$lock_held" ] || rm -f "$lock"
  lock_held=
}

# A signal while a step runs ends the step too: the shell alone would leave it behind.
interrupted() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null
    wait "$child" 2>/dev/null
  fi
  rm -f "$output"
  [ -z "$spare" ] || rm -rf "$spare"
  release_lock
  say "stopped"
  exit "$1"
}

# step TITLE COMMAND…: runs the command quietly and says how long it took; shows its output only when it fails.
step() {
  title=$1
  shift
  output=$(mktemp "${TMPDIR:-/tmp}/gatehouse.XXXXXX")
  begun=$(date +%s)
  printf '%s … ' "$title" >&2
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  trap 'interrupted 129' HUP
  "$@" >"$output" 2>&1 </dev/null &
  child=$!
  status=0
  wait "$child" || status=$?
  child=
  trap - INT TERM HUP
  if [ "$status" -eq 0 ]; then
    say "done in $(($(date +%s) - begun)) s"
  else
    say "failed after $(($(date +%s) - begun)) s"
    cat "$output" >&2
  fi
  rm -f "$output"
  return "$status"
}

# True when node_modules belongs to package-lock.json: by our copy of it, or by the record of an `npm ci` by hand.
installed() {
  [ -d "$root/node_modules" ] || return 1
  cmp -s "$root/package-lock.json" "$stamps/package-lock.json" && return 0
  [ -n "$(find "$root/node_modules/.package-lock.json" -newer "$root/package-lock.json" 2>/dev/null)" ]
}

# Sets $cache to npm's cache, or to a new folder where npm could not write its own (no home folder, for one).
choose_cache() {
  cache=${npm_config_cache:-${HOME:-/nonexistent}/.npm}
  if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
    spare=$(mktemp -d "${TMPDIR:-/tmp}/gatehouse-npm.XXXXXX")
    cache=$spare
  fi
}

# NODE_ENV=production or omit=dev would leave out the compiler. exec: a signal must reach npm itself.
npm_ci() {
  cd "$root" || return 1
  export npm_config_cache="$cache"
  exec npm ci --ignore-scripts --include=dev --include=optional
}

install_dependencies() {
  if installed && [ -d "$root/node_modules/typescript" ]; then
    return 0
  fi
  choose_cache
  step "Installing dependencies" npm_ci || return 1
  [ -z "$spare" ] || rm -rf "$spare"
  mkdir -p "$stamps"
  cp "$root/package-lock.json" "$stamps/package-lock.json"
}

# True when nothing that the compiler reads is newer than the last build. A folder's time tells of removed files.
built() {
  [ -f "$stamps/built" ] || return 1
  for package in "$root"/packages/*/; do
    # The console has a build of its own, below.
    [ "$package" != "$root/packages/web/" ] || continue
    [ ! -f "${package}tsconfig.json" ] || [ -d "${package}dist" ] || return 1
  done
  newer=$(find "$root"/packages/*/src "$root"/packages/*/package.json "$root"/packages/*/tsconfig.json \
    "$root"/bench/src "$root"/proof/src "$root"/tsconfig.json "$root"/tsconfig.base.json \
    -path "$root/packages/web" -prune -o -path "$root/packages/web/*" -prune -o \
    -newer "$stamps/built" ! -name '*.test.ts' -print 2>/dev/null | head -n 1)
  [ -z "$newer" ]
}

compile() {
  cd "$root" || return 1
  exec "$node" node_modules/typescript/bin/tsc -b
}

# The stamp carries the time from before the build, so a file saved while the compiler runs counts as newer.
build() {
  mkdir -p "$stamps"
  : >"$stamps/building.$$"
  if step "Building" compile; then
    mv "$stamps/building.$$" "$stamps/built"
  else
    rm -f "$stamps/building.$$"
    return 1
  fi
}

# True when nothing that ends up in the browser is newer than the last build of the console.
console_built() {
  [ -f "$stamps/console" ] && [ -f "$root/packages/web/dist/index.html" ] || return 1
  newer=$(find "$root/packages/web" "$root/packages/sdk/src" "$root/package-lock.json" \
    -path "$root/packages/web/dist" -prune -o -path "$root/packages/web/node_modules" -prune -o \
    -newer "$stamps/console" ! -path "$root/packages/web" ! -name '*.test.ts' ! -name '*.test.tsx' -print \
    2>/dev/null | head -n 1)
  [ -z "$newer" ]
}

bundle_console() {
  cd "$root/packages/web" || return 1
  exec "$node" "$root/node_modules/vite/bin/vite.js" build
}

build_console() {
  : >"$stamps/console.$$"
  if step "Building the console" bundle_console; then
    mv "$stamps/console.$$" "$stamps/console"
  else
    rm -f "$stamps/console.$$"
    return 1
  fi
}

# Installs and builds whatever is missing or stale. Nothing is written when all is current. Safe to run twice at once.
# With --without-console the browser's part may stay old.
prepare() {
  wanted=${1:-}
  if installed && built && { [ "$wanted" = --without-console ] || console_built; }; then
    return 0
  fi
  if [ ! -w "$root" ]; then
    if [ -f "$root/packages/server/dist/main.js" ] && [ -d "$root/node_modules" ]; then
      say "This clone is read-only: running what was built before."
      return 0
    fi
    say "$root is read-only and not built yet: run \`npm start\` there once as a user who may write."
    return 1
  fi
  alone prepare_locked
}

prepare_locked() {
  install_dependencies || return 1
  built || build || return 1
  [ "$wanted" = --without-console ] || console_built || build_console
}

# Runs a function of this file alone, as prepare does.
alone() {
  take_lock
  code=0
  "$@" || code=$?
  release_lock
  return "$code"
}

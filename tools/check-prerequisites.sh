#!/bin/sh
# Tells everything that this machine lacks for a build, in one message, before anything is downloaded. Plain sh, because Node itself may be missing.
#   usage: tools/check-prerequisites.sh lint|build|demo|test
set -u
cd "$(dirname "$0")/.." || exit 1
purpose=$1
lacking=''

lack() {
  lacking="$lacking
  - $1"
}

# Whether the version in $1 is the one in $2 or a newer one; only the first two numbers count.
at_least() {
  [ "$(number "$1")" -ge "$(number "$2")" ]
}

number() {
  rest=${1#*.}
  minor=${rest%%[!0-9]*}
  echo $((${1%%.*} * 1000 + ${minor:-0}))
}

# The first version in what a command says of itself; empty when it does not run.
version_of() {
  "$@" 2>/dev/null | sed -n 's/[^0-9]*\([0-9][0-9]*\.[0-9][0-9.]*\).*/\1/p' | head -n 1
}

# Tells when the command $2 is missing, does not run, or is older than $3. $1 is its name, $4 where to get it, the rest how to ask for its version.
check() {
  name=$1 command=$2 minimum=$3 source=$4
  shift 4
  if ! command -v "$command" >/dev/null 2>&1; then
    lack "$name $minimum or newer: there is no command '$command' on the PATH. $source"
    return 1
  fi
  found=$(version_of "$@")
  if [ -z "$found" ]; then
    lack "$name $minimum or newer: '$*' does not tell a version. $source"
    return 1
  fi
  if ! at_least "$found" "$minimum"; then
    lack "$name $minimum or newer: '$command' is $found. $source"
    return 1
  fi
}

node_minimum=$(sed -n 's/.*"node": ">= *\([0-9]*\.[0-9]*\).*/\1/p' package.json | head -n 1)
go_minimum=$(cat engines/*/go.mod tools/*/go.mod tools/control-plane/*/go.mod | sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' | sort -t . -k 1,1n -k 2,2n | tail -n 1)

if check Node.js node "$node_minimum" 'https://nodejs.org/en/download' node --version; then
  # What has to be built with Go is known by its content: `go`, or nothing when all of it is in the cache.
  builder=$(node tools/needs-go.mjs "$purpose") || exit 1
elif [ "$purpose" != lint ] && [ ! -d "${XDG_CACHE_HOME:-${HOME:-}/.cache}/cdk8s-gitops/engines" ]; then
  builder=go
else
  builder=''
fi
# npm tells its version to what it runs, and takes half a second to tell it again.
case ${npm_config_user_agent:-} in
  npm/*) set -- echo "$npm_config_user_agent" ;;
  *) set -- npm --version ;;
esac
check npm npm 9.0 'It comes with Node.js.' "$@"
check git git 2.31 'https://git-scm.com/downloads' git --version
if [ -n "$builder" ]; then
  # Go replaces itself by a newer one where that is allowed. A download of that size is made only where GOTOOLCHAIN asks for it.
  GOTOOLCHAIN=${GOTOOLCHAIN:-local}
  export GOTOOLCHAIN
  case $GOTOOLCHAIN in local) wanted=$go_minimum ;; *) wanted=1.21 ;; esac
  check Go go "$wanted" "https://go.dev/dl/ (or GOTOOLCHAIN=auto, with which Go 1.21 or newer downloads the version it needs)" go version
fi

if [ -z "$lacking" ] && { [ -n "$builder" ] || [ ! -f node_modules/.package-lock.json ]; }; then
  room=$(node tools/check-room.mjs "$purpose" "$builder") || exit 1
  [ -z "$room" ] || lacking=$(echo "$room" | sed 's/^/\
  - /')
fi

if [ -n "$lacking" ]; then
  echo "[check] This machine lacks what 'npm run $purpose' needs:$lacking
Nothing was changed. Mend this and run the command again." >&2
  exit 1
fi

#!/usr/bin/env bash
# Builds one project when it is stale, under a lock so that two commands at once build once. Quiet unless it fails.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
project=$1
folder=src; [ "$project" = Sunqar.Benchmarks ] && folder=bench
stamp="$here/artifacts/stamps/$project"
stale() {
    [ ! -e "$stamp" ] || [ -n "$(find "$here/src" "$here/bench" "$here/rulebooks" "$here/models" "$here"/Directory.*.props -newer "$stamp" \
        \( -path '*/node_modules' -o -path '*/wwwroot/built' \) -prune -o -newer "$stamp" -type f -print -quit)" ]
}
stale || exit 0
mkdir -p "$here/artifacts/stamps"
exec 9>"$here/artifacts/stamps/lock"
flock 9
stale || exit 0
echo "building $project ..." >&2
started=$(mktemp "$here/artifacts/stamps/started.XXXXXX")
if ! dotnet build "$here/$folder/$project/$project.csproj" -c Release -v quiet --nologo 9>&- >"$here/artifacts/stamps/$project.log" 2>&1; then
    cat "$here/artifacts/stamps/$project.log" >&2
    rm -f "$started"
    exit 1
fi
mv "$started" "$stamp"

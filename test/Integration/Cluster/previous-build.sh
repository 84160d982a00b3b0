#!/usr/bin/env bash
# Publishes the build before this one, which UpgradeTests.cs brings up to date, and prints the folder that it is in. previous-build.txt names its commit; what is there already is kept.
set -euo pipefail
cd "$(dirname "$0")"
commit=$(tr -d '[:space:]' <previous-build.txt)
folder="${XDG_CACHE_HOME:-$HOME/.cache}/clarion/previous/$commit"
if [ ! -f "$folder/Clarion.Silo.dll" ]; then
  git cat-file -e "$commit^{commit}" 2>/dev/null || { echo "Commit $commit is not in this checkout: git fetch --unshallow" >&2; exit 1; }
  mkdir -p "$(dirname "$folder")"
  work=$(mktemp -d "$folder.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/source"
  git -C "$(git rev-parse --show-toplevel)" archive "$commit" | tar -x -C "$work/source"
  # It was checked by analyzers when it was today's build.
  timeout 600 dotnet publish "$work/source/Silo" -c Release -o "$work/program" -v q -nologo -nodeReuse:false -p:RunAnalyzers=false -p:UseSharedCompilation=false >&2
  # Under its name only when it is complete. Another checkout may have been faster.
  mv -T "$work/program" "$folder" 2>/dev/null || [ -f "$folder/Clarion.Silo.dll" ]
fi
echo "$folder"

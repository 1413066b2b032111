#!/usr/bin/env bash
# House rules that no compiler checks. Prints one line for each fault and fails when there is any.
set -euo pipefail
cd "$(dirname "$0")/.."

longest=500
# Written apart, so that this file does not find itself.
reminder="\\b(TO""DO|FIX""ME|XX""X)\\b"
issue_link='#[0-9]+|https?://'
faults=0

fault() {
    printf 'tidy: %s\n' "$1"
    faults=$((faults + 1))
}

# New files too, before they are added. An archive of the sources has no index to ask.
sources() {
    git ls-files -z --cached --others --exclude-standard 2>/dev/null ||
        find . -type f -not -path './.git/*' -not -path '*/target/*' -not -path '*/node_modules/*' -print0
}

rust_file() {
    local lines
    mapfile -t lines <"$1"
    if ((${#lines[@]} > longest)); then
        fault "$1: ${#lines[@]} lines, more than $longest; split it"
    fi
    if [[ ${lines[0]-} != '//!'* ]]; then
        fault "$1:1: begin with //! and say what the file is for"
    fi
}

# Text that people write. Fixtures keep the bytes of the files they stand for.
is_source() {
    case $1 in
    *fixtures/*) false ;;
    *.rs | *.toml | *.md | *.graphql | *.sql | *.sh | *.yml | *.json) true ;;
    *.ts | *.js | *.mjs | *.css | *.html | *.svg | .ci/* | LICENSE* | .gitignore) true ;;
    *) false ;;
    esac
}

seen=0
checked=()
while IFS= read -r -d '' file; do
    file=${file#./}
    [[ -f $file ]] || continue
    seen=$((seen + 1))
    if [[ $file == *.rs ]]; then rust_file "$file"; fi
    if is_source "$file"; then checked+=("$file"); fi
done < <(sources)

if ((${#checked[@]} == 0)); then
    fault "found no source file to look at"
else
    for file in "${checked[@]}"; do
        if [[ -s $file && -n $(tail -c 1 "$file") ]]; then
            fault "$file: ends without a newline"
        fi
    done
    # Documents may speak of reminders; only sources leave them.
    while IFS= read -r hit; do
        fault "$hit  <- name the issue (#12 or its address), or do it now"
    done < <(printf '%s\0' "${checked[@]}" | grep -zv '\.md$' |
        xargs -0 grep -nHE "$reminder" -- | grep -vE "$issue_link" || true)
fi

if ((faults > 0)); then
    printf 'tidy: %d faults\n' "$faults"
    exit 1
fi
printf 'tidy: %d files, no fault\n' "$seen"

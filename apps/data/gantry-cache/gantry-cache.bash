# bash completion for gantry-cache(1): its commands, and for each the options
# that --help lists.

# Print the names in the section $1 of the help.
_gantry_cache_section() {
	awk -v title="$1:" '/^[^ ]/ { inside = $0 == title }
	    inside && /^  [a-z]/ { print $1 }'
}

# Print the options of the help.
_gantry_cache_options() {
	awk '{ sub(/^  -., /, "  ") } /^  --/ { print $1 }'
}

_gantry_cache() {
	local program=${1/#\~/$HOME} line=${COMP_LINE:0:COMP_POINT} help
	local word commands
	local -a words

	word=${line##*[[:blank:]]}
	read -ra words <<<"${line%"$word"}"
	help=$("$program" --help 2>/dev/null) || return
	commands=$(_gantry_cache_section commands <<<"$help")
	if ((${#words[@]} == 1)) || [[ ${words[1]} == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$commands
		    $(_gantry_cache_options <<<"$help")" -- "$word")
	elif [[ $word == -* ]]; then
		help=$("$program" "${words[1]}" --help 2>/dev/null)
		mapfile -t COMPREPLY < <(compgen -W \
		    "$(_gantry_cache_options <<<"$help")" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}

complete -o filenames -F _gantry_cache gantry-cache

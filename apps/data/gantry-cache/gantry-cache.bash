# bash completion for gantry-cache(1): its commands, and for each the options
# that --help lists.

_gantry_cache() {
	local program=${1/#\~/$HOME} line=${COMP_LINE:0:COMP_POINT} help
	local word command options
	local -a words

	word=${line##*[[:blank:]]}
	read -ra words <<<"${line%"$word"}"
	help=$("$program" --help 2>/dev/null) || return
	if ((${#words[@]} == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "--help --version $(awk \
		    '/gantry-cache [a-z]/ { sub(/^usage:/, ""); print $2 }
		    NF == 0 { exit }' <<<"$help")" -- "$word")
		return
	fi
	command=${words[1]}
	# A command's options are in its paragraph, or in its usage.
	options=$(awk -v command="$command" '
	    /^[^ ]/ { inside = $0 == command }
	    inside && /^  --/ { print $1 }
	    $0 ~ "gantry-cache " command " " {
		while (match($0, /--[a-z-]+/)) {
			print substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
		}
	    }' <<<"$help")
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word" |
		    sort -u)
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}

complete -o filenames -F _gantry_cache gantry-cache

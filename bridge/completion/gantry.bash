# bash completion for gantry.
#
# It offers what --help lists, so that a program with applications of its own
# offers those.

# The names in the section $1 of the help.
_gantry_section() {
	awk -v title="$1:" '/^[^ ]/ { inside = $0 == title }
	    inside && /^  [a-z]/ { print $1 }'
}

# The applications, or with "settings" APP.KEY= of each.
_gantry_applications() {
	awk -v what="$1" '/^[^ ]/ { inside = /^applications and/ }
	    inside && what == "" && /^  [^ ]/ { print $1 }
	    inside && what != "" && /^    [^ ]+\./ { print $1 "=" }'
}

_gantry_options() {
	awk '{ sub(/^  -., /, "  ") }
	    /^  -/ && !seen[$1]++ { print $1 }'
}

# The values of the option $1 that begin with $2; $3 is the help.
_gantry_values() {
	local kind prefix
	kind=$(awk -v option="$1" '/^  -/ && $1 == option { print $2; exit }' \
	    <<<"$3")
	case $1 in
	--file-handoff) compgen -W 'none x-sendfile x-accel-redirect:' -- "$2" ;;
	--log-level) compgen -W 'error warning info debug' -- "$2" ;;
	--pool) compgen -W 'static dynamic ondemand' -- "$2" ;;
	--sandbox) compgen -W 'on require off' -- "$2" ;;
	--access-log-format) compgen -W 'combined json' -- "$2" ;;
	--transport) compgen -W 'fcgi libfcgi' -- "$2" ;;
	--print-completion) compgen -W 'bash zsh' -- "$2" ;;
	--trusted-header) compgen -W 'forwarded x-forwarded' -- "$2" ;;
	--server)
		compgen -W "$(awk 'seen && NF { print; exit }
		    /^web servers:/ { seen = 1 }' <<<"$3")" -- "$2"
		;;
	*)
		case $kind in
		FILE | PATH) compgen -f -- "$2" ;;
		FOLDER) compgen -d -- "$2" ;;
		TARGET) compgen -f -W 'stderr syslog journal' -- "$2" ;;
		USER) compgen -u -- "$2" ;;
		GROUP) compgen -g -- "$2" ;;
		/PREFIX=APP)
			prefix=/
			[[ $2 == *=* ]] && prefix=${2%%=*}
			compgen -P "$prefix=" -W "$(_gantry_applications <<<"$3")" \
			    -- "${2#*=}"
			;;
		APP.KEY=VALUE)
			compgen -W "$(_gantry_applications settings <<<"$3")" \
			    -- "$2"
			;;
		ADDRESS | unix:PATH)
			if [[ $2 == unix:* ]]; then
				compgen -P unix: -f -- "${2#unix:}"
			elif [[ $kind == unix:PATH ]]; then
				compgen -W 'unix:' -- "$2"
			else
				compgen -W 'unix: 127.0.0.1: [::1]:' -- "$2"
			fi
			;;
		esac
		;;
	esac
}

_gantry() {
	local program=${1/#\~/$HOME} line=${COMP_LINE:0:COMP_POINT}
	local word previous command='' help commands skip i
	local -a words

	# bash also splits words at = and :, and expects only the last part.
	word=${line##*[[:blank:]]}
	read -ra words <<<"${line%"$word"}"
	previous=${words[-1]}
	skip=${word%"${word##*[=:]}"}

	help=$("$program" --help 2>/dev/null) || return
	commands=$(_gantry_section commands <<<"$help")
	if ((${#words[@]} > 1)) && [[ " ${commands//$'\n'/ } " == \
		*" ${words[1]} "* ]]; then
		command=${words[1]}
		# Some commands also take the options of the program.
		i=$("$program" "$command" --help 2>/dev/null)
		[[ $i == *'All options of'* ]] && i+=$'\n'$help
		help=$i
	fi
	if [[ $word == --*=* ]]; then
		mapfile -t COMPREPLY < <(_gantry_values "${word%%=*}" \
		    "${word#*=}" "$help")
		skip=${skip#*=}
	elif [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
		    "$(_gantry_options <<<"$help")" -- "$word")
	else
		mapfile -t COMPREPLY < <(
			_gantry_values "$previous" "$word" "$help"
			if ((${#words[@]} == 1)) ||
			    [[ $previous == help ]]; then
				compgen -W "$commands" -- "$word"
			elif [[ $command == @(call|trace) &&
			    $previous == "$command" ]]; then
				compgen -W 'GET HEAD POST PUT PATCH DELETE OPTIONS' \
				    -- "$word"
			elif [[ $command == @(replay|shell) &&
			    $previous == "$command" ]]; then
				compgen -f -- "$word"
			elif [[ $command == ctl && $previous == ctl ]]; then
				compgen -W "$(_gantry_section commands <<<"$help")" \
				    -- "$word"
			fi)
	fi
	for i in "${!COMPREPLY[@]}"; do
		[[ $COMP_WORDBREAKS == *=* ]] &&
		    COMPREPLY[i]=${COMPREPLY[i]#"$skip"}
		[[ ${COMPREPLY[i]} == *[=:] ]] && compopt -o nospace
		[[ -e ${COMPREPLY[i]} ]] && compopt -o filenames
	done
}

complete -F _gantry gantry

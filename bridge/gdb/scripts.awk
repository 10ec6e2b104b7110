# Compile the scripts for gdb to C: awk -f scripts.awk gantry[-NAME]-gdb.py ...

function quote(line)
{
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	return "\t\"" line "\\n\","
}

BEGIN {
	print "/* Generated from the scripts by scripts.awk; do not edit. */"
	print "#include \"cmd/development/debugger.h\""
}

FNR == 1 {
	if (NR > 1)
		print "\tNULL,\n};"
	name = FILENAME ~ /gantry-dev-gdb/ ? "dev" : "gantry"
	print "\nconst char *const debugger_script_" name "[] = {"
}

{
	print quote($0)
}

END {
	print "\tNULL,\n};"
}

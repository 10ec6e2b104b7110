# Compile the completions to C: awk -f scripts.awk SCRIPT ...
# _NAME is that of zsh, NAME.bash that of bash.

function quote(line)
{
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	return "\t\"" line "\\n\","
}

BEGIN {
	print "/* Generated from the completions by scripts.awk; do not edit. */"
	print "#include \"cmd/documents/documents.h\""
}

FNR == 1 {
	if (NR > 1)
		print "\tNULL,\n};"
	shell = FILENAME ~ /\.bash$/ ? "bash" : "zsh"
	print "\nconst char *const completion_" shell "[] = {"
}

{
	print quote($0)
}

END {
	print "\tNULL,\n};"
}

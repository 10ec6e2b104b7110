# JSON Schemas as C strings: words.json becomes schema_words, without the white
# space between its tokens.  Each member stands on a line of its own.

FNR == 1 {
	if (NR > 1)
		print ";"
	else
		print "#include \"entities/schemas/schemas.h\""
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.json$/, "", name)
	printf "\nconst char schema_%s[] =\n", name
}

{
	sub(/^ +/, "")
	sub(/^"[^"]*": /, "&\001")
	sub(/ \001/, "")
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "    \"%s\"\n", $0
}

END {
	print ";"
}

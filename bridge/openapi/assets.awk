# Convert files to C strings: docs.css becomes openapi_docs_css.

FNR == 1 {
	if (NR > 1)
		print ";"
	else
		print "extern const char openapi_docs_css[], " \
		    "openapi_docs_js[];"
	name = FILENAME
	sub(/.*\//, "", name)
	gsub(/[^a-z]/, "_", name)
	printf "const char openapi_%s[] =\n", name
}

{
	gsub(/\\/, "\\\\\\\\")
	gsub(/"/, "\\\"")
	printf "    \"%s\\n\"\n", $0
}

END {
	print ";"
}

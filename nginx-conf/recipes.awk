# Compile templates to C: awk -f recipes.awk LOCATION TEMPLATE ...
#
# LOCATION is a file with an nginx location.  It replaces the line @LOCATION@,
# with its path replaced by the mount; its parameters alone replace the line
# @PARAMS@.  A recipe has the name of its file.

function quote(line)
{
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	return "\t\"" line "\\n\","
}

function finish()
{
	if (count > 0)
		print "\tNULL,\n};"
}

BEGIN {
	print "/* Generated from the templates by recipes.awk; do not edit. */"
	print "#include \"cmd/doctor/recipes.h\""
}

FNR == 1 {
	file++
	if (file > 1) {
		finish()
		name = FILENAME
		sub(/.*\//, "", name)
		sub(/\.conf\.in$/, "", name)
		names[++count] = name
		print "\nstatic const char *const lines_" count "[] = {"
	}
}

file == 1 {
	if (/^location/)
		inside = 1
	if (inside) {
		sub(/^location \/ /, "location @MOUNT@ ")
		sub(/fastcgi_pass gantry;/, "fastcgi_pass gantry@POOL@;")
		location[++length_of_location] = $0
	}
	next
}

/^\t\t@PARAMS@$/ {
	for (i = 1; i <= length_of_location; i++)
		if (location[i] ~ /^\tfastcgi_param /)
			print quote("\t" location[i])
	next
}

/^\t@LOCATION@$/ {
	for (i = 1; i <= length_of_location; i++)
		print quote((location[i] == "" ? "" : "\t") location[i])
	next
}

{
	print quote($0)
}

END {
	finish()
	print "\nconst struct recipe recipes[] = {"
	for (i = 1; i <= count; i++)
		print "\t{ \"" names[i] "\", lines_" i " },"
	print "\t{ NULL, NULL },\n};"
}

# What a web server is told.

nginxconfdir = $(pkgdatadir)/nginx-conf
dist_nginxconf_DATA = \
	%D%/gantry.conf \
	%D%/site.conf

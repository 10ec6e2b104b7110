# Configurations for web servers.  The templates are compiled in: "gantry doctor
# --server NAME" fills one in and prints it, and the tests run the output.

recipes = \
	%D%/nginx.conf.in \
	%D%/nginx-grpc.conf.in \
	%D%/apache.conf.in \
	%D%/apache-handler.conf.in \
	%D%/apache-fcgid.conf.in \
	%D%/lighttpd.conf.in \
	%D%/caddy.conf.in \
	%D%/haproxy.conf.in \
	%D%/h2o.conf.in \
	%D%/cgi.conf.in \
	%D%/cgi-lighttpd.conf.in \
	%D%/cgi-nginx.conf.in

nginxconfdir = $(pkgdatadir)/nginx-conf
dist_nginxconf_DATA = %D%/gantry.conf
EXTRA_DIST += %D%/README.md %D%/recipes.awk $(recipes)

nodist_libgantry_internal_a_SOURCES += %D%/recipes.c
CLEANFILES += %D%/recipes.c

%D%/recipes.c: %D%/recipes.awk %D%/gantry.conf $(recipes)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
	    $(AWK) -f %D%/recipes.awk %D%/gantry.conf $(recipes) \
	    >'$(abs_top_builddir)/$@.tmp' && \
	    mv '$(abs_top_builddir)/$@.tmp' '$(abs_top_builddir)/$@'

# The page, for nginx and Apache.
nodist_nginxconf_DATA = page.conf page-apache.conf
EXTRA_DIST += %D%/page.conf.in %D%/page-apache.conf.in
CLEANFILES += page.conf page-apache.conf

page.conf: $(srcdir)/%D%/page.conf.in Makefile
	$(AM_V_GEN)sed -e 's,[@]pagedir[@],$(pkgdatadir)/page,' \
	    $(srcdir)/%D%/page.conf.in >$@.tmp && mv $@.tmp $@

page-apache.conf: $(srcdir)/%D%/page-apache.conf.in Makefile
	$(AM_V_GEN)sed -e 's,[@]pagedir[@],$(pkgdatadir)/page,' \
	    $(srcdir)/%D%/page-apache.conf.in >$@.tmp && mv $@.tmp $@

# The word clouds, for nginx.
nodist_nginxconf_DATA += images.conf
EXTRA_DIST += %D%/images.conf.in
CLEANFILES += images.conf

images.conf: $(srcdir)/%D%/images.conf.in Makefile
	$(AM_V_GEN)sed -e 's,[@]imagesdir[@],/var/lib/gantry/images,' \
	    $(srcdir)/%D%/images.conf.in >$@.tmp && mv $@.tmp $@

# The systemd units, a sample of the configuration, and the rotation of logs.
EXTRA_DIST += %D%/gantry.service.in
if HAVE_SYSTEMD
nodist_systemdsystemunit_DATA = gantry.service
dist_systemdsystemunit_DATA = %D%/gantry.socket
tmpfilesdir = $(prefix)/lib/tmpfiles.d
dist_tmpfiles_DATA = %D%/tmpfiles.d/gantry.conf
sysusersdir = $(prefix)/lib/sysusers.d
dist_sysusers_DATA = %D%/sysusers.d/gantry.conf
endif
sampledir = $(sysconfdir)
dist_sample_DATA = %D%/gantry.conf.sample
logrotatedir = $(sysconfdir)/logrotate.d
dist_logrotate_DATA = %D%/logrotate.d/gantry
CLEANFILES += gantry.service

gantry.service: $(srcdir)/%D%/gantry.service.in Makefile
	$(AM_V_GEN)sed -e 's,[@]sbindir[@],$(sbindir),' \
	    -e 's,[@]sysconfdir[@],$(sysconfdir),' \
	    $(srcdir)/%D%/gantry.service.in >$@.tmp && mv $@.tmp $@

# The manual pages of gantry and of its library.  Two of them contain
# installation folders, which the rules below fill in.

dist_man_MANS += \
	%D%/gantry-firestore.7 \
	%D%/gantry.3 \
	%D%/gantry_buffer.3 \
	%D%/gantry_defer.3 \
	%D%/gantry_environ.3 \
	%D%/gantry_events.3 \
	%D%/gantry_metrics.3 \
	%D%/gantry_html.3 \
	%D%/gantry_html_templates.3 \
	%D%/gantry_middleware.3 \
	%D%/gantry_module.3 \
	%D%/gantry_request.3 \
	%D%/gantry_response.3 \
	%D%/gantry_schema.3 \
	%D%/gantry_sqlite.3 \
	%D%/gantry_secrets.3 \
	%D%/gantry_session.3 \
	%D%/gantry_testing.3 \
	%D%/gantry_web.3

if HAVE_PYTHON
dist_man_MANS += %D%/gantry-python.7
else
EXTRA_DIST += %D%/gantry-python.7
endif

man_MANS += \
	%D%/gantry.8 \
	%D%/gantry.conf.5
EXTRA_DIST += \
	%D%/gantry.8.in \
	%D%/gantry.conf.5.in
CLEANFILES += $(man_MANS)

fill_in = $(AM_V_GEN)$(MKDIR_P) %D% && \
	sed -e 's,[@]sysconfdir[@],$(sysconfdir),' \
	    -e 's,[@]bindir[@],$(bindir),' \
	    -e 's,[@]libdir[@],$(libdir),' \
	    -e 's,[@]sbindir[@],$(sbindir),' $< >$@.tmp && mv $@.tmp $@

%D%/gantry.8: %D%/gantry.8.in Makefile
	$(fill_in)

%D%/gantry.conf.5: %D%/gantry.conf.5.in Makefile
	$(fill_in)

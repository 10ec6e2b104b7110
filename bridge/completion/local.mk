# Completions for bash and zsh, in the folders where they look for them.  They
# are also compiled in: "PROGRAM --print-completion" prints them.

completions = %D%/gantry.bash %D%/_gantry
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = %D%/gantry.bash
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/_gantry
EXTRA_DIST += %D%/scripts.awk

nodist_libgantry_internal_a_SOURCES += %D%/scripts.c
CLEANFILES += %D%/scripts.c

%D%/scripts.c: %D%/scripts.awk $(completions)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
	    $(AWK) -f %D%/scripts.awk $(completions) \
	    >'$(abs_top_builddir)/$@.tmp' && \
	    mv '$(abs_top_builddir)/$@.tmp' '$(abs_top_builddir)/$@'

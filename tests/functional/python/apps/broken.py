"""It does not import."""

import no_such_module_anywhere

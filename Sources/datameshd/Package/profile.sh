# What waits for you in the host's mesh, at each login. Prints nothing where nothing waits, and never stops a login.
if [ -t 1 ] && command -v datamesh >/dev/null 2>&1; then timeout 2 datamesh inbox --brief --since 7d 2>/dev/null || true; fi

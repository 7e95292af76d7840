#pragma once
// What Linux offers and Swift's Glibc module does not import: kept to inline one-liners.
#include <sys/inotify.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/statfs.h>
#include <sys/file.h>
#include <wchar.h>

// What the C library shows only under _XOPEN_SOURCE or _GNU_SOURCE, which Swift's importer does not set.
int wcwidth(wchar_t scalar);
int posix_openpt(int flags);
int grantpt(int master);
int unlockpt(int master);
int ptsname_r(int master, char *name, size_t size);

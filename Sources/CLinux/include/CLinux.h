#pragma once
// What Linux offers and Swift's Glibc module does not import: kept to inline one-liners.
#include <sys/inotify.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/statfs.h>
#include <sys/file.h>
#include <wchar.h>

// <wchar.h> shows it only under _XOPEN_SOURCE, which Swift's importer does not set.
int wcwidth(wchar_t scalar);

#pragma once
// What Linux offers and Swift's Glibc module does not import, kept small; and the one thing that must be C, what a trap runs.
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/statfs.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <wchar.h>

// What the C library shows only under _XOPEN_SOURCE or _GNU_SOURCE, which Swift's importer does not set.
int wcwidth(wchar_t scalar);
int posix_openpt(int flags);
int grantpt(int master);
int unlockpt(int master);
int ptsname_r(int master, char *name, size_t size);
int memfd_create(const char *name, unsigned flags);
int pipe2(int descriptors[2], int flags);
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
void *memmem(const void *haystack, size_t length, const void *needle, size_t needle_length);

// glibc's flock() hides behind struct flock, and the magic numbers of <linux/magic.h> are macros Swift does not see.
static inline int linux_lock_exclusively(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }
static inline int linux_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

/// What a file system calls itself, 0 when it will not say.
static inline unsigned long linux_file_system(int descriptor) {
    struct statfs facts;
    return fstatfs(descriptor, &facts) == 0 ? (unsigned long)(unsigned int)facts.f_type : 0;
}

/// Who connected to a Unix socket, or who listens behind it; struct ucred is shown only under _GNU_SOURCE.
struct linux_credentials {
    int process;
    unsigned user;
    unsigned group;
};

static inline int linux_peer(int socket, struct linux_credentials *peer) {
    socklen_t length = sizeof *peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, peer, &length);
}

/// The supplementary groups of who connected: how many; -1 where the kernel does not say, or says more than `limit`.
static inline int linux_peer_groups(int socket, unsigned *groups, unsigned limit) {
    socklen_t length = limit * sizeof *groups;
    return getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &length) == 0 ? (int)(length / sizeof *groups) : -1;
}

// A program that traps must give the terminal back first: `restore` and the settings go to `terminal`, what was caught
// of standard error goes, in plain ASCII, to where that was; then the signal takes its course. The bytes of `restore`
// are copied, at most 255 of them. -1 for `error_before` means that standard error was not caught.
struct termios;
void crash_arm(int terminal, const char *restore, size_t length, const struct termios *settings, int error_before,
    int error_caught);
void crash_disarm(void);

#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The first place of a needle of two bytes or more, -1 where there is none: sixteen places at a time by its first and last byte.
/// glibc's memmem looks at short needles a byte at a time.
static inline long bytes_find(const unsigned char *bytes, long count, const unsigned char *needle, long length) {
    long at = 0;
#if defined(__SSE2__)
    const __m128i first = _mm_set1_epi8((char)needle[0]), last = _mm_set1_epi8((char)needle[length - 1]);
    for (; at + length - 1 + 16 <= count; at += 16) {
        const __m128i a = _mm_loadu_si128((const __m128i *)(bytes + at));
        const __m128i b = _mm_loadu_si128((const __m128i *)(bytes + at + length - 1));
        unsigned places = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last)));
        while (places) {
            const long place = at + __builtin_ctz(places);
            if (memcmp(bytes + place + 1, needle + 1, (size_t)length - 2) == 0) return place;
            places &= places - 1;
        }
    }
#endif
    const void *found = at < count ? memmem(bytes + at, (size_t)(count - at), needle, (size_t)length) : 0;
    return found ? (const unsigned char *)found - bytes : -1;
}

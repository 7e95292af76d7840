#define _GNU_SOURCE
#include "CLinux.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Written in C because only functions that are safe in a signal handler may run here.

static const int crash_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { CRASH_SIGNALS = sizeof crash_signals / sizeof *crash_signals };

static struct {
    int terminal;
    char restore[255];
    size_t length;
    struct termios settings;
    int error_before;
    int error_caught;
    struct sigaction before[CRASH_SIGNALS];
    // A stack of its own: the one in use may be what overflowed.
    char stack[64 * 1024];
} crash;

static volatile sig_atomic_t crash_is_armed = 0;
static bool crash_is_installed = false;

static void crash_give_back(void) {
    (void)!write(crash.terminal, crash.restore, crash.length);
    tcsetattr(crash.terminal, TCSANOW, &crash.settings);
    if (crash.error_before < 0) return;
    dup2(crash.error_before, 2);
    char text[1024];
    ssize_t count;
    for (off_t at = 0; (count = pread(crash.error_caught, text, sizeof text, at)) > 0; at += count) {
        for (ssize_t i = 0; i < count; i++) {
            if (text[i] != '\n' && (text[i] < 0x20 || text[i] > 0x7e)) text[i] = '?';
        }
        (void)!write(2, text, (size_t)count);
    }
}

static void crash_handle(int number) {
    if (crash_is_armed) {
        crash_is_armed = 0;
        crash_give_back();
    }
    for (int i = 0; i < CRASH_SIGNALS; i++) {
        if (crash_signals[i] == number) sigaction(number, &crash.before[i], NULL);
    }
    raise(number);
}

void crash_arm(int terminal, const char *restore, size_t length, const struct termios *settings, int error_before,
    int error_caught) {
    crash_is_armed = 0;
    crash.terminal = terminal;
    crash.length = length < sizeof crash.restore ? length : sizeof crash.restore;
    memcpy(crash.restore, restore, crash.length);
    crash.settings = *settings;
    crash.error_before = error_before;
    crash.error_caught = error_caught;
    if (!crash_is_installed) {
        stack_t stack = {.ss_sp = crash.stack, .ss_size = sizeof crash.stack};
        sigaltstack(&stack, NULL);
        struct sigaction action = {.sa_handler = crash_handle, .sa_flags = SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        for (int i = 0; i < CRASH_SIGNALS; i++) sigaction(crash_signals[i], &action, &crash.before[i]);
        crash_is_installed = true;
    }
    crash_is_armed = 1;
}

void crash_disarm(void) { crash_is_armed = 0; }

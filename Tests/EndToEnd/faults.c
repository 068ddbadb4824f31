/* Put in front of the C library by LD_PRELOAD: writes down what a process does to the files below one folder, and lets
   one of these calls fail or be the last.

   FAULT_ROOT   the folder; calls elsewhere pass
   FAULT_TRACE  a file that gets a line a call: its name, and the path below the folder; and a line "fault" behind
                that of each call that meets one
   FAULT_CALLS  names of calls, separated by commas, or *: those that count
   FAULT_PATH   what a path has to match, as fnmatch(3) has it; * takes in slashes
   FAULT_AT     which of the calls that count, from 1 on
   FAULT_COUNT  how many from there on; 0 for all
   FAULT_WHILE  a file: calls count only while it is there
   FAULT_DO     kill-before, kill-after, kill-half (after half of a write), short (half of a write), or an errno

   Calls bear one name whatever variant is called: create (to open what isn't there), write, sync, truncate, rename,
   link, remove, mkdir, rmdir. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { NOTHING, KILL_BEFORE, KILL_AFTER, KILL_HALF, SHORT, FAIL };

static const char *root, *calls, *pattern, *while_there;
static size_t root_length;
static int trace = -1;
static long at = 1, count = 1, seen;
static enum what what = NOTHING;
static int code;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    const char *action = getenv("FAULT_DO");
    const char *file = getenv("FAULT_TRACE");
    root = getenv("FAULT_ROOT");
    if (!root) return;
    root_length = strlen(root);
    calls = getenv("FAULT_CALLS");
    pattern = getenv("FAULT_PATH");
    while_there = getenv("FAULT_WHILE");
    at = number("FAULT_AT", 1);
    count = number("FAULT_COUNT", 1);
    if (file) trace = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!action) return;
    if (!strcmp(action, "kill-before")) what = KILL_BEFORE;
    else if (!strcmp(action, "kill-after")) what = KILL_AFTER;
    else if (!strcmp(action, "kill-half")) what = KILL_HALF;
    else if (!strcmp(action, "short")) what = SHORT;
    else if (!strcmp(action, "EIO")) what = FAIL, code = EIO;
    else if (!strcmp(action, "ENOSPC")) what = FAIL, code = ENOSPC;
    else abort();
}

static void die(void) {
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;) pause();
}

/* Where a path is below the folder; NULL where it isn't. */
static const char *below(const char *path) {
    if (!root || strncmp(path, root, root_length)) return NULL;
    if (path[root_length] == '\0') return ".";
    return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

static const char *path_of(int descriptor, char *buffer) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
    if (length < 0) return NULL;
    buffer[length] = '\0';
    char *gone = strstr(buffer, " (deleted)");
    if (gone) *gone = '\0';
    return below(buffer);
}

static const char *path_at(int folder, const char *path, char *buffer) {
    if (!path) return NULL;
    if (path[0] == '/') return below(path);
    if (folder == AT_FDCWD) {
        if (!getcwd(buffer, PATH_MAX)) return NULL;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
        if (length < 0) return NULL;
        buffer[length] = '\0';
    }
    size_t length = strlen(buffer);
    snprintf(buffer + length, PATH_MAX - length, "/%s", path);
    return below(buffer);
}

static int counts(const char *call, const char *path) {
    if (what == NOTHING || !calls || !pattern) return 0;
    if (strcmp(calls, "*")) {
        const char *found = calls;
        size_t length = strlen(call);
        for (;; found += length) {
            found = strstr(found, call);
            if (!found) return 0;
            int starts = found == calls || found[-1] == ',';
            if (starts && (found[length] == ',' || found[length] == '\0')) break;
        }
    }
    if (fnmatch(pattern, path, 0)) return 0;
    return !while_there || !syscall(SYS_faccessat, AT_FDCWD, while_there, F_OK);
}

/* Takes note of a call; says what is to become of it. */
static enum what meet(const char *call, const char *path, const char *other) {
    if (!path) return NOTHING;
    int saved = errno;
    char line[2 * PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s\t%s%s%s\n", call, path, other ? "\t" : "", other ? other : "");
    pthread_mutex_lock(&mutex);
    if (trace >= 0) syscall(SYS_write, trace, line, (size_t)length);
    enum what decision = NOTHING;
    if (counts(call, path)) {
        seen++;
        if (seen >= at && (count == 0 || seen < at + count)) decision = what;
        if (decision != NOTHING && trace >= 0) {
            length = snprintf(line, sizeof line, "fault\t%s\n", path);
            syscall(SYS_write, trace, line, (size_t)length);
        }
    }
    // Under the lock: what other threads do after this call is not in the trace either.
    if (decision == KILL_BEFORE) die();
    pthread_mutex_unlock(&mutex);
    errno = saved;
    return decision;
}

/* To open what is there already is no step and needs no room. */
static enum what meet_open(int folder, const char *name, int flags) {
    char buffer[PATH_MAX];
    int saved = errno;
    int is_new = (flags & O_CREAT) && syscall(SYS_faccessat, folder, name, F_OK);
    errno = saved;
    return is_new ? meet("create", path_at(folder, name, buffer), NULL) : NOTHING;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

#define DO(type, call) \
    if (decision == FAIL) { errno = code; return -1; } \
    type result = call; \
    if (decision == KILL_AFTER || decision == KILL_HALF) die(); \
    return result

static size_t part(enum what decision, size_t length) {
    return (decision == KILL_HALF || decision == SHORT) && length > 1 ? length / 2 : length;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list list; \
            va_start(list, flags); \
            mode = va_arg(list, mode_t); \
            va_end(list); \
        } \
        REAL(int, #name, const char *, int, ...); \
        enum what decision = meet_open(AT_FDCWD, path, flags); \
        DO(int, real(path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list list; \
            va_start(list, flags); \
            mode = va_arg(list, mode_t); \
            va_end(list); \
        } \
        REAL(int, #name, int, const char *, int, ...); \
        enum what decision = meet_open(folder, path, flags); \
        DO(int, real(folder, path, flags, mode)); \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    char buffer[PATH_MAX];
    enum what decision = meet("write", path_of(file, buffer), NULL);
    DO(ssize_t, real(file, bytes, part(decision, length)));
}

#define PWRITE(name, offset_type) \
    ssize_t name(int file, const void *bytes, size_t length, offset_type offset) { \
        REAL(ssize_t, #name, int, const void *, size_t, offset_type); \
        char buffer[PATH_MAX]; \
        enum what decision = meet("write", path_of(file, buffer), NULL); \
        DO(ssize_t, real(file, bytes, part(decision, length), offset)); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *vectors, int number_of) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    char buffer[PATH_MAX];
    enum what decision = meet("write", path_of(file, buffer), NULL);
    int few = decision == KILL_HALF || decision == SHORT ? 1 : number_of;
    DO(ssize_t, real(file, vectors, few));
}

#define SYNC(name) \
    int name(int file) { \
        REAL(int, #name, int); \
        char buffer[PATH_MAX]; \
        enum what decision = meet("sync", path_of(file, buffer), NULL); \
        DO(int, real(file)); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_type) \
    int name(int file, offset_type length) { \
        REAL(int, #name, int, offset_type); \
        char buffer[PATH_MAX]; \
        enum what decision = meet("truncate", path_of(file, buffer), NULL); \
        DO(int, real(file, length)); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

static enum what meet_two(const char *call, int folder, const char *from, int other_folder, const char *to) {
    char buffer[PATH_MAX], other_buffer[PATH_MAX];
    const char *path = path_at(folder, from, buffer);
    const char *other = path_at(other_folder, to, other_buffer);
    return meet(call, path ? path : other, path ? other : NULL);
}

#define TWO(name, call) \
    int name(const char *from, const char *to) { \
        REAL(int, #name, const char *, const char *); \
        enum what decision = meet_two(call, AT_FDCWD, from, AT_FDCWD, to); \
        DO(int, real(from, to)); \
    }
TWO(rename, "rename")
TWO(link, "link")

int renameat(int folder, const char *from, int other, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    enum what decision = meet_two("rename", folder, from, other, to);
    DO(int, real(folder, from, other, to));
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
    enum what decision = meet_two("rename", folder, from, other, to);
    DO(int, real(folder, from, other, to, flags));
}

int linkat(int folder, const char *from, int other, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    enum what decision = meet_two("link", folder, from, other, to);
    DO(int, real(folder, from, other, to, flags));
}

#define ONE(name, call) \
    int name(const char *path) { \
        REAL(int, #name, const char *); \
        char buffer[PATH_MAX]; \
        enum what decision = meet(call, path_at(AT_FDCWD, path, buffer), NULL); \
        DO(int, real(path)); \
    }
ONE(unlink, "remove")
ONE(remove, "remove")
ONE(rmdir, "rmdir")

int unlinkat(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    char buffer[PATH_MAX];
    enum what decision = meet(flags & AT_REMOVEDIR ? "rmdir" : "remove", path_at(folder, path, buffer), NULL);
    DO(int, real(folder, path, flags));
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    char buffer[PATH_MAX];
    enum what decision = meet("mkdir", path_at(AT_FDCWD, path, buffer), NULL);
    DO(int, real(path, mode));
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    char buffer[PATH_MAX];
    enum what decision = meet("mkdir", path_at(folder, path, buffer), NULL);
    DO(int, real(folder, path, mode));
}

// Preloaded: makes the Nth call of a kind fail, if it is about a file below the chosen directories.
//
// FAULT_DIRS   absolute directories, ":" between them
// FAULT_KINDS  open, read, write, sync, rename, close, make, remove, lock, list, look; "," between
// FAULT_NTH    which call of these, from 1
// FAULT_MODE   once; always (from the Nth on); flicker (from the Nth on, every second one);
//              short and always_short (a write or read takes half of what it is given);
//              kill (the process, before the call)
// FAULT_ERRNO  the error's number
// FAULT_STATE  a file for struct struck
//
// The mode is looked at only where a call is counted, so everything else goes its way untouched.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "struck.h"

enum hit { MISS, FAIL, SHORT };
enum mode { ONCE, ALWAYS, FLICKER, SHORT_ONCE, ALWAYS_SHORT, KILL };

static struct {
  struct struck* state;  // null: nothing ever fails
  const char* directories;
  const char* kinds;
  uint64_t nth;
  enum mode mode;
  int error;
} fault;

__attribute__((constructor)) static void read_environment(void) {
  static const char* const modes[] = {"once", "always", "flicker", "short", "always_short", "kill"};
  struct struck* state = struck_map("FAULT_STATE", sizeof *state);
  if (state == NULL) return;
  fault.directories = getenv("FAULT_DIRS");
  fault.kinds = getenv("FAULT_KINDS");
  const char *nth = getenv("FAULT_NTH"), *mode = getenv("FAULT_MODE");
  const char* error = getenv("FAULT_ERRNO");
  if (fault.directories == NULL || fault.kinds == NULL || nth == NULL || mode == NULL) _exit(99);
  fault.nth = strtoull(nth, NULL, 10);
  fault.error = error == NULL ? EIO : atoi(error);
  while (strcmp(modes[fault.mode], mode) != 0) {
    if (++fault.mode > KILL) _exit(99);
  }
  fault.state = state;
}

// ---- which calls count
// ---------------------------------------------------------------------------

static bool listed(const char* list, char separator, const char* word) {
  const size_t length = strlen(word);
  for (const char* at = strstr(list, word); at != NULL; at = strstr(at + 1, word)) {
    const bool begins = at == list || at[-1] == separator;
    if (begins && (at[length] == separator || at[length] == '\0')) return true;
  }
  return false;
}

static bool below_a_directory(const char* path) {
  for (const char* directory = fault.directories; *directory != '\0';) {
    const size_t length = strcspn(directory, ":");
    if (strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == '\0')) {
      return true;
    }
    directory += length + (directory[length] == ':');
  }
  return false;
}

// The path that descriptor `fd` (or the working directory) has, in `out`.
static bool path_of(int fd, char* out) {
  char link[40];
  if (fd == AT_FDCWD) return getcwd(out, PATH_MAX) != NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, out, PATH_MAX - 1);
  if (length < 0) return false;
  out[length] = '\0';
  return true;
}

// `path` may be null: the descriptor itself is meant.
static bool resolve(int fd, const char* path, char* out) {
  if (path != NULL && path[0] == '/') {
    return snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
  }
  if (!path_of(fd, out)) return false;
  if (path == NULL) return true;
  const size_t length = strlen(out);
  return snprintf(out + length, PATH_MAX - length, "/%s", path) < (int)(PATH_MAX - length);
}

// Counts a call, and says what is to become of it.
static enum hit strike(const char* kind, const char* function, int fd, const char* path) {
  if (fault.state == NULL || !listed(fault.kinds, ',', kind)) return MISS;
  const int kept = errno;
  char whole[PATH_MAX];
  const bool ours = resolve(fd, path, whole) && below_a_directory(whole);
  errno = kept;
  if (!ours) return MISS;
  const uint64_t call = __atomic_add_fetch(&fault.state->calls, 1, __ATOMIC_SEQ_CST);
  if (call < fault.nth) return MISS;
  const bool later = call > fault.nth;
  if (later && (fault.mode == ONCE || fault.mode == SHORT_ONCE || fault.mode == KILL)) return MISS;
  if (fault.mode == FLICKER && (call - fault.nth) % 2 == 1) return MISS;
  if (__atomic_add_fetch(&fault.state->fired, 1, __ATOMIC_SEQ_CST) == 1) {
    snprintf(fault.state->first, sizeof fault.state->first, "%s %s", function, whole);
  }
  if (fault.mode == KILL) kill(getpid(), SIGKILL);
  errno = fault.error;
  return fault.mode == SHORT_ONCE || fault.mode == ALWAYS_SHORT ? SHORT : FAIL;
}

// ---- the calls
// -----------------------------------------------------------------------------------

#define REAL(name)                                                     \
  static __typeof__(&name) real;                                       \
  if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
  if (real == NULL) _exit(99)

// A function that fails with `failed`: `arguments` are its own, in brackets and with types.
#define FAILING(type, name, arguments, kind, fd, path, failed, ...)            \
  type name arguments {                                                        \
    REAL(name);                                                                \
    return strike(kind, #name, fd, path) == FAIL ? failed : real(__VA_ARGS__); \
  }

#define OPENING(name, fd, arguments, ...)                                                \
  int name arguments {                                                                   \
    REAL(name);                                                                          \
    va_list rest;                                                                        \
    va_start(rest, flags);                                                               \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                                        \
    return strike("open", #name, fd, path) == FAIL ? -1 : real(__VA_ARGS__, mode);       \
  }

OPENING(open, AT_FDCWD, (const char* path, int flags, ...), path, flags)
OPENING(open64, AT_FDCWD, (const char* path, int flags, ...), path, flags)
OPENING(openat, fd, (int fd, const char* path, int flags, ...), fd, path, flags)
OPENING(openat64, fd, (int fd, const char* path, int flags, ...), fd, path, flags)
FAILING(FILE*, fopen, (const char* path, const char* mode), "open", AT_FDCWD, path, NULL, path,
        mode)
FAILING(FILE*, fopen64, (const char* path, const char* mode), "open", AT_FDCWD, path, NULL, path,
        mode)

// Functions that move bytes: they can also move fewer than they were asked to.
#define MOVING(name, kind, arguments, whole, half)      \
  ssize_t name arguments {                              \
    REAL(name);                                         \
    const enum hit hit = strike(kind, #name, fd, NULL); \
    if (hit == FAIL) return -1;                         \
    return hit == SHORT ? half : whole;                 \
  }
#define HALF(size) ((size) / 2 + (size) % 2)

MOVING(write, "write", (int fd, const void* data, size_t size), real(fd, data, size),
       real(fd, data, HALF(size)))
MOVING(pwrite, "write", (int fd, const void* data, size_t size, off_t at), real(fd, data, size, at),
       real(fd, data, HALF(size), at))
MOVING(pwrite64, "write", (int fd, const void* data, size_t size, off64_t at),
       real(fd, data, size, at), real(fd, data, HALF(size), at))
MOVING(writev, "write", (int fd, const struct iovec* pieces, int count), real(fd, pieces, count),
       real(fd, pieces, HALF(count)))
MOVING(read, "read", (int fd, void* data, size_t size), real(fd, data, size),
       real(fd, data, HALF(size)))
MOVING(pread, "read", (int fd, void* data, size_t size, off_t at), real(fd, data, size, at),
       real(fd, data, HALF(size), at))
MOVING(pread64, "read", (int fd, void* data, size_t size, off64_t at), real(fd, data, size, at),
       real(fd, data, HALF(size), at))
MOVING(readv, "read", (int fd, const struct iovec* pieces, int count), real(fd, pieces, count),
       real(fd, pieces, HALF(count)))

FAILING(int, fsync, (int fd), "sync", fd, NULL, -1, fd)
FAILING(int, fdatasync, (int fd), "sync", fd, NULL, -1, fd)

FAILING(int, rename, (const char* from, const char* to), "rename", AT_FDCWD, to, -1, from, to)
FAILING(int, link, (const char* from, const char* to), "rename", AT_FDCWD, to, -1, from, to)
FAILING(int, mkdir, (const char* path, mode_t mode), "make", AT_FDCWD, path, -1, path, mode)
FAILING(int, symlink, (const char* to, const char* path), "make", AT_FDCWD, path, -1, to, path)
FAILING(int, ftruncate, (int fd, off_t size), "write", fd, NULL, -1, fd, size)
FAILING(int, ftruncate64, (int fd, off64_t size), "write", fd, NULL, -1, fd, size)
FAILING(int, truncate, (const char* path, off_t size), "write", AT_FDCWD, path, -1, path, size)
FAILING(int, unlink, (const char* path), "remove", AT_FDCWD, path, -1, path)
FAILING(int, unlinkat, (int fd, const char* path, int flags), "remove", fd, path, -1, fd, path,
        flags)
FAILING(int, rmdir, (const char* path), "remove", AT_FDCWD, path, -1, path)
FAILING(int, remove, (const char* path), "remove", AT_FDCWD, path, -1, path)
FAILING(int, flock, (int fd, int operation), "lock", fd, NULL, -1, fd, operation)
FAILING(DIR*, opendir, (const char* path), "list", AT_FDCWD, path, NULL, path)
FAILING(DIR*, fdopendir, (int fd), "list", fd, NULL, NULL, fd)
FAILING(struct dirent*, readdir, (DIR * folder), "list", dirfd(folder), NULL, NULL, folder)
FAILING(struct dirent64*, readdir64, (DIR * folder), "list", dirfd(folder), NULL, NULL, folder)
FAILING(int, stat, (const char* path, struct stat* out), "look", AT_FDCWD, path, -1, path, out)
FAILING(int, lstat, (const char* path, struct stat* out), "look", AT_FDCWD, path, -1, path, out)
FAILING(int, fstat, (int fd, struct stat* out), "look", fd, NULL, -1, fd, out)
FAILING(int, stat64, (const char* path, struct stat64* out), "look", AT_FDCWD, path, -1, path, out)
FAILING(int, fstat64, (int fd, struct stat64* out), "look", fd, NULL, -1, fd, out)

// The descriptor is gone even if close fails, as on Linux.
int close(int fd) {
  REAL(close);
  const enum hit hit = strike("close", "close", fd, NULL);
  const int error = errno, status = real(fd);
  if (hit != FAIL) return status;
  errno = error;
  return -1;
}

// Between files in the kernel: that it cannot be done is no fault, and they are copied otherwise.
ssize_t sendfile(int to, int from, off_t* at, size_t size) {
  REAL(sendfile);
  return strike("write", "sendfile", to, NULL) == FAIL ? -1 : real(to, from, at, size);
}

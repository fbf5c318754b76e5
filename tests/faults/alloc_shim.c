// Preloaded: lists the call sites of a run's allocations, or makes the first one of a site fail.
//
// A site is a stack: a hash of the four innermost return addresses, each relative to the file that
// it is in, so that it is the same in every run and on every thread. Allocations count from main()
// on. Anonymous mmap is one: Arrow's pool takes its memory from there.
//
// ALLOC_STATE  a file for struct sites
// ALLOC_SITE   the hash of the site to fail; without it all sites are listed
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

#include "struck.h"

enum { MOST_SITES = 1 << 16, DEPTH = 4, MOST_MODULES = 64 };

struct sites {
  struct struck struck;
  uint64_t count;
  struct site {
    uint64_t hash;  // 0: free
    uint64_t calls;
    uint64_t place;  // innermost return address in the program itself, as addr2line takes it
  } table[MOST_SITES];
};

static struct sites* sites;  // null: nothing ever fails
static uint64_t chosen;  // 0: list
static bool in_main;
static __thread bool busy __attribute__((tls_model("initial-exec")));

__attribute__((constructor)) static void read_environment(void) {
  sites = struck_map("ALLOC_STATE", sizeof *sites);
  const char* site = getenv("ALLOC_SITE");
  if (site != NULL) chosen = strtoull(site, NULL, 16);
}

// ---- from main() on -----------------------------------------------------------------------------

static struct module {
  uintptr_t base, end;
} modules[MOST_MODULES];  // the program is the first
static int module_count;

static int add_module(struct dl_phdr_info* info, size_t size, void* count) {
  (void)size;
  int* const at = count;
  if (*at == MOST_MODULES) return 1;
  modules[*at].base = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const uintptr_t end = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
    if (info->dlpi_phdr[i].p_type == PT_LOAD && end > modules[*at].end) modules[*at].end = end;
  }
  ++*at;
  return 0;
}

static int (*real_main)(int, char**, char**);

static int watched_main(int count, char** arguments, char** environment) {
  dl_iterate_phdr(add_module, &module_count);
  in_main = true;
  return real_main(count, arguments, environment);
}

int __libc_start_main(int (*main)(int, char**, char**), int count, char** arguments,
                      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
                      void* stack_end) {
  __typeof__(&__libc_start_main) real =
      (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
  if (real == NULL) _exit(99);
  real_main = main;
  return real(watched_main, count, arguments, init, fini, rtld_fini, stack_end);
}

// ---- where a call comes from --------------------------------------------------------------------

struct trace {
  int skip, depth;
  uint64_t hash, place;
};

static _Unwind_Reason_Code step(struct _Unwind_Context* context, void* argument) {
  struct trace* trace = argument;
  if (trace->skip-- > 0) return _URC_NO_REASON;
  const uintptr_t at = _Unwind_GetIP(context);
  for (int i = 0; i < module_count; ++i) {
    if (at < modules[i].base || at >= modules[i].end) continue;
    const uint64_t offset = at - modules[i].base;
    if (i == 0 && trace->place == 0) trace->place = offset;
    trace->hash = (trace->hash ^ (offset + ((uint64_t)i << 40))) * 0x9e3779b97f4a7c15u;
    trace->hash ^= trace->hash >> 29;
    break;
  }
  return ++trace->depth < DEPTH ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static void list(const struct trace* trace) {
  for (uint64_t at = trace->hash % MOST_SITES;; at = (at + 1) % MOST_SITES) {
    struct site* site = &sites->table[at];
    uint64_t free = 0;
    if (__atomic_compare_exchange_n(&site->hash, &free, trace->hash, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST)) {
      site->place = trace->place;
      if (__atomic_add_fetch(&sites->count, 1, __ATOMIC_SEQ_CST) > MOST_SITES / 2) _exit(99);
    } else if (free != trace->hash) {
      continue;
    }
    __atomic_add_fetch(&site->calls, 1, __ATOMIC_SEQ_CST);
    return;
  }
}

// Is this the allocation to fail?
__attribute__((noinline)) static bool strike(void) {
  if (sites == NULL || !in_main || busy) return false;
  const int kept = errno;
  busy = true;  // the unwinder may allocate
  struct trace trace = {.skip = 2};
  _Unwind_Backtrace(step, &trace);
  if (trace.hash == 0) trace.hash = 1;
  bool hit = false;
  __atomic_add_fetch(&sites->struck.calls, 1, __ATOMIC_SEQ_CST);
  if (chosen == 0) {
    list(&trace);
  } else if (trace.hash == chosen) {
    hit = __atomic_add_fetch(&sites->struck.fired, 1, __ATOMIC_SEQ_CST) == 1;
  }
  busy = false;
  errno = hit ? ENOMEM : kept;
  return hit;
}

// ---- the calls ----------------------------------------------------------------------------------

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) { return strike() ? NULL : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return strike() ? NULL : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return strike() ? NULL : __libc_realloc(old, size); }
void* memalign(size_t alignment, size_t size) {
  return strike() ? NULL : __libc_memalign(alignment, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  return strike() ? NULL : __libc_memalign(alignment, size);
}
int posix_memalign(void** out, size_t alignment, size_t size) {
  if (strike()) return ENOMEM;
  void* made = __libc_memalign(alignment, size);
  if (made == NULL) return ENOMEM;
  *out = made;
  return 0;
}

void* mmap(void* at, size_t size, int protection, int flags, int fd, off_t offset) {
  if ((flags & MAP_ANONYMOUS) != 0 && strike()) return MAP_FAILED;
  return (void*)syscall(SYS_mmap, at, size, protection, flags, fd, offset);
}

// Ctrl-C while the engine works and the interpreter does not.
#pragma once

#include <arrow/status.h>
#include <nanobind/nanobind.h>

#include <atomic>
#include <functional>

namespace fauxmart::python {

// Cancelled if SIGINT came; Python then raises KeyboardInterrupt as soon as it runs again. For the
// thread that reads a stream, with the GIL or without. Only the main thread is ever interrupted.
arrow::Status PollInterrupt();

// To be called once, by the main thread.
void RememberMainThread();

// Runs `work` on a thread of its own, without the GIL, and waits. About twenty times a second the
// caller's thread holds the GIL, lets Python handle its signals and calls `tick`. What either
// raises sets `stop`, and goes on once `work` has ended.
void RunInterruptibly(const std::function<void(const std::atomic<bool>* stop)>& work,
                      const std::function<void()>& tick = nullptr);

}  // namespace fauxmart::python

#include "interrupt.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace nb = nanobind;

namespace fauxmart::python {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience{50};

std::thread::id main_thread;

// A signal that is waited for must not be Python's affair until the work is over.
bool InterruptOccurred() {
  const nb::gil_scoped_acquire gil;
  if (PyOS_InterruptOccurred() == 0) return false;
  PyErr_SetInterrupt();  // asking took it away
  return true;
}

}  // namespace

void RememberMainThread() { main_thread = std::this_thread::get_id(); }

arrow::Status PollInterrupt() {
  if (std::this_thread::get_id() != main_thread || !InterruptOccurred()) return arrow::Status::OK();
  return arrow::Status::Cancelled("interrupted");
}

void RunInterruptibly(const std::function<void(const std::atomic<bool>*)>& work,
                      const std::function<void()>& tick) {
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::exception_ptr failure;
  std::thread thread([&] {
    try {
      work(&stop);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::scoped_lock lock(mutex);
    done = true;
    ended.notify_all();
  });
  std::exception_ptr raised;
  for (bool over = false; !over;) {
    {
      const nb::gil_scoped_release release;
      std::unique_lock lock(mutex);
      over = ended.wait_for(lock, kPatience, [&] { return done; });
    }
    if (raised != nullptr) continue;
    try {
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
      if (tick) tick();
    } catch (...) {
      raised = std::current_exception();
      stop = true;
    }
  }
  thread.join();
  if (raised != nullptr) std::rethrow_exception(raised);
  if (failure != nullptr) std::rethrow_exception(failure);
}

}  // namespace fauxmart::python

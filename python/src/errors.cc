#include "errors.h"

#include <nanobind/nanobind.h>

#include <cerrno>
#include <string>

#include "fauxmart/errors.h"

namespace nb = nanobind;

namespace fauxmart::python {
namespace {

// Messages repeat what was given, which need not be UTF-8.
nb::object Text(const std::string& text) {
  return nb::steal(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

// OSError chooses its subclass by the number; its text would begin with the number too.
[[noreturn]] void RaiseOs(int number, const nb::object& text) {
  const nb::object chosen = nb::handle(PyExc_OSError)(number, text);
  nb::object error = chosen.type()(text);
  error.attr("errno") = number;
  PyErr_SetObject(chosen.type().ptr(), error.ptr());
  throw nb::python_error();
}

}  // namespace

void Raise(const arrow::Status& status) {
  const nb::object text = Text(status.message());
  const int number = ErrnoOf(status);
  PyObject* type = PyExc_RuntimeError;
  if (status.IsInvalid() || status.IsKeyError() || status.IsTypeError()) {
    if (number == ENOENT || number == ENOTDIR) RaiseOs(number, text);
    type = PyExc_ValueError;
  } else if (status.IsIOError()) {
    if (number != 0) RaiseOs(number, text);
    type = PyExc_OSError;
  } else if (status.IsCancelled()) {
    type = PyExc_KeyboardInterrupt;
  } else if (status.IsOutOfMemory()) {
    type = PyExc_MemoryError;
  }
  PyErr_SetObject(type, text.ptr());
  throw nb::python_error();
}

}  // namespace fauxmart::python

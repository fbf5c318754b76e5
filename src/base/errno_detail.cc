#include "base/errno_detail.h"

#include <memory>
#include <string>
#include <system_error>

#include "fauxmart/errors.h"

namespace fauxmart {
namespace {

class ErrnoDetail final : public arrow::StatusDetail {
 public:
  static constexpr char kTypeId[] = "fauxmart::Errno";

  explicit ErrnoDetail(int number) : number_(number) {}
  const char* type_id() const override { return kTypeId; }
  std::string ToString() const override { return std::generic_category().message(number_); }
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

arrow::Status WithErrno(const arrow::Status& status, int number) {
  return status.WithDetail(std::make_shared<ErrnoDetail>(number));
}

int ErrnoOf(const arrow::Status& status) {
  if (status.detail() == nullptr || status.detail()->type_id() != ErrnoDetail::kTypeId) return 0;
  return static_cast<const ErrnoDetail&>(*status.detail()).number();
}

}  // namespace fauxmart

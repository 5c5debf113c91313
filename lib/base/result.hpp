#pragma once

#include <utility>
#include <variant>

#include "base/error.hpp"

namespace shareready {

// Nothing, as a value: the success of a function that only does something.
struct Done {};

// A value or the Error that prevented it. value() and error() may only be asked for what is there.
template <typename T = Done>
class [[nodiscard]] Result {
 public:
  using Value = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by intent
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by intent

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] Error& error() & { return std::get<1>(state_); }
  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

using Status = Result<Done>;

}  // namespace shareready

#define SR_CONCAT_INNER(a, b) a##b
#define SR_CONCAT(a, b) SR_CONCAT_INNER(a, b)
#define SR_TRY_AS(temporary, declaration, ...)              \
  auto temporary = (__VA_ARGS__);                           \
  if (!temporary.ok()) return std::move(temporary).error(); \
  declaration = std::move(temporary).value()

// SR_TRY(const Labels labels, draw_labels(...)); returns the Error of a failed Result, else declares its
// value.
#define SR_TRY(declaration, ...) SR_TRY_AS(SR_CONCAT(sr_result_, __LINE__), declaration, __VA_ARGS__)

// SR_CHECK(write(...)); returns the Error of a failed Result, else goes on.
#define SR_CHECK(...)                                         \
  do {                                                        \
    auto sr_status = (__VA_ARGS__);                           \
    if (!sr_status.ok()) return std::move(sr_status).error(); \
  } while (false)

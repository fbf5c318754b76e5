# How everything is compiled. No -march: binaries run on any x86-64, and hot loops ask for wider
# instructions by function clones. No FMA contraction and no -ffast-math: bytes must not depend on
# compiler or machine.
add_library(fauxmart_flags INTERFACE)
target_compile_options(fauxmart_flags INTERFACE
  -ffp-contract=off -fno-math-errno -fno-semantic-interposition
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # false alarms of g++ 12 on string concatenation
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wvla
  -Werror=return-type -Werror=switch -Werror=format -Werror=uninitialized -Werror=unused-result)

# Hardening, at 0.3 % of the instructions: canaries on stacks with arrays, checked memory and string
# functions, a program at an address of its own, and tables of functions that are read-only.
include(CheckPIESupported)
check_pie_supported(OUTPUT_VARIABLE pie LANGUAGES CXX)
target_compile_options(fauxmart_flags INTERFACE -fstack-protector-strong)
target_link_options(fauxmart_flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
if(NOT FAUXMART_SANITIZE)  # they check more, and in their own way
  target_compile_options(fauxmart_flags INTERFACE
    $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE>
    $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=2>)
endif()

if(FAUXMART_SANITIZE)
  target_compile_options(fauxmart_flags INTERFACE
    -fsanitize=${FAUXMART_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<NOT:$<BOOL:${FAUXMART_FUZZ}>>:-g1>  # names and lines of what is found
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # false alarms between their checks
  target_link_options(fauxmart_flags INTERFACE -fsanitize=${FAUXMART_SANITIZE})
elseif(FAUXMART_COVERAGE)
  # Without function clones, so that every line is counted once. Processes of one program add to one
  # of a few files, whatever their environment is.
  target_compile_options(fauxmart_flags INTERFACE
    -fprofile-instr-generate=${CMAKE_BINARY_DIR}/profiles/%4m.profraw -fcoverage-mapping)
  target_link_options(fauxmart_flags INTERFACE -fprofile-instr-generate)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  # Sanitizers cannot instrument the resolvers of function clones.
  target_compile_definitions(fauxmart_flags INTERFACE FAUXMART_VECTOR_CLONES=1)
endif()

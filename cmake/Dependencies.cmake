# Libraries from the system's packages, static or header-only, so that the binary needs none of
# them at run time; Arrow and Parquet from the pyarrow wheel. THIRD_PARTY.md says why each.
find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(FAUXMART_SYSTEM_ARROW)
  find_package(Arrow CONFIG REQUIRED)
  find_package(Parquet CONFIG REQUIRED)
  foreach(name arrow:Arrow parquet:Parquet)
    string(REPLACE ":" ";" name ${name})
    list(GET name 0 library)
    list(GET name 1 package)
    if(NOT TARGET ${package}::${library})
      add_library(${package}::${library} ALIAS ${package}::${library}_shared)
    endif()
  endforeach()
else()
  include(PyArrow)
endif()

find_package(CLI11 CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)  # its headers; src/base/fmt_library.cc compiles the rest
find_package(nlohmann_json CONFIG REQUIRED)

# static_library(<target> <header> <library>): the static archive where there is one.
function(static_library target header library)
  find_path(${target}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${target}_LIBRARY NAMES lib${library}.a ${library} REQUIRED)
  mark_as_advanced(${target}_INCLUDE_DIR ${target}_LIBRARY)
  add_library(${target} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${${target}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${target}_INCLUDE_DIR})
endfunction()
static_library(fauxmart_yaml yaml-cpp/yaml.h yaml-cpp)
static_library(fauxmart_xxhash xxhash.h xxhash)
static_library(fauxmart_sodium sodium.h sodium)
# For the Python extension: Debian's archive is made for programs, and cannot be part of a library.
find_library(FAUXMART_YAML_SHARED yaml-cpp REQUIRED)
mark_as_advanced(FAUXMART_YAML_SHARED)
add_library(fauxmart_yaml_shared UNKNOWN IMPORTED GLOBAL)
set_target_properties(fauxmart_yaml_shared PROPERTIES IMPORTED_LOCATION ${FAUXMART_YAML_SHARED})
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)

add_library(fauxmart_third_party INTERFACE)
target_include_directories(fauxmart_third_party SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
target_link_libraries(fauxmart_third_party INTERFACE
  CLI11::CLI11 nlohmann_json::nlohmann_json fauxmart_xxhash fauxmart_sodium
  $<IF:$<BOOL:$<TARGET_PROPERTY:FAUXMART_EXTENSION>>,fauxmart_yaml_shared,fauxmart_yaml>)

# Arrow::arrow and Parquet::parquet out of the pyarrow wheel, which ships headers and shared
# libraries but no CMake files. The version is pinned: a part of every file's bytes is Arrow's doing.
file(STRINGS requirements.txt pinned REGEX "^pyarrow==")
string(REPLACE "pyarrow==" "" pinned "${pinned}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS requirements.txt)

set(dir ${FAUXMART_PYARROW_DIR})
if(NOT dir AND SKBUILD)  # pip builds in an environment of its own
  execute_process(COMMAND ${Python3_EXECUTABLE} -c
    "import importlib.util as u; print(u.find_spec('pyarrow').submodule_search_locations[0])"
    OUTPUT_VARIABLE dir OUTPUT_STRIP_TRAILING_WHITESPACE)
elseif(NOT dir)
  file(GLOB dir ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/pyarrow)
endif()
set(config ${dir}/include/arrow/util/config.h)
if(NOT EXISTS "${config}")
  message(FATAL_ERROR "No pyarrow in .venv. Run ./dev setup, or give "
    "-DFAUXMART_PYARROW_DIR=<the folder of pyarrow ${pinned}>, or -DFAUXMART_SYSTEM_ARROW=ON.")
endif()
file(STRINGS ${config} version REGEX "#define ARROW_VERSION_STRING ")
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" version "${version}")
if(NOT version STREQUAL pinned)
  message(FATAL_ERROR "${dir} is version ${version}, and fauxmart needs ${pinned}: run ./dev setup.")
endif()
message(STATUS "Arrow ${version} from ${dir}")

foreach(library arrow parquet)
  file(GLOB path ${dir}/lib${library}.so.*)
  list(LENGTH path count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "Expected one lib${library}.so.* in ${dir}, found ${count}.")
  endif()
  add_library(pyarrow_${library} SHARED IMPORTED GLOBAL)
  set_target_properties(pyarrow_${library} PROPERTIES
    IMPORTED_LOCATION ${path}
    INTERFACE_INCLUDE_DIRECTORIES ${dir}/include)
endforeach()
target_link_libraries(pyarrow_parquet INTERFACE pyarrow_arrow)
add_library(Arrow::arrow ALIAS pyarrow_arrow)
add_library(Parquet::parquet ALIAS pyarrow_parquet)

# Writes FAUXMART_COMMIT to OUTPUT: the commit of SOURCE_DIR, "+" behind it if tracked files have
# changes, "unknown" outside a repository of its own.
get_filename_component(parent ${SOURCE_DIR} DIRECTORY)
set(ENV{GIT_CEILING_DIRECTORIES} ${parent})
set(commit "")
find_program(GIT git)
if(GIT)
  execute_process(
    COMMAND ${GIT} --no-optional-locks describe --always --dirty=+ --abbrev=12 --exclude=*
    WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE commit ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT commit)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define FAUXMART_COMMIT \"${commit}\"\n")

// Files and directories, with errors that name the path and the cause.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fauxmart {

// The directory and those above it; fine if it is there already.
arrow::Status MakeDirectory(const std::filesystem::path& path);

// Whether something stands there. That nobody can tell is an error and not a no.
arrow::Result<bool> Exists(const std::filesystem::path& path);

// What stands there, or nothing; a symbolic link is one.
arrow::Result<std::filesystem::file_status> KindOf(const std::filesystem::path& path);

// The names in a directory, of all kinds; none where there is no such directory.
arrow::Result<std::vector<std::string>> NamesIn(const std::filesystem::path& folder);

// Removes a file or an empty directory; fine if it is gone already.
arrow::Status Remove(const std::filesystem::path& path);

// Text of a file, at most 1 GiB.
arrow::Result<std::string> ReadTextFile(const std::string& path);

// Writes under a temporary name, flushes to the disk if `sync`, renames: the whole file or none.
arrow::Status WriteWholeFile(const std::string& path, const std::string& text, bool sync = true);

// Refuses a pipe, a device or a directory, which could not be read to an end.
arrow::Status CheckRegularFile(const std::string& path);

// Refuses a place in an object store, which `reader` ("merge") does not read.
arrow::Status RequireDirectory(const std::string& reader, const std::string& place);

// XXH3-128 of a file's bytes as 32 hex digits.
arrow::Result<std::string> FileChecksum(const std::string& path);

// Copies a file under a temporary name, flushes, renames; answers with the copy's checksum.
arrow::Result<std::string> CopyWholeFile(const std::string& from, const std::string& to);

// Refuses, with figures, if less than `bytes` are free where `path` will be.
arrow::Status CheckFreeSpace(const std::string& path, double bytes);

}  // namespace fauxmart

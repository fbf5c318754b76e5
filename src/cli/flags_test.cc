#include "cli/flags.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "cli/completions.h"
#include "cli/help.h"
#include "cli/man_page.h"
#include "cli/parse.h"

namespace fauxmart {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(FlagsTest, TheTableIsComplete) {
  for (const Command& command : Commands()) {
    std::set<std::string> names;
    EXPECT_FALSE(command.description.empty()) << command.name;
    EXPECT_FALSE(command.examples.empty()) << command.name;
    EXPECT_NE(command.Find("--help"), nullptr) << command.name;
    for (const Flag& flag : command.flags) {
      EXPECT_TRUE(names.insert(flag.name).second) << flag.name << " stands there twice";
      EXPECT_FALSE(flag.help.empty()) << flag.name;
      EXPECT_NE(flag.help.back(), '.') << flag.name;
      if (flag.positional()) continue;
      EXPECT_TRUE(flag.name.starts_with("--")) << flag.name;
      EXPECT_EQ(flag.argument.empty(), flag.kind == Kind::kSwitch) << flag.name;
      EXPECT_EQ(flag.choices.empty(), flag.kind != Kind::kChoice) << flag.name;
    }
  }
}

// The examples must parse; what a shell does with pipes and variables is cut off.
TEST(FlagsTest, ExamplesAreRight) {
  for (const Command& command : Commands()) {
    for (const Example& example : command.examples) {
      std::string line = example.command.substr(0, example.command.find_first_of("|>"));
      std::vector<std::string> args;
      for (size_t begin = 0; begin < line.size();) {
        const size_t end = std::min(line.find(' ', begin), line.size());
        if (end > begin) args.push_back(line.substr(begin, end - begin));
        begin = end + 1;
      }
      ASSERT_EQ(args.front(), "fauxmart");
      args.erase(args.begin());
      const auto parsed = ParseCommandLine(args);
      EXPECT_TRUE(parsed.ok()) << example.command << ": " << parsed.status().ToString();
    }
  }
}

TEST(FlagsTest, EveryShownFlagIsInHelpCompletionsAndManual) {
  const std::string bash = BashCompletions(), zsh = ZshCompletions(), fish = FishCompletions();
  std::string man = ManPage();
  for (size_t at = 0; (at = man.find("\\-", at)) != std::string::npos;) man.erase(at, 1);
  for (const Command& command : Commands()) {
    const std::string help = HelpText(command, Terminal());
    for (const Flag& flag : command.flags) {
      if (!flag.positional()) {
        EXPECT_EQ(Contains(help, flag.name), !flag.hidden) << flag.name;
      }
      if (command.hidden || flag.positional() || command.name.empty()) continue;
      EXPECT_EQ(Contains(bash, flag.name), !flag.hidden) << flag.name;
      EXPECT_EQ(Contains(zsh, flag.name + (flag.argument.empty() ? "[" : "=[")), !flag.hidden)
          << flag.name;
      EXPECT_EQ(Contains(fish, " -l " + flag.name.substr(2) + " "), !flag.hidden) << flag.name;
      EXPECT_EQ(Contains(man, flag.name), !flag.hidden) << flag.name;
    }
  }
}

TEST(FlagsTest, HelpFitsItsTerminal) {
  Terminal terminal;
  for (const int width : {60, 80, 100}) {
    terminal.width = width;
    for (const Command& command : Commands()) {
      const std::string help = HelpText(command, terminal);
      const std::string prose = help.substr(0, help.find("\nExample"));
      for (size_t begin = prose.find('\n') + 1; begin < prose.size();) {
        const size_t end = std::min(prose.find('\n', begin), prose.size());
        EXPECT_LE(DisplayWidth(prose.substr(begin, end - begin)), width)
            << prose.substr(begin, end - begin);
        begin = end + 1;
      }
    }
  }
}

TEST(FlagsTest, ColourOnlyWhereItIsAllowed) {
  EXPECT_FALSE(Contains(HelpText(RootCommand(), Terminal()), "\033"));
  EXPECT_TRUE(Contains(HelpText(RootCommand(), {.interactive = true, .colour = true}), "\033[1m"));
}

}  // namespace
}  // namespace fauxmart

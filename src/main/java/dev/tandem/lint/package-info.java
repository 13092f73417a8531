/**
 * The route linter: reads a folder of Camel YAML routes without starting them and says, with file and line, what would
 * fail at start, loop for ever, or leak. {@link dev.tandem.lint.LintMain} is the command, {@link
 * dev.tandem.lint.RouteLinter} the library.
 *
 * <p>A rule is one small class behind {@link dev.tandem.lint.Rule}; it looks at {@link dev.tandem.lint.YamlNode}s,
 * which know their line.
 */
@NullMarked
package dev.tandem.lint;

import org.jspecify.annotations.NullMarked;

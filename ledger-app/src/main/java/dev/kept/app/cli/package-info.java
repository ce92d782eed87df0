/// The command line: `./kept COMMAND`.
@NullMarked
package dev.kept.app.cli;

import org.jspecify.annotations.NullMarked;

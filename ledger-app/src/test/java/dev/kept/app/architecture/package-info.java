/// Rules of structure, held by tests, and planted violations that prove the rules can fail.
@NullMarked
package dev.kept.app.architecture;

import org.jspecify.annotations.NullMarked;

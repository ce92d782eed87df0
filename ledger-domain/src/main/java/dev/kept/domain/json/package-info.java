/// A strict JSON reader and a plain writer with no dependency, so that whoever verifies offline needs the JDK alone.
@NullMarked
package dev.kept.domain.json;

import org.jspecify.annotations.NullMarked;

/// The words every fact is made of: its type, who said it, how well it is proven, and the ids that name it.
@NullMarked
package dev.kept.api.fact;

import org.jspecify.annotations.NullMarked;
